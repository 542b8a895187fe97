import type { Attributes, Key, Table } from '../../functions/aws/table.ts';
import { itemSize } from './item-size.ts';

/** One call as DynamoDB would get it. */
export interface Call {
  readonly table: string;
  readonly operation: 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';
  /** Partitions asked for; of a query with its bounds. */
  readonly keys: readonly string[];
  /** Units of a strong read: 4 KB each, of every item by itself or of a whole query. Of writes 0. */
  readonly units: number;
}

export interface MemoryTable extends Table {
  /** Every item, in order of its key. */
  all(): (Key & Attributes)[];
}

const UNIT = 4096;
const QUERY_PAGE = 1024 * 1024;
const GET_BATCH = 100;

/** Units of a strong read. What is not there costs one as well. */
export function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / UNIT));
}

/** A table in memory with the calls that DynamoDB would have got: batches of a hundred keys, pages of a megabyte. */
export function memoryTable(table: string, onCall: (call: Call) => void = () => undefined): MemoryTable {
  const partitions = new Map<string, Map<string, Key & Attributes>>();
  const find = ({ pk, sk }: Key) => partitions.get(pk)?.get(sk);
  const place = (item: Key & Attributes) => {
    const partition = partitions.get(item.pk) ?? new Map<string, Key & Attributes>();
    partitions.set(item.pk, partition.set(item.sk, stored(item)));
  };
  const tell = (operation: Call['operation'], keys: readonly string[], units = 0) => onCall({ table, operation, keys, units });
  const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
  return {
    async get(key) {
      const item = find(key);
      tell('GetItem', [nameOf(key)], unitsOf(item === undefined ? 0 : itemSize(item)));
      return item === undefined ? undefined : stored(item);
    },
    async getMany(keys) {
      const found: Attributes[] = [];
      for (let at = 0; at < keys.length; at += GET_BATCH) {
        const batch = keys.slice(at, at + GET_BATCH);
        if (new Set(batch.map(nameOf)).size < batch.length) throw new Error('DynamoDB refuses a key that is asked for twice');
        const items = batch.map(find);
        const units = items.reduce((sum, item) => sum + unitsOf(item === undefined ? 0 : itemSize(item)), 0);
        tell('BatchGetItem', batch.map(nameOf), units);
        found.push(...items.flatMap((item) => (item === undefined ? [] : [stored(item)])));
      }
      return found;
    },
    async query(pk, { from, to, newestFirst = false, limit } = {}) {
      const sorted = [...(partitions.get(pk)?.values() ?? [])]
        .filter(({ sk }) => (from === undefined || from <= sk) && (to === undefined || sk <= to))
        .sort((a, b) => (a.sk < b.sk ? -1 : 1));
      const found = (newestFirst ? sorted.reverse() : sorted).slice(0, limit);
      const bytes = found.reduce((sum, item) => sum + itemSize(item), 0);
      // One more call for each page that is full.
      for (let page = 0; page <= Math.floor(bytes / QUERY_PAGE); page += 1)
        tell('Query', [`${pk} ${from ?? ''}..${to ?? ''}`], unitsOf(Math.min(QUERY_PAGE, bytes - page * QUERY_PAGE)));
      return found.map(stored);
    },
    async putIfRev(item, rev) {
      tell('PutItem', [nameOf(item)]);
      const before = find(item);
      if (rev === 0 ? before !== undefined : before?.rev !== rev) return false;
      place(item);
      return true;
    },
    async put(item) {
      tell('PutItem', [nameOf(item)]);
      place(item);
    },
    async setAttribute(key, name, value) {
      tell('UpdateItem', [nameOf(key)]);
      const item = { ...find(key), pk: key.pk, sk: key.sk, [name]: value };
      place(item);
      return stored(item);
    },
    async putMany(items) {
      tell('BatchWriteItem', items.map(nameOf));
      for (const item of items) place(item);
    },
    async removeMany(keys) {
      tell('BatchWriteItem', keys.map(nameOf));
      for (const { pk, sk } of keys) partitions.get(pk)?.delete(sk);
    },
    all: () => [...partitions.values()].flatMap((partition) => [...partition.values()].map(stored)),
  };
}

/** Nobody holds what another one changes. */
function stored<I extends Attributes>(item: I): I {
  return structuredClone(item);
}
