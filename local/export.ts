import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ORGANISATION_POINTER, organisationPointerSchema } from '../functions/organisation-pointer.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { by } from '../lib/order.ts';
import type { Stores } from './stores.ts';
import { allPointers, allWindows } from './summary.ts';

/** Everything that is published, as one comparable text a line: generation names are replaced, revisions and history left out. */
export async function exportPublished(stores: Stores): Promise<string[]> {
  const lines: string[] = [];
  const current = new Map<string, string>();
  for (const { date, generation, hash, status, totals } of await allPointers(stores)) {
    if (generation === null) continue;
    current.set(`${date}#${generation}`, `${date}#current`);
    lines.push(JSON.stringify(['day', date, status, hash, totals]));
  }
  for (const { start, generation, hash } of await allWindows(stores)) {
    current.set(`${start}#${generation}`, `${start}#current`);
    lines.push(JSON.stringify(['window', start, hash]));
  }
  const { names } = stores;
  for (const table of [names.ProductivityTableName, names.AvailabilityTableName]) {
    for (const item of await scan(stores, table)) {
      const key = `${item.pk} ${item.sk}`;
      const found = /\d{4}-\d{2}-\d{2}#r\d{5}-[0-9a-f]{16}/.exec(key)?.[0];
      const name = found === undefined ? undefined : current.get(found);
      if (found !== undefined && name !== undefined)
        lines.push(stable({ ...item, pk: item.pk.replace(found, name), sk: item.sk.replace(found, name) }));
    }
  }
  const pointer = await stores.organisation.get({ ...ORGANISATION_POINTER });
  if (pointer !== undefined) {
    const { generation, hash } = organisationPointerSchema.parse(pointer);
    lines.push(JSON.stringify(['organisation', hash]));
    for (const item of await scan(stores, names.OrganisationTableName)) {
      if (item.pk.startsWith(`O#${generation}#`)) lines.push(stable({ ...item, pk: item.pk.replace(generation, 'current') }));
    }
  }
  return lines.sort();
}

export function digest(lines: readonly string[]): string {
  return sha256(lines.join('\n'));
}

/** The names of attributes come back in any order. */
function stable(item: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(item).sort(by(([name]) => name))));
}

async function scan({ clients }: Stores, TableName: string): Promise<({ pk: string; sk: string } & Record<string, unknown>)[]> {
  const items: ({ pk: string; sk: string } & Record<string, unknown>)[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await clients.dynamo.send(
      new ScanCommand({ TableName, ConsistentRead: true, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    items.push(...((page.Items ?? []) as typeof items));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
