import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The SDK clients that the handlers are given; tests hand in the same classes pointed elsewhere. */
export interface Clients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
}

export interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Without a connection region, credentials and endpoint come from the standard AWS variables. */
export function makeClients(connection?: Connection): Clients {
  const to = connection === undefined ? {} : { ...connection };
  return {
    s3: new S3Client(to),
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(to), { marshallOptions: { removeUndefinedValues: true } }),
    sqs: new SQSClient(to),
  };
}
