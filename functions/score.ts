import * as z from 'zod';
import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment } from './config.ts';
import { factCache } from './fact-cache.ts';
import { readForce } from './force.ts';
import { scoreHandler } from './handlers/score.ts';
import { observe } from './observe.ts';

const name = z.string().min(1);
const environment = readEnvironment(
  z.object({
    FACTS_BUCKET: name,
    REGISTRY_TABLE: name,
    TRUST_TABLE: name,
    ORGANISATION_TABLE: name,
    PRODUCTIVITY_TABLE: name,
    AVAILABILITY_TABLE: name,
    WORK_QUEUE: z.url(),
    DAY_SPACING_SECONDS: z.coerce.number().int().min(0),
  }),
);
const clients = makeClients();
const facts = objectsOf(clients.s3, environment.FACTS_BUCKET);

export const handler = scoreHandler(
  {
    force: readForce(import.meta.url),
    facts,
    cache: factCache(facts),
    registry: tableOf(clients.dynamo, environment.REGISTRY_TABLE),
    trust: tableOf(clients.dynamo, environment.TRUST_TABLE),
    organisation: tableOf(clients.dynamo, environment.ORGANISATION_TABLE),
    productivity: tableOf(clients.dynamo, environment.PRODUCTIVITY_TABLE),
    availability: tableOf(clients.dynamo, environment.AVAILABILITY_TABLE),
    send: hintsTo(clients.sqs, environment.WORK_QUEUE),
    now: Date.now,
  },
  observe('score'),
  environment.DAY_SPACING_SECONDS,
);
