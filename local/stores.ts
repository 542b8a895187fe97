import { type Clients, makeClients } from '../functions/aws/clients.ts';
import { type Objects, objectsOf } from '../functions/aws/objects.ts';
import { type Table, tableOf } from '../functions/aws/table.ts';
import type { Cloud } from './cloud/cloud.ts';

/** The stores of a deployment as its operator sees them. */
export interface Stores {
  readonly clients: Clients;
  readonly drops: Objects;
  readonly facts: Objects;
  readonly registry: Table;
  readonly organisation: Table;
  readonly productivity: Table;
  readonly availability: Table;
  readonly names: Readonly<Record<(typeof OUTPUTS)[number], string>>;
}

const OUTPUTS = [
  'DropsBucketName',
  'FactsBucketName',
  'RegistryTableName',
  'OrganisationTableName',
  'ProductivityTableName',
  'AvailabilityTableName',
] as const;

export function storesOf(cloud: Pick<Cloud, 'endpoint' | 'region' | 'credentials' | 'resources'>): Stores {
  const clients = makeClients({ endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.credentials });
  const names = Object.fromEntries(OUTPUTS.map((name) => [name, cloud.resources.output('-data', name)])) as Stores['names'];
  return {
    clients,
    names,
    drops: objectsOf(clients.s3, names.DropsBucketName),
    facts: objectsOf(clients.s3, names.FactsBucketName),
    registry: tableOf(clients.dynamo, names.RegistryTableName),
    organisation: tableOf(clients.dynamo, names.OrganisationTableName),
    productivity: tableOf(clients.dynamo, names.ProductivityTableName),
    availability: tableOf(clients.dynamo, names.AvailabilityTableName),
  };
}
