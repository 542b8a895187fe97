import middy from '@middy/core';
import * as z from 'zod';
import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment, readForce } from './config.ts';
import { observe } from './observe.ts';
import { findDrift, hintEverything, lateFeeds, removeSuperseded, type WatchPorts } from './watching.ts';

const { logger, count } = observe('watch');
const environment = readEnvironment('watch');
const clients = makeClients();
const ports: WatchPorts = {
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
};

const eventSchema = z.object({ task: z.enum(['drift', 'nightly']) });

/** The safety net: what a lost or late message left behind is found by looking. */
export const handler = middy().handler(async (event: unknown) => {
  const { task } = eventSchema.parse(event);
  const drift = await findDrift(ports);
  if (drift > 0) count('DriftFound', drift);
  const late = await lateFeeds(ports);
  if (late.length > 0) {
    logger.warn('feeds are late', { feeds: late });
    count('LateFeeds', late.length);
  }
  if (task === 'nightly') {
    const hinted = await hintEverything(ports);
    const removed = await removeSuperseded(ports);
    logger.info('nightly round', { hinted, removed });
  }
  return { drift, late };
});
