import { setTimeout as passed } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ProductError } from '../../lib/errors.ts';
import { inParallel } from '../parallel.ts';
import { queryInput, type Range } from './query-input.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Attributes = Record<string, unknown>;

/** One table with keys `pk` and `sk`. Every read is strongly consistent. */
export interface Table {
  get(key: Key): Promise<Attributes | undefined>;
  getMany(keys: readonly Key[]): Promise<Attributes[]>;
  query(pk: string, range?: Range): Promise<Attributes[]>;
  /** Writes on condition that `rev` is still the one read (0: no item). False when somebody else was first. */
  putIfRev(item: Key & Attributes, rev: number): Promise<boolean>;
  put(item: Key & Attributes): Promise<void>;
  /** Sets one attribute and returns the whole item; two such writes commute. */
  setAttribute(key: Key, name: string, value: unknown): Promise<Attributes>;
  putMany(items: readonly (Key & Attributes)[]): Promise<void>;
  removeMany(keys: readonly Key[]): Promise<void>;
}

export type Wait = (milliseconds: number) => Promise<unknown>;

const GET_BATCH = 100;
const WRITE_BATCH = 25;
const PARALLEL = 4;
const TRIES = 8;

/** `wait` is how the time passes before what DynamoDB handed back is sent again. */
export function tableOf(dynamo: DynamoDBDocumentClient, TableName: string, wait: Wait = passed): Table {
  const write = (requests: readonly Record<string, unknown>[]) =>
    inParallel(batches(requests, WRITE_BATCH), PARALLEL, (batch) => writeBatch(dynamo, TableName, batch, wait));
  return {
    async get(Key) {
      return (await dynamo.send(new GetCommand({ TableName, Key: keyOf(Key), ConsistentRead: true }))).Item;
    },
    async getMany(keys) {
      const found: Attributes[] = [];
      for (const batch of batches(keys, GET_BATCH)) found.push(...(await getBatch(dynamo, TableName, batch, wait)));
      return found;
    },
    query: (pk, range = {}) => query(dynamo, TableName, pk, range),
    async putIfRev(item, rev) {
      try {
        const condition =
          rev === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'rev = :rev', ExpressionAttributeValues: { ':rev': rev } };
        await dynamo.send(new PutCommand({ TableName, Item: item, ...condition }));
        return true;
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return false;
        throw cause;
      }
    },
    async put(item) {
      await dynamo.send(new PutCommand({ TableName, Item: item }));
    },
    async setAttribute(Key, name, value) {
      const { Attributes: all } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(Key),
          UpdateExpression: 'SET #name = :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':value': value },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return all ?? {};
    },
    putMany: async (items) => void (await write(items.map((Item) => ({ PutRequest: { Item } })))),
    removeMany: async (keys) => void (await write(keys.map((key) => ({ DeleteRequest: { Key: keyOf(key) } })))),
  };
}

function keyOf({ pk, sk }: Key): Key {
  return { pk, sk };
}

function batches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

async function getBatch(dynamo: DynamoDBDocumentClient, table: string, keys: readonly Key[], wait: Wait): Promise<Attributes[]> {
  const found: Attributes[] = [];
  let left: Record<string, unknown>[] = keys.map(keyOf).map((key) => ({ ...key }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    await backOff(attempt, table, wait);
    const answer = await dynamo.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }));
    found.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

async function writeBatch(
  dynamo: DynamoDBDocumentClient,
  table: string,
  requests: readonly Record<string, unknown>[],
  wait: Wait,
): Promise<void> {
  let left: Record<string, unknown>[] = [...requests];
  for (let attempt = 0; left.length > 0; attempt += 1) {
    await backOff(attempt, table, wait);
    const answer = await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
    left = (answer.UnprocessedItems?.[table] ?? []) as Record<string, unknown>[];
  }
}

/** DynamoDB hands back what it had no capacity for; it is sent again, later each time. */
async function backOff(attempt: number, table: string, wait: Wait): Promise<void> {
  if (attempt >= TRIES) throw new ProductError('THROTTLED', `table ${table} keeps handing items back`);
  if (attempt > 0) await wait(25 * 2 ** attempt);
}

async function query(dynamo: DynamoDBDocumentClient, TableName: string, pk: string, range: Range): Promise<Attributes[]> {
  const { values: ExpressionAttributeValues, ...input } = queryInput(TableName, pk, range);
  const { limit } = range;
  const found: Attributes[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(
      new QueryCommand({
        ...input,
        ExpressionAttributeValues,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    found.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && (limit === undefined || found.length < limit));
  return found;
}
