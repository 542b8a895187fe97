import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileRefused } from '../lib/errors.ts';
import { parseDropKey } from '../lib/ingest/drop-key.ts';
import { by } from '../lib/order.ts';
import { whenEmpty } from './empty-queues.ts';
import { putFile, type Stores } from './stores.ts';

/** Looked at often, for a backlog is many short waits. */
const PATIENCE = { every: 500, calm: 1500 };

export interface BackfillFile {
  readonly key: string;
  /** Drops it. */
  readonly put: () => Promise<void>;
}

export interface Backfilled {
  readonly dropped: number;
  /** Keys that were in the bucket already. */
  readonly present: number;
}

/**
 * Drops files of the past, oldest first, so many extract days at a time, and waits until they are read and scored before
 * it goes on: a file of today waits for a handful of days, not for years.
 */
export async function backfill(
  stores: Stores,
  files: readonly BackfillFile[],
  daysAtOnce: number,
  say: (text: string) => void,
): Promise<Backfilled> {
  const present = new Set((await stores.drops.versions('')).map(({ key }) => key));
  const missing = files.filter(({ key }) => !present.has(key));
  const byDay = [...Map.groupBy(missing, ({ key }) => parseDropKey(key).extractTime.slice(0, 10))].sort(by(([day]) => day));
  for (let at = 0; at < byDay.length; at += daysAtOnce) {
    const days = byDay.slice(at, at + daysAtOnce);
    for (const file of days.flatMap(([, some]) => some)) await file.put();
    await whenEmpty(stores, PATIENCE, false);
    say(
      `extracts up to ${days.at(-1)?.[0]} are read and scored: ${Math.min(at + daysAtOnce, byDay.length)} of ${byDay.length} days`,
    );
  }
  return { dropped: missing.length, present: files.length - missing.length };
}

/** The files of a folder that is laid out as the bucket is: `<system>/<feed>/<name>`. What is no drop is named and stops it. */
export function filesIn(folder: string, stores: Stores): BackfillFile[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names.map(({ parentPath, name }) => {
    const file = join(parentPath, name);
    const key = file.slice(join(folder, '/').length);
    try {
      parseDropKey(key);
    } catch (cause) {
      if (cause instanceof FileRefused) throw new Error(`${file}: ${cause.message}`);
      throw cause;
    }
    return { key, put: () => putFile(stores, key, file, statSync(file).size) };
  });
}
