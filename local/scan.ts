import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Attributes, Key } from '../functions/aws/table.ts';
import type { Stores } from './stores.ts';

export type TableName = 'registry' | 'trust' | 'organisation' | 'productivity' | 'availability';

const NAMES = {
  registry: 'RegistryTableName',
  trust: 'TrustTableName',
  organisation: 'OrganisationTableName',
  productivity: 'ProductivityTableName',
  availability: 'AvailabilityTableName',
} as const satisfies Record<TableName, keyof Stores['names']>;

/** Every item of a table, a page after the other; for the operator alone, no function may. `keysOnly` leaves the rest out. */
export async function* scan(
  { clients, names }: Stores,
  table: TableName,
  { keysOnly = false } = {},
): AsyncGenerator<Key & Attributes> {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await clients.dynamo.send(
      new ScanCommand({
        TableName: names[NAMES[table]],
        ConsistentRead: true,
        ...(keysOnly ? { ProjectionExpression: 'pk, sk' } : {}),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    yield* (page.Items ?? []) as (Key & Attributes)[];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

const BATCH = 500;

/** So many at once that a write of them is worth its while, and so few that they fit into memory. */
export async function* batches<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
