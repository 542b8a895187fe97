import { setTimeout as passed } from 'node:timers/promises';
import { type DemoFile, demoFiles, morningFiles, newestWholeDay } from '../demo/files.ts';
import { dayPointerSchema } from '../functions/day-pointer.ts';
import { dayKey } from '../functions/published-day.ts';
import { addDays } from '../lib/dates.ts';
import { backfill } from '../local/backfill.ts';
import { type Bench, openBench } from './deployment.ts';
import { lines, median } from './report.ts';

const SEED = 7;
/** Days that are there before, so that the live ones are like any other. */
const HISTORY = 10;
const LIVE = 5;
/** So long at most are live days waited for in each of the three; a day not published by then counts as it stands. */
const PATIENCE_MINUTES = 12;

type Say = (text: string) => void;

/**
 * Years of files dropped while live ones arrive. How long a live file takes from its arrival until its figures are
 * current: by itself, with the whole past dropped at once, and with `ops backfill`.
 */
export async function benchBackfill(say: Say, { people, days }: { people: number; days: number }): Promise<boolean> {
  const alone = await liveDays(say, people, 'without a backfill', () => Promise.resolve());
  const atOnce = await liveDays(say, people, `${days} days dropped at once`, async ({ stores }, past) => {
    for (const { key, body } of past(days)) await stores.drops.put(key, body);
  });
  const paced = await liveDays(say, people, `${days} days by ops backfill`, async ({ stores }, past) => {
    const files = [...past(days)].map(({ key, body }) => ({ key, put: () => stores.drops.put(key, body) }));
    // Goes on beside the live days, and ends with them.
    void backfill(stores, files, 10, () => undefined).catch(() => undefined);
    await passed(10_000);
  });
  const ratios = (some: readonly number[]) => median(some.map((seconds, n) => seconds / (alone[n] ?? Number.NaN)));
  say(
    lines({
      'seconds from file to figures, alone': median(alone),
      'with all at once': median(atOnce),
      'with ops backfill': median(paced),
      'paired ratio, all at once': ratios(atOnce),
      'paired ratio, ops backfill': ratios(paced),
    }),
  );
  return [alone, atOnce, paced].every((some) => some.length > 0);
}

/** Seconds of each live day from its last file to the flip that holds it. */
async function liveDays(
  say: Say,
  people: number,
  name: string,
  beside: (bench: Bench, past: (days: number) => Iterable<DemoFile>) => Promise<void>,
): Promise<number[]> {
  const bench = await openBench({ onDisk: true, pace: 'local' });
  try {
    const { stores } = bench;
    // Before nine o'clock the extracts of yesterday would be of a time that has not come.
    const end = newestWholeDay(Date.now());
    const first = addDays(end, 1 - HISTORY - LIVE);
    const options = { people, days: HISTORY + LIVE, end, seed: SEED };
    const morning = (n: number) => [...morningFiles(options, addDays(first, n))];
    for (let n = 0; n < HISTORY; n += 1) for (const { key, body } of morning(n)) await stores.drops.put(key, body);
    await whenFinal(bench, addDays(first, HISTORY - 1), Number.POSITIVE_INFINITY);
    await beside(bench, (days) => demoFiles({ people, days, end: addDays(first, -40), seed: SEED }));
    const seconds: number[] = [];
    const until = performance.now() + PATIENCE_MINUTES * 60_000;
    let waited = false;
    for (let n = HISTORY; n < HISTORY + LIVE && !waited; n += 1) {
      for (const { key, body } of morning(n)) await stores.drops.put(key, body);
      const dropped = performance.now();
      waited = !(await whenFinal(bench, addDays(first, n), until));
      seconds.push((performance.now() - dropped) / 1000);
    }
    say(
      `${name}: ${seconds.map((one) => one.toFixed(1)).join(', ')} s${waited ? ', the last of them not published by then' : ''}`,
    );
    return seconds;
  } finally {
    await bench.stop();
  }
}

/** Whether the day is published as final by then. */
async function whenFinal({ stores }: Bench, date: string, until: number): Promise<boolean> {
  while (performance.now() < until) {
    const item = await stores.registry.get(dayKey(date));
    if (item !== undefined && dayPointerSchema.parse(item).status === 'final') return true;
    await passed(50);
  }
  return false;
}
