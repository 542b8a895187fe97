import { hintsTo } from '../functions/aws/hints.ts';
import { findDrift } from '../functions/watching.ts';
import { ProductError } from '../lib/errors.ts';
import { fixedWindowOf } from '../lib/productivity/fixed-window.ts';
import type { Force } from '../lib/sources/force.ts';
import { carryDays, carryWindows } from './carry-over.ts';
import { keptIn, NOTHING_KEPT } from './kept.ts';
import { type Replay, replay } from './replay.ts';
import { batches, scan } from './scan.ts';
import type { Stores } from './stores.ts';
import { undeclared } from './undeclared.ts';

/** A deployment with workers, into which everything is replayed. */
export interface Target {
  readonly stores: Stores;
  now(): number;
  /** What comes until the result is called is scored together, where time can be made to wait. */
  hold(): () => void;
  /** Resolves when nothing runs and nothing waits. */
  quiet(): Promise<void>;
}

export interface RebuildOptions extends Replay {
  readonly force: Force;
  readonly progress?: (text: string) => void;
}

export interface Rebuilt {
  readonly keys: number;
  readonly versions: number;
  /** Items of the table of trust. */
  readonly trust: number;
  /** Days and windows that were carried over as an older code had published them. */
  readonly kept: { readonly days: readonly string[]; readonly windows: readonly string[] };
}

/**
 * Replays what is source of truth into a fresh deployment. Decisions come first, so that none comes too late; then what an
 * older code published and today's may not revise; then the drops. Throws UNDECLARED, NOT_FRESH, GENERATION_LOST,
 * GENERATION_CHANGED before anything is written.
 */
export async function rebuild(source: Stores, target: Target, options: RebuildOptions): Promise<Rebuilt> {
  const { force, asOf, progress = () => undefined } = options;
  const { stores } = target;
  progress('looking at every key of the source');
  await refuseUndeclared(source);
  await refuseUsed(stores);
  // What was published at an instant in the past is not asked for: it lies in the generation objects.
  const kept = asOf === null ? await keptIn(source, force, target.now()) : NOTHING_KEPT;
  const trust = await copyTrust(source, stores, asOf);
  progress(`${trust} items of trust copied; dropping every version again`);
  const days = await carryDays(source, stores, force, kept.locked);
  const release = target.hold();
  const replayed = await replay(source, stores, options).finally(release);
  progress(`${replayed.versions} versions of ${replayed.keys} files dropped; reading and scoring them`);
  await settle(target, force);

  const blocked = await carryDays(source, stores, force, kept.blocked);
  if (blocked.length > 0) {
    const starts = new Set(blocked.map(({ date }) => fixedWindowOf(date).start));
    await hintsTo(
      stores.clients.sqs,
      stores.queues.WorkQueueUrlOutput,
    )([...starts].map((start) => ({ target: 'window', start })));
    await target.quiet();
  }
  const windows = await carryWindows(source, stores, kept.windows);
  return {
    ...replayed,
    trust,
    kept: { days: [...days, ...blocked].map(({ date }) => date), windows: windows.map(({ start }) => start) },
  };
}

async function refuseUndeclared(source: Stores): Promise<void> {
  const found = await undeclared(source);
  if (found.length === 0) return;
  const message = `nobody says whether these are derived or source of truth, so a rebuild could lose them: ${found.join(', ')}`;
  throw new ProductError('UNDECLARED', `${message}. Declare them in functions/places.ts, or remove them.`);
}

async function refuseUsed(target: Stores): Promise<void> {
  const used =
    (await target.drops.versions('')).length > 0 || !(await isEmpty(target, 'trust')) || !(await isEmpty(target, 'registry'));
  if (used) throw new ProductError('NOT_FRESH', 'the target holds something already: a rebuild begins with a fresh deployment');
}

async function isEmpty(stores: Stores, table: 'trust' | 'registry'): Promise<boolean> {
  for await (const _item of scan(stores, table, { keysOnly: true })) return false;
  return true;
}

/** All of it, for nothing in it can be computed. At an instant in the past: the decisions that figures were made with. */
async function copyTrust(source: Stores, target: Stores, asOf: number | null): Promise<number> {
  let copied = 0;
  for await (const batch of batches(scan(source, 'trust'))) {
    const known = batch.filter(({ pk, at }) => asOf === null || (pk.startsWith('DECISION#') && Date.parse(String(at)) <= asOf));
    await target.trust.putMany(known);
    copied += known.length;
  }
  return copied;
}

const LOOKS = 20;

/** Events are not trusted: every file has to have a receipt that names all its versions; one that has not is hinted again. */
async function settle(target: Target, force: Force): Promise<void> {
  const { drops, registry, clients, queues } = target.stores;
  const sendDrops = hintsTo(clients.sqs, queues.DropsQueueUrlOutput);
  for (let look = 0; look < LOOKS; look += 1) {
    await target.quiet();
    if ((await findDrift({ drops, registry, force, sendDrops })) === 0) return;
  }
  throw new ProductError('UNSETTLED', 'some files are not read after many tries: look at the dead-letter queues of the target');
}
