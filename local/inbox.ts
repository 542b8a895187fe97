import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readReceipt, receiptKey } from '../functions/registry.ts';
import { formatDropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import type { Cloud } from './cloud/cloud.ts';
import { DEMO_FORCE } from './demo-run.ts';
import { INBOX } from './home.ts';
import { showDrop, showRejections } from './show.ts';
import { putFile, type Stores } from './stores.ts';
import { allPointers } from './summary.ts';

export interface Arrival {
  readonly key: string;
  /** The name under which it was copied. */
  readonly name: string;
  /** Where it lies now. */
  readonly file: string;
  readonly bytes: number;
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
      const moved = join(folder, 'taken', `${Math.round(now)}-${name}`);
      renameSync(file, moved);
      taken.push({ key: keyFor(system, feed, name, now + taken.length * 1000), name, file: moved, bytes: size });
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

/** A file copied into the inbox becomes a drop; its receipt, its rejected rows and the days it changed are told. */
export async function watchInbox(cloud: Cloud, stores: Stores, signal: AbortSignal, say: (text?: string) => void): Promise<void> {
  const { feeds } = readForceFolder(DEMO_FORCE);
  makeInbox(INBOX, feeds);
  while (!signal.aborted) {
    await wait(500, undefined, { signal }).catch(() => undefined);
    for (const { key, name, file, bytes } of takeArrivals(INBOX, feeds, Date.now())) {
      say();
      say(key.endsWith(`/${name}`) ? `Taken: ${key}` : `Taken: ${name}, as ${key} (the time of pick-up)`);
      const before = new Map((await allPointers(stores)).map(({ date, generation }) => [date, generation]));
      const earlier = await receiptRev(stores, key);
      await putFile(stores, key, file, bytes);
      await waitFor(async () => (await receiptRev(stores, key)) > earlier, signal);
      say(await showDrop(stores, key, false));
      const rejected = await showRejections(stores, key, false);
      if (rejected !== '') say(rejected);
      await quiet(cloud, signal);
      const changed = (await allPointers(stores)).filter(({ date, generation }) => before.get(date) !== generation);
      say(
        changed.length === 0
          ? 'No published day changed.'
          : `Days changed: ${changed.map(({ date, status }) => `${date} (${status})`).join(', ')}`,
      );
    }
  }
}

async function receiptRev({ registry }: Stores, key: string): Promise<number> {
  const { feed, name } = parseDropKey(key);
  const item = await registry.get(receiptKey(feed.name, name));
  return item === undefined ? 0 : readReceipt(item).rev;
}

async function waitFor(done: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < 600 && !signal.aborted && !(await done()); tries += 1) await wait(100);
}

/** Until nothing has waited in the queues for a moment. */
async function quiet(cloud: Cloud, signal: AbortSignal): Promise<void> {
  let calm = 0;
  await waitFor(async () => {
    calm = cloud.queues.waiting() === 0 ? calm + 1 : 0;
    return calm > 3;
  }, signal);
}
