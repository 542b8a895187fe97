import * as z from 'zod';
import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment } from './config.ts';
import { readForce } from './force.ts';
import { ingestHandler } from './handlers/ingest.ts';
import { observe } from './observe.ts';

const name = z.string().min(1);
const environment = readEnvironment(
  z.object({ DROPS_BUCKET: name, FACTS_BUCKET: name, REGISTRY_TABLE: name, TRUST_TABLE: name, WORK_QUEUE: z.url() }),
);
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
