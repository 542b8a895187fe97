import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ProductError } from '../../lib/errors.ts';
import { inParallel } from '../parallel.ts';
import { queryInput, type Range } from './query-input.ts';
import { ServiceRefused, type SignedCall } from './signed.ts';
import type { Attributes, Key, Table } from './table.ts';

/** What the API needs of a table: it reads, and adds one item at a time. */
export type LightTable = Pick<Table, 'get' | 'getMany' | 'query' | 'putIfRev'>;

type Item = Parameters<typeof unmarshall>[0];
const GET_BATCH = 100;
const PARALLEL = 4;
const TRIES = 6;
const MARSHALL = { removeUndefinedValues: true } as const;

/** A table over signed calls instead of the SDK. Every read is strongly consistent. */
export function lightTable(call: SignedCall, TableName: string): LightTable {
  const dynamo = <O>(operation: string, input: object): Promise<O> =>
    call<O>({ service: 'dynamodb', target: `DynamoDB_20120810.${operation}`, version: '1.0', input });

  async function batch(keys: readonly Key[]): Promise<Attributes[]> {
    const found: Attributes[] = [];
    let left: Item[] = keys.map(({ pk, sk }) => marshall({ pk, sk }));
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === TRIES) throw new ProductError('THROTTLED', 'the table keeps handing keys back');
      const answer = await dynamo<BatchAnswer>('BatchGetItem', {
        RequestItems: { [TableName]: { Keys: left, ConsistentRead: true } },
      });
      found.push(...(answer.Responses?.[TableName] ?? []).map((item) => unmarshall(item)));
      left = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
    return found;
  }

  return {
    async get({ pk, sk }) {
      const { Item } = await dynamo<{ Item?: Item }>('GetItem', { TableName, Key: marshall({ pk, sk }), ConsistentRead: true });
      return Item === undefined ? undefined : unmarshall(Item);
    },
    async getMany(keys) {
      const batches = Array.from({ length: Math.ceil(keys.length / GET_BATCH) }, (_, at) =>
        keys.slice(at * GET_BATCH, (at + 1) * GET_BATCH),
      );
      return (await inParallel(batches, PARALLEL, batch)).flat();
    },
    async query(pk: string, range: Range = {}) {
      const { values, ...input } = queryInput(TableName, pk, range);
      const ExpressionAttributeValues = marshall(values);
      const found: Attributes[] = [];
      let start: Item | undefined;
      do {
        const page = await dynamo<QueryAnswer>('Query', {
          ...input,
          ExpressionAttributeValues,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        });
        found.push(...(page.Items ?? []).map((item) => unmarshall(item)));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && (range.limit === undefined || found.length < range.limit));
      return found;
    },
    async putIfRev(item, rev) {
      const condition =
        rev === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'rev = :rev', ExpressionAttributeValues: marshall({ ':rev': rev }) };
      try {
        await dynamo('PutItem', { TableName, Item: marshall(item, MARSHALL), ...condition });
        return true;
      } catch (cause) {
        if (cause instanceof ServiceRefused && cause.code === 'ConditionalCheckFailedException') return false;
        throw cause;
      }
    },
  };
}

interface BatchAnswer {
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys: Item[] }>>;
}
interface QueryAnswer {
  readonly Items?: readonly Item[];
  readonly LastEvaluatedKey?: Item;
}
