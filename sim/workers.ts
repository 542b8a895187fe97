import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Force } from '../lib/sources/force.ts';
import { BUCKETS, TABLES } from './checks.ts';
import type * as product from './handlers.ts';
import type { Objects } from './services/objects.ts';
import type { Message, Queues } from './services/queues.ts';
import type { Tables } from './services/tables.ts';
import type { Turns, Worker } from './turns.ts';
import type { Witness } from './witness.ts';

export const QUEUES = { drops: 'https://sqs/drops', work: 'https://sqs/work' } as const;

export interface Cloud {
  readonly objects: Objects;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly turns: Turns;
  readonly witness: Witness;
  readonly now: () => number;
}

export type Product = typeof product;

const QUARTER_OF_AN_HOUR = 900_000;
const context = { getRemainingTimeInMillis: () => QUARTER_OF_AN_HOUR } as Context;

/** The ports of one worker: the real adapters over clients whose every call waits for its turn. */
function portsOf(product: Product, cloud: Cloud, worker: Worker, force: Force) {
  const { turns, objects, tables, queues, now } = cloud;
  const s3 = turns.client(worker, objects) as unknown as Parameters<Product['objectsOf']>[0];
  const dynamo = turns.client(worker, tables) as unknown as Parameters<Product['tableOf']>[0];
  const sqs = turns.client(worker, queues) as unknown as Parameters<Product['hintsTo']>[0];
  const table = (name: string) => product.tableOf(dynamo, name, () => Promise.resolve());
  return {
    force,
    now,
    drops: product.objectsOf(s3, BUCKETS.drops),
    facts: product.objectsOf(s3, BUCKETS.facts),
    registry: table(TABLES.registry),
    trust: table(TABLES.trust),
    organisation: table(TABLES.organisation),
    productivity: table(TABLES.productivity),
    availability: table(TABLES.availability),
    sendDrops: product.hintsTo(sqs, QUEUES.drops),
    send: product.hintsTo(sqs, QUEUES.work),
    sendWork: product.hintsTo(sqs, QUEUES.work),
  };
}

/** Takes a batch as Lambda does; resolves with the ids of the messages that go back. */
export async function runBatch(
  product: Product,
  cloud: Cloud,
  worker: Worker,
  force: Force,
  queue: string,
  messages: readonly Message[],
): Promise<ReadonlySet<string>> {
  const ports = portsOf(product, cloud, worker, force);
  const { observer } = cloud.witness;
  const handler =
    queue === QUEUES.drops
      ? product.ingestHandler(ports, observer)
      : product.scoreHandler({ ...ports, cache: product.factCache(ports.facts) }, observer);
  const event = { Records: messages.map(({ id, body }) => ({ messageId: id, body })) } as SQSEvent;
  const answer: SQSBatchResponse = await handler(event, context);
  return new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

export async function runWatch(product: Product, cloud: Cloud, worker: Worker, force: Force, task: string): Promise<void> {
  await product.watchHandler(portsOf(product, cloud, worker, force), cloud.witness.observer)({ task }, context);
}
