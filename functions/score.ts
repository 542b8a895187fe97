import { ProductError } from '../lib/errors.ts';
import { makeClients } from './aws/clients.ts';
import { hintsTo } from './aws/hints.ts';
import { objectsOf } from './aws/objects.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment, readForce } from './config.ts';
import { dayTarget } from './day-target.ts';
import { factCache } from './fact-cache.ts';
import { queueHandler } from './middleware/queue.ts';
import { observe } from './observe.ts';
import { organisationTarget } from './organisation-target.ts';
import { reconcile } from './reconcile.ts';
import type { ScorePorts } from './score-ports.ts';
import { windowTarget } from './window-target.ts';

const { logger, count } = observe('score');
const environment = readEnvironment('score');
const clients = makeClients();
const facts = objectsOf(clients.s3, environment.FACTS_BUCKET);
const ports: ScorePorts = {
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
  onBlocked(date, code) {
    logger.error('day blocked', { date, code });
    count('DayBlocked');
  },
};

/** Takes one day, window or the organisation: everything published for it. */
export const handler = queueHandler(logger, async (hint) => {
  if (hint.target === 'organisation') {
    const outcome = await reconcile(organisationTarget(ports));
    if (outcome !== null && outcome.pointer.cuts > 0) count('CommandCuts', outcome.pointer.cuts);
    return;
  }
  if (hint.target === 'window') {
    await reconcile(windowTarget(ports, hint.start));
    return;
  }
  if (hint.target !== 'day') return;
  try {
    const outcome = await reconcile(dayTarget(ports, hint.date));
    if (outcome === null) return;
    logger.info('day scored', {
      date: hint.date,
      status: outcome.pointer.status,
      contentChanged: outcome.contentChanged,
      people: outcome.generation?.people.length,
    });
    if (outcome.contentChanged) count('Generations');
  } catch (cause) {
    // A day that does not close is told and stays as it is; trying again would not close it.
    if (cause instanceof ProductError && cause.code === 'TOTALS_OPEN') return;
    throw cause;
  }
});
