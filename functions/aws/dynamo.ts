import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Connection } from './connection.ts';

/** The only client that every function has. Without a connection region, credentials and endpoint come from the standard AWS variables. */
export function makeDynamo(connection?: Connection): DynamoDBDocumentClient {
  const client = new DynamoDBClient(connection === undefined ? {} : { ...connection });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
