import { inParallel } from '../functions/parallel.ts';
import { FileRefused } from '../lib/errors.ts';
import { parseDropKey } from '../lib/ingest/drop-key.ts';
import { by } from '../lib/order.ts';
import type { Stores } from './stores.ts';

export type Order = 'newest' | 'oldest';

export interface Replay {
  /** By extract time; it must not show in what is published. */
  readonly order: Order;
  /** Only versions that had come by then; epoch milliseconds, null for all. */
  readonly asOf: number | null;
  /** Changes the bytes on their way, as a test does. */
  readonly change?: (key: string, body: Uint8Array) => Uint8Array;
}

const AT_ONCE = 8;

/** Drops every version of every key again, delete markers too, the versions of a key in the order in which they came. */
export async function replay(from: Stores, to: Stores, { order, asOf, change = (_, body) => body }: Replay) {
  const versions = (await from.drops.versions('')).filter(({ modified }) => asOf === null || modified <= asOf);
  const oldest = [...Map.groupBy(versions, ({ key }) => key)].sort(
    by(
      ([key]) => extractTimeOf(key),
      ([key]) => key,
    ),
  );
  const stacks = order === 'oldest' ? oldest : oldest.toReversed();
  await inParallel(stacks, AT_ONCE, async ([key, stack]) => {
    for (const { versionId, deleteMarker } of stack.toReversed()) {
      if (deleteMarker) await to.drops.remove(key);
      else await to.drops.put(key, change(key, await from.drops.get(key, versionId)));
    }
  });
  return { keys: stacks.length, versions: versions.length };
}

/** What is no drop comes with the oldest. */
function extractTimeOf(key: string): string {
  try {
    return parseDropKey(key).extractTime;
  } catch (cause) {
    if (cause instanceof FileRefused) return '';
    throw cause;
  }
}
