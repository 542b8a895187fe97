import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment, readForce } from './config.ts';
import { factCache } from './fact-cache.ts';
import { scoreHandler } from './handlers/score.ts';
import { observe } from './observe.ts';

const environment = readEnvironment('score');
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
