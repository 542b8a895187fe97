import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Connection } from './connection.ts';
import { makeDynamo } from './dynamo.ts';

/** The SDK clients that the handlers are given; tests hand in the same classes pointed elsewhere. */
export interface Clients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
}

/** Without a connection region, credentials and endpoint come from the standard AWS variables. */
export function makeClients(connection?: Connection): Clients {
  const to = connection === undefined ? {} : { ...connection };
  return { s3: new S3Client(to), dynamo: makeDynamo(connection), sqs: new SQSClient(to) };
}
