import { type DemoOptions, FIRST_OF_A_MORNING, morningFiles } from '../demo/files.ts';
import { hintsTo } from '../functions/aws/hints.ts';
import { factDates } from '../functions/fact-cache.ts';
import type { Hint } from '../functions/hint.ts';
import { instantToLocal } from '../lib/calendar.ts';
import { addDays, daysBetween } from '../lib/dates.ts';
import { parseDropKey } from '../lib/ingest/drop-key.ts';
import type { Cloud } from './cloud/cloud.ts';
import type { DemoChoice } from './home.ts';
import type { Stores } from './stores.ts';

export interface Load {
  readonly cloud: Cloud;
  readonly stores: Stores;
  readonly choice: DemoChoice;
  readonly end: string;
  readonly settled: boolean;
  readonly signal: AbortSignal;
  readonly step: (text: string) => void;
}

/** The first time all days, later the mornings that are missing; then one look for whatever an earlier stop left undone. */
export async function load({ cloud, stores, choice, end, settled, signal, step }: Load): Promise<void> {
  const { people, start, seed } = choice;
  const present = new Set((await stores.drops.versions('')).map(({ key }) => key));
  const options = { people, days: daysBetween(start, end) + 1, end, seed };
  const hold = cloud.clock.busy();
  let dropped = 0;
  for (const { key, body } of missing(options, start, [...present])) {
    if (signal.aborted) return;
    if (present.has(key)) continue;
    if (dropped === 0) step(`making the extracts of the demo force: ${people} invented people`);
    await stores.drops.put(key, body);
    dropped += 1;
  }
  if (dropped > 0) step(`${dropped} extracts dropped; reading and scoring them`);
  hold();
  await cloud.clock.settle();
  const watch = cloud.resources.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('Watch'));
  if (watch !== undefined) await cloud.lambdas.invoke(watch.arn, { task: 'drift' });
  if (!settled && present.size > 0) {
    step('the last stop was in the middle of the work: looking at every day again');
    await lookAgain(stores);
  }
  await cloud.clock.settle();
}

/** The queues live in memory: after a stop in the middle of the work every day is looked at once more. */
async function lookAgain(stores: Stores): Promise<void> {
  const send = hintsTo(stores.clients.sqs, stores.queues.WorkQueueUrlOutput);
  const days = await factDates(stores.facts);
  await send([{ target: 'organisation' }, ...days.map((date): Hint => ({ target: 'day', date }))]);
}

/** Mornings are dropped in order, so all but the newest one that is there are whole; that one may have been cut off. */
function* missing(options: DemoOptions, start: string, present: readonly string[]) {
  const newest = present
    .filter((key) => key.startsWith(FIRST_OF_A_MORNING))
    .sort()
    .at(-1);
  const from =
    newest === undefined ? start : addDays(instantToLocal(Date.parse(parseDropKey(newest).extractTime)).slice(0, 10), -1);
  for (let day = from; day <= options.end; day = addDays(day, 1)) yield* morningFiles(options, day);
}
