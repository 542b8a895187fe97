import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dayKey } from '../functions/published-day.ts';
import { type Checks, TABLES, Violation } from './checks.ts';
import type { Item, Tables } from './services/tables.ts';
import type { Turns, Worker } from './turns.ts';

const PAGE = 1;

/**
 * Reads a day as the API does: the pointer, after a while the items that it names, a page at a time. What it finds must
 * be one whole generation.
 */
export async function readDay(
  turns: Turns,
  tables: Tables,
  checks: Checks,
  reader: Worker,
  date: string,
  after: number,
): Promise<void> {
  const client = turns.client(reader, tables);
  const answer = (await client.send(new GetCommand({ TableName: TABLES.registry, Key: dayKey(date), ConsistentRead: true }))) as {
    Item?: Item;
  };
  const name = answer.Item?.generation as string | null | undefined;
  if (name === null || name === undefined) return;
  const expected = checks.generation(date, name);
  reader.frozenUntil = turns.step + after;
  const pk = `D#${date}#${name}`;
  const packed: Item[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = (await client.send(
      new QueryCommand({
        TableName: TABLES.availability,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: PAGE,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    )) as { Items: Item[]; LastEvaluatedKey?: Record<string, unknown> };
    packed.push(...page.Items);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  compare(
    date,
    packed,
    expected.availability.filter((item) => item.pk === pk),
  );
  for (const table of ['availability', 'productivity'] as const) {
    const wanted = expected[table].filter((item) => item.pk !== pk);
    const Keys = wanted.map((item) => ({ pk: item.pk, sk: item.sk }));
    if (Keys.length === 0) continue;
    const found = (await client.send(
      new BatchGetCommand({ RequestItems: { [TABLES[table]]: { Keys, ConsistentRead: true } } }),
    )) as { Responses: Record<string, Item[]> };
    compare(date, found.Responses[TABLES[table]] ?? [], wanted);
  }
}

function compare(date: string, found: readonly Item[], expected: readonly Item[]): void {
  const text = (items: readonly Item[]) =>
    items
      .map((item) => JSON.stringify(item, Object.keys(item).sort()))
      .sort()
      .join('\n');
  if (text(found) !== text(expected)) throw new Violation(`a reader found no whole generation of ${date}`);
}
