import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { setTimeout as passed, setImmediate } from 'node:timers/promises';
import { NotEmulated, ServiceError } from './errors.ts';
import type { Access, Principal } from './iam.ts';
import { leadingKeys, partitionKeyOf } from './leading-keys.ts';
import type { Resource } from './template.ts';

/** The operations and parameters that our code uses; dynalite ignores those it does not know, so nothing else passes. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  GetItem: ['TableName', 'Key', 'ConsistentRead'],
  BatchGetItem: ['RequestItems'],
  Query: [
    'TableName',
    'KeyConditionExpression',
    'ExpressionAttributeValues',
    'ConsistentRead',
    'ScanIndexForward',
    'Limit',
    'ExclusiveStartKey',
  ],
  PutItem: ['TableName', 'Item', 'ConditionExpression', 'ExpressionAttributeValues'],
  UpdateItem: ['TableName', 'Key', 'UpdateExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ReturnValues'],
  BatchWriteItem: ['RequestItems'],
};
const OPERATOR_ONLY: Readonly<Record<string, readonly string[]>> = {
  Scan: ['TableName', 'ConsistentRead', 'ExclusiveStartKey', 'ProjectionExpression'],
  RestoreTableToPointInTime: ['SourceTableName', 'TargetTableName', 'UseLatestRestorableTime'],
};

export interface DynamoDb {
  forward(
    operation: string,
    body: Buffer,
    principal: Principal,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * dynalite behind a front that checks operation, parameters and rights. `folder` null keeps the tables in memory; `arnOf`
 * names a table that is in no template.
 */
export async function openDynamoDb(
  tables: readonly Resource[],
  folder: string | null,
  access: Access,
  arnOf: (table: string) => string,
): Promise<DynamoDb> {
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(folder === null ? {} : { path: folder }) });
  for (const { name, properties } of tables) {
    const { AttributeDefinitions, KeySchema, BillingMode } = properties;
    const { status, text } = await call(server, 'CreateTable', { TableName: name, AttributeDefinitions, KeySchema, BillingMode });
    if (status !== 200 && !text.includes('ResourceInUseException'))
      throw new Error(`the table ${name} could not be made: ${text}`);
    await whenActive(server, name);
  }
  const working = new Set<ServerResponse>();
  const known = new Map(tables.map(({ name, arn, properties }) => [name, { arn, partitionKey: partitionKeyOf(properties) }]));

  return {
    async forward(operation, body, principal, request, response) {
      const parameters = PARAMETERS[operation] ?? ('operator' in principal ? OPERATOR_ONLY[operation] : undefined);
      if (parameters === undefined) throw new NotEmulated(`the DynamoDB operation ${operation}`);
      const input = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
      const unknown = Object.keys(input).find((name) => !parameters.includes(name));
      if (unknown !== undefined) throw new NotEmulated(`the DynamoDB parameter ${unknown} of ${operation}`);
      if (operation === 'RestoreTableToPointInTime') {
        const description = await restore(server, input);
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(description));
        return;
      }
      const names = input.RequestItems === undefined ? [String(input.TableName)] : Object.keys(input.RequestItems as object);
      for (const name of names) {
        // One that was restored is not in the templates; it has the keys of the one it stands for.
        const { arn = arnOf(name), partitionKey = 'pk' } = known.get(name) ?? {};
        const request = { 'dynamodb:LeadingKeys': leadingKeys(input, name, partitionKey) };
        access.check(principal, `dynamodb:${operation}`, arn, request);
      }
      working.add(response);
      whenEnded(response, () => working.delete(response));
      emit(server, request.headers, body, response);
    },
    async close() {
      // Whoever asked may be gone; a database that closes under a reader would end the process.
      const end = performance.now() + LONGEST_WORK;
      while (working.size > 0 && performance.now() < end) await passed(5);
      // dynalite closes its database only behind a server that listens; an open one could not be opened again in this process.
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => server.close(() => resolve())));
    },
  };
}

/** No single request takes so many milliseconds here. */
const LONGEST_WORK = 10_000;

/** Tells when dynalite has answered, also into a connection that is closed. */
function whenEnded(response: ServerResponse, tell: () => void): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse;
  response.end = ((...parts: unknown[]) => {
    tell();
    return end(...parts);
  }) as ServerResponse['end'];
}

const WRITE_BATCH = 25;

/** A table of another name with the items of the source as they are now: earlier states are not kept here. */
async function restore(server: Server, input: Record<string, unknown>): Promise<object> {
  if (input.UseLatestRestorableTime !== true) throw new NotEmulated('a restore to an earlier instant');
  const ask = async (operation: string, body: object) => {
    const { status, text } = await call(server, operation, body);
    const answer = JSON.parse(text) as Record<string, unknown>;
    if (status !== 200) throw new ServiceError(status, String(answer.__type).split('#').at(-1) ?? '', String(answer.message));
    return answer;
  };
  const { SourceTableName, TargetTableName } = input;
  const { Table } = (await ask('DescribeTable', { TableName: SourceTableName })) as { Table: Record<string, unknown> };
  const { AttributeDefinitions, KeySchema } = Table;
  const shape = { TableName: TargetTableName, AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' };
  const made = await ask('CreateTable', shape);
  await whenActive(server, String(TargetTableName));
  let start: unknown;
  do {
    const page = await ask('Scan', { TableName: SourceTableName, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
    const items = page.Items as unknown[];
    for (let at = 0; at < items.length; at += WRITE_BATCH) {
      const puts = items.slice(at, at + WRITE_BATCH).map((Item) => ({ PutRequest: { Item } }));
      await ask('BatchWriteItem', { RequestItems: { [String(TargetTableName)]: puts } });
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return { TableDescription: made.TableDescription };
}

/** dynalite answers before a table can be read and written: a moment that a busy machine makes long. */
async function whenActive(server: Server, TableName: string): Promise<void> {
  for (;;) {
    const { text } = await call(server, 'DescribeTable', { TableName });
    if ((JSON.parse(text) as { Table: { TableStatus: string } }).Table.TableStatus === 'ACTIVE') return;
    await setImmediate();
  }
}

/** Hands a request to dynalite in this process: a second hop over the network would halve the speed. */
function emit(server: Server, headers: object, body: Buffer, response: ServerResponse): void {
  const request = Object.assign(Readable.from([body]), { method: 'POST', url: '/', headers, socket: {}, connection: {} });
  server.emit('request', request, response);
}

function call(server: Server, operation: string, input: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
      host: 'dynamodb.eu-west-2.amazonaws.com',
    };
    const response = {
      statusCode: 200,
      setHeader() {},
      removeHeader() {},
      writeHead(status: number) {
        this.statusCode = status;
      },
      write() {},
      end(text: unknown) {
        resolve({ status: this.statusCode, text: String(text ?? '') });
      },
    };
    emit(server, headers, Buffer.from(JSON.stringify(input)), response as unknown as ServerResponse);
  });
}
