import { createReadStream } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Clients, makeClients } from '../functions/aws/clients.ts';
import type { Connection } from '../functions/aws/connection.ts';
import { type Objects, objectsOf } from '../functions/aws/objects.ts';
import { type Table, tableOf } from '../functions/aws/table.ts';
import type { Cloud } from './cloud/cloud.ts';

/** The stores of a deployment as its operator sees them. */
export interface Stores {
  readonly clients: Clients;
  readonly drops: Objects;
  readonly facts: Objects;
  readonly registry: Table;
  readonly trust: Table;
  readonly organisation: Table;
  readonly productivity: Table;
  readonly availability: Table;
  readonly names: Readonly<Record<(typeof OUTPUTS)[number], string>>;
  /** Addresses of the two queues. */
  readonly queues: Readonly<Record<(typeof QUEUES)[number], string>>;
}

const OUTPUTS = [
  'DropsBucketName',
  'FactsBucketName',
  'RegistryTableName',
  'TrustTableName',
  'OrganisationTableName',
  'ProductivityTableName',
  'AvailabilityTableName',
] as const;

const QUEUES = ['DropsQueueUrlOutput', 'WorkQueueUrlOutput'] as const;

/** Where a deployment is: without a connection the standard AWS variables say it. */
export interface Deployment {
  readonly connection?: Connection;
  output(stackSuffix: string, name: string): string;
}

export function storesOf({
  endpoint,
  region,
  credentials,
  resources,
}: Pick<Cloud, 'endpoint' | 'region' | 'credentials' | 'resources'>): Stores {
  return storesAt({ connection: { endpoint, region, credentials }, output: resources.output });
}

export function storesAt({ connection, output }: Deployment): Stores {
  const clients = makeClients(connection);
  const names = Object.fromEntries(OUTPUTS.map((name) => [name, output('-data', name)])) as Stores['names'];
  const queues = Object.fromEntries(QUEUES.map((name) => [name, output('-ingestion', name)])) as Stores['queues'];
  return {
    clients,
    names,
    queues,
    drops: objectsOf(clients.s3, names.DropsBucketName),
    facts: objectsOf(clients.s3, names.FactsBucketName),
    registry: tableOf(clients.dynamo, names.RegistryTableName),
    trust: tableOf(clients.dynamo, names.TrustTableName),
    organisation: tableOf(clients.dynamo, names.OrganisationTableName),
    productivity: tableOf(clients.dynamo, names.ProductivityTableName),
    availability: tableOf(clients.dynamo, names.AvailabilityTableName),
  };
}

/** Piece by piece: a file of gigabytes is refused, but it has to arrive for that. */
export async function putFile({ clients, names }: Stores, key: string, file: string, bytes: number): Promise<void> {
  const put = { Bucket: names.DropsBucketName, Key: key, Body: createReadStream(file), ContentLength: bytes };
  await clients.s3.send(new PutObjectCommand(put));
}
