import * as z from 'zod';
import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment } from './config.ts';
import { readForce } from './force.ts';
import { watchHandler } from './handlers/watch.ts';
import { observe } from './observe.ts';

const name = z.string().min(1);
const environment = readEnvironment(
  z.object({
    DROPS_BUCKET: name,
    FACTS_BUCKET: name,
    REGISTRY_TABLE: name,
    ORGANISATION_TABLE: name,
    PRODUCTIVITY_TABLE: name,
    AVAILABILITY_TABLE: name,
    DROPS_QUEUE: z.url(),
    WORK_QUEUE: z.url(),
  }),
);
const clients = makeClients();

export const handler = watchHandler(
  {
    force: readForce(import.meta.url),
    drops: objectsOf(clients.s3, environment.DROPS_BUCKET),
    facts: objectsOf(clients.s3, environment.FACTS_BUCKET),
    registry: tableOf(clients.dynamo, environment.REGISTRY_TABLE),
    organisation: tableOf(clients.dynamo, environment.ORGANISATION_TABLE),
    productivity: tableOf(clients.dynamo, environment.PRODUCTIVITY_TABLE),
    availability: tableOf(clients.dynamo, environment.AVAILABILITY_TABLE),
    sendDrops: hintsTo(clients.sqs, environment.DROPS_QUEUE),
    sendWork: hintsTo(clients.sqs, environment.WORK_QUEUE),
    now: Date.now,
  },
  observe('watch'),
);
