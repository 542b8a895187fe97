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

type Stored = Readonly<Key & Attributes>;

interface Partition {
  readonly items: Map<string, Stored>;
  /** In order of their sort keys; null since something was written. */
  sorted: readonly Stored[] | null;
}

/**
 * A table in memory. `onCall` is told the calls that DynamoDB would have got: batches of a hundred keys, pages of a megabyte.
 * What is stored is frozen, so that nobody holds what another one changes.
 */
export function memoryTable(table: string, onCall?: (call: Call) => void): MemoryTable {
  const partitions = new Map<string, Partition>();
  const find = ({ pk, sk }: Key) => partitions.get(pk)?.items.get(sk);
  const place = (item: Key & Attributes): Stored => {
    const partition = partitions.get(item.pk) ?? { items: new Map(), sorted: null };
    const kept = frozen(structuredClone(item));
    partition.items.set(item.sk, kept);
    partition.sorted = null;
    partitions.set(item.pk, partition);
    return kept;
  };
  const sortedIn = (pk: string): readonly Stored[] => {
    const partition = partitions.get(pk);
    if (partition === undefined) return [];
    partition.sorted ??= [...partition.items.values()].sort((a, b) => (a.sk < b.sk ? -1 : 1));
    return partition.sorted;
  };
  const tell = (operation: Call['operation'], keys: () => readonly string[], units: () => number = () => 0) =>
    onCall?.({ table, operation, keys: keys(), units: units() });
  const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
  return {
    async get(key) {
      const item = find(key);
      tell(
        'GetItem',
        () => [nameOf(key)],
        () => sizeOf(item),
      );
      return item;
    },
    async getMany(keys) {
      const found: Attributes[] = [];
      for (let at = 0; at < keys.length; at += GET_BATCH) {
        const batch = keys.slice(at, at + GET_BATCH);
        if (batch.length > 1 && new Set(batch.map(nameOf)).size < batch.length)
          throw new Error('DynamoDB refuses a key that is asked for twice');
        const items = batch.map(find);
        tell(
          'BatchGetItem',
          () => batch.map(nameOf),
          () => items.reduce((sum, item) => sum + sizeOf(item), 0),
        );
        found.push(...items.filter((item) => item !== undefined));
      }
      return found;
    },
    async query(pk, { from, to, newestFirst = false, limit } = {}) {
      const within = sortedIn(pk).filter(({ sk }) => (from === undefined || from <= sk) && (to === undefined || sk <= to));
      const found = (newestFirst ? within.reverse() : within).slice(0, limit);
      if (onCall === undefined) return found;
      const bytes = found.reduce((sum, item) => sum + itemSize(item), 0);
      // One more call for each page that is full.
      for (let page = 0; page <= Math.floor(bytes / QUERY_PAGE); page += 1)
        tell(
          'Query',
          () => [`${pk} ${from ?? ''}..${to ?? ''}`],
          () => unitsOf(Math.min(QUERY_PAGE, bytes - page * QUERY_PAGE)),
        );
      return found;
    },
    async putIfRev(item, rev) {
      tell('PutItem', () => [nameOf(item)]);
      const before = find(item);
      if (rev === 0 ? before !== undefined : before?.rev !== rev) return false;
      place(item);
      return true;
    },
    async put(item) {
      tell('PutItem', () => [nameOf(item)]);
      place(item);
    },
    async setAttribute(key, name, value) {
      tell('UpdateItem', () => [nameOf(key)]);
      return place({ ...find(key), pk: key.pk, sk: key.sk, [name]: value });
    },
    async putMany(items) {
      tell('BatchWriteItem', () => items.map(nameOf));
      for (const item of items) place(item);
    },
    async removeMany(keys) {
      tell('BatchWriteItem', () => keys.map(nameOf));
      for (const { pk, sk } of keys) {
        const partition = partitions.get(pk);
        if (partition?.items.delete(sk) === true) partition.sorted = null;
      }
    },
    all: () => [...partitions.values()].flatMap(({ items }) => [...items.values()]),
  };
}

function sizeOf(item: Stored | undefined): number {
  return unitsOf(item === undefined ? 0 : itemSize(item));
}

function frozen<V>(value: V): V {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
