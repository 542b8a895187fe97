import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatDropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';

export interface Arrival {
  readonly key: string;
  /** The name under which it was copied. */
  readonly name: string;
  readonly body: Buffer;
}

/** Makes one folder a feed, so that a person sees where a file goes. */
export function makeInbox(folder: string, feeds: readonly FeedName[]): void {
  for (const feed of feeds) mkdirSync(join(folder, CATALOGUE[feed].system, feed), { recursive: true });
  mkdirSync(join(folder, 'taken'), { recursive: true });
}

const lastSizes = new Map<string, string>();

/** Takes the files that have stopped growing since the last look; each is moved to `taken`. */
export function takeArrivals(folder: string, feeds: readonly FeedName[], now: number): Arrival[] {
  const taken: Arrival[] = [];
  for (const feed of feeds) {
    const { system } = CATALOGUE[feed];
    const place = join(folder, system, feed);
    if (!existsSync(place)) continue;
    for (const name of readdirSync(place)
      .filter((one) => !one.startsWith('.'))
      .sort()) {
      const file = join(place, name);
      const { size, mtimeMs } = statSync(file);
      const state = `${size} ${mtimeMs}`;
      if (lastSizes.get(file) !== state) {
        lastSizes.set(file, state);
        continue;
      }
      lastSizes.delete(file);
      taken.push({ key: keyFor(system, feed, name, now + taken.length * 1000), name, body: readFileSync(file) });
      renameSync(file, join(folder, 'taken', `${Math.round(now)}-${name}`));
    }
  }
  return taken;
}

/** A file that already has the name of a drop keeps it; any other gets one with the moment of pick-up. */
function keyFor(system: string, feed: string, name: string, now: number): string {
  const own = `${system}/${feed}/${name}`;
  try {
    parseDropKey(own);
    return own;
  } catch {
    return formatDropKey(system, feed, now, name.endsWith('.gz') ? '.csv.gz' : '.csv');
  }
}
