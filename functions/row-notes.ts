import { ProductError } from '../lib/errors.ts';
import type { DropKey } from '../lib/ingest/drop-key.ts';
import type { AcceptedRow } from '../lib/ingest/reading.ts';
import type { Table } from './aws/table.ts';
import { inParallel } from './parallel.ts';
import { movedKey, readRowEntries, rowAttribute, rowKey } from './registry.ts';

/** Small writes of one row each: a file may have half a million. */
const ROWS_AT_ONCE = 32;
/** Files that hold one row, once for each version; its item names all of them and has no room for twice as many. */
const MOST_HOLDERS = 1000;

/** Rows whose date may move between versions: each drop notes where it has each version of the row; a row with two dates is marked on both. */
export async function noteRows(registry: Table, drop: DropKey, dropId: string, rows: readonly AcceptedRow[]): Promise<void> {
  const feed = drop.feed.name;
  await inParallel(rows, ROWS_AT_ONCE, async ({ fact, date }) => {
    const entry = { name: drop.name, version: fact.v, date };
    const item = await registry.setAttribute(rowKey(feed, fact.k), rowAttribute(dropId, fact.v), entry);
    const entries = readRowEntries(item);
    if (entries.length > MOST_HOLDERS)
      throw new ProductError(
        'TOO_MANY_FILES_OF_A_ROW',
        `a row of ${feed} stands over ${MOST_HOLDERS} times in files: send changes only`,
      );
    const dates = new Set(entries.map((one) => one.date));
    if (dates.size > 1) for (const moved of dates) await registry.put({ ...movedKey(moved, feed, fact.k), key: fact.k, feed });
  });
}
