import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment, readForce } from './config.ts';
import { ingestHandler } from './handlers/ingest.ts';
import { observe } from './observe.ts';

const environment = readEnvironment('ingest');
const clients = makeClients();

export const handler = ingestHandler(
  {
    force: readForce(import.meta.url),
    drops: objectsOf(clients.s3, environment.DROPS_BUCKET),
    facts: objectsOf(clients.s3, environment.FACTS_BUCKET),
    registry: tableOf(clients.dynamo, environment.REGISTRY_TABLE),
    trust: tableOf(clients.dynamo, environment.TRUST_TABLE),
    send: hintsTo(clients.sqs, environment.WORK_QUEUE),
  },
  observe('ingest'),
);
