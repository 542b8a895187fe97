import { placeOf, type StoreName } from '../functions/places.ts';
import { scan, type TableName } from './scan.ts';
import type { Stores } from './stores.ts';

const TABLES: readonly TableName[] = ['registry', 'trust', 'organisation', 'productivity', 'availability'];

/** Looks at every key of a deployment; names the prefixes that no place declares, as `registry: DROPPED#`, in order. */
export async function undeclared(stores: Stores): Promise<string[]> {
  const found = new Set<string>();
  const look = (store: StoreName, key: string) => {
    if (placeOf(store, key) === undefined) found.add(`${store}: ${prefixOf(key)}`);
  };
  for (const { key } of await stores.drops.versions('')) look('drops', key);
  for (const key of await stores.facts.list('')) look('facts', key);
  for (const table of TABLES) for await (const { pk } of scan(stores, table, { keysOnly: true })) look(table, pk);
  return [...found].sort();
}

/** Letters up to the first separator. Of a key of any other form nothing is repeated: it may hold a number of a person. */
function prefixOf(key: string): string {
  return /^[A-Za-z-]{1,32}[#/]/.exec(key)?.[0] ?? 'a key of another form';
}
