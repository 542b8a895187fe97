import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type Command, type Service, unknownTo } from './service.ts';

export type Item = { readonly pk: string; readonly sk: string } & Record<string, unknown>;

interface Input {
  readonly TableName: string;
  readonly Key: Item;
  readonly Item: Item;
  readonly ConsistentRead?: boolean;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly RequestItems: Record<string, unknown>;
}

type Write = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };

/** Told of every item that is written, before it stands. */
export type OnPut = (table: string, item: Item, before: Item | undefined) => void;

/** DynamoDB by whole items; conditions, updates and key conditions in the few forms that the product uses. */
export class Tables implements Service {
  readonly #tables = new Map<string, Map<string, Map<string, Item>>>();
  readonly #onPut: OnPut;

  constructor(onPut: OnPut) {
    this.#onPut = onPut;
  }

  apply(command: Command): unknown {
    const input = command.input as Input;
    switch (command.constructor.name) {
      case 'GetCommand':
        return { Item: this.get(strong(input).TableName, input.Key) };
      case 'PutCommand':
        return this.#conditionalPut(input);
      case 'UpdateCommand':
        return this.#update(input);
      case 'QueryCommand':
        return this.#query(strong(input));
      case 'BatchGetCommand':
        return this.#batchGet(input);
      case 'BatchWriteCommand':
        return this.#batchWrite(input);
      default:
        throw unknownTo('DynamoDB', command);
    }
  }

  get(table: string, { pk, sk }: { pk: string; sk: string }): Item | undefined {
    return this.#tables.get(table)?.get(pk)?.get(sk);
  }

  put(table: string, item: Item): void {
    const stored = structuredClone(item);
    this.#onPut(table, stored, this.get(table, item));
    const partitions = this.#tables.get(table) ?? new Map<string, Map<string, Item>>();
    this.#tables.set(table, partitions);
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partitions.set(item.pk, partition);
    partition.set(item.sk, stored);
  }

  /** All items of a partition in order of their sort key. */
  partition(table: string, pk: string): Item[] {
    const items = [...(this.#tables.get(table)?.get(pk)?.values() ?? [])];
    return items.sort((a, b) => (a.sk < b.sk ? -1 : 1));
  }

  partitions(table: string, prefix: string): string[] {
    return [...(this.#tables.get(table)?.keys() ?? [])].filter((pk) => pk.startsWith(prefix)).sort();
  }

  #conditionalPut({ TableName, Item, ConditionExpression, ExpressionAttributeValues }: Input): unknown {
    const before = this.get(TableName, Item);
    const holds =
      ConditionExpression === undefined ||
      (ConditionExpression === 'attribute_not_exists(pk)' && before === undefined) ||
      (ConditionExpression === 'rev = :rev' && before?.rev === ExpressionAttributeValues?.[':rev']);
    if (!holds) throw new ConditionalCheckFailedException({ message: 'the condition does not hold', $metadata: {} });
    this.put(TableName, Item);
    return {};
  }

  #update({ TableName, Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Input): unknown {
    const name = ExpressionAttributeNames?.['#name'];
    if (UpdateExpression !== 'SET #name = :value' || name === undefined) throw new Error(`unknown update ${UpdateExpression}`);
    this.put(TableName, { ...this.get(TableName, Key), ...Key, [name]: ExpressionAttributeValues?.[':value'] });
    return { Attributes: this.get(TableName, Key) };
  }

  #query({ TableName, KeyConditionExpression = '', ExpressionAttributeValues, ...rest }: Input): unknown {
    const { ':pk': pk, ':from': from, ':to': to } = ExpressionAttributeValues as Record<string, string | undefined>;
    if (!KEY_CONDITIONS.has(KeyConditionExpression)) throw new Error(`unknown condition ${KeyConditionExpression}`);
    const inRange = this.partition(TableName, String(pk)).filter(
      ({ sk }) => (from === undefined || from <= sk) && (to === undefined || sk <= to),
    );
    const ordered = rest.ScanIndexForward === false ? inRange.reverse() : inRange;
    const start = rest.ExclusiveStartKey === undefined ? 0 : 1 + ordered.findIndex(({ sk }) => sk === rest.ExclusiveStartKey?.sk);
    const page = ordered.slice(start, start + (rest.Limit ?? PAGE));
    const last = page.at(-1);
    const more = start + page.length < ordered.length && last !== undefined;
    return { Items: page, ...(more ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {}) };
  }

  #batchGet({ RequestItems }: Input): unknown {
    const [[table, asked] = ['', {}]] = Object.entries(RequestItems);
    const { Keys, ConsistentRead } = asked as { Keys: Item[]; ConsistentRead?: boolean };
    if (ConsistentRead !== true) throw new Error('a read that is not strongly consistent');
    return { Responses: { [table]: Keys.flatMap((key) => this.get(table, key) ?? []) } };
  }

  #batchWrite({ RequestItems }: Input): unknown {
    const [[table, requests] = ['', []]] = Object.entries(RequestItems);
    for (const { PutRequest, DeleteRequest } of requests as Write[]) {
      if (PutRequest !== undefined) this.put(table, PutRequest.Item);
      else if (DeleteRequest !== undefined) this.#tables.get(table)?.get(DeleteRequest.Key.pk)?.delete(DeleteRequest.Key.sk);
    }
    return {};
  }
}

const PAGE = 20;
const KEY_CONDITIONS = new Set(
  ['', ' AND sk BETWEEN :from AND :to', ' AND sk >= :from', ' AND sk <= :to'].map((end) => `pk = :pk${end}`),
);

function strong(input: Input): Input {
  if (input.ConsistentRead !== true) throw new Error('a read that is not strongly consistent');
  return input;
}
