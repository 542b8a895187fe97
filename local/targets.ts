import { setTimeout as wait } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ProductError } from '../lib/errors.ts';
import type { Cloud } from './cloud/cloud.ts';
import type { Target } from './rebuild.ts';
import { redrive } from './redrive.ts';
import { type Stores, storesOf } from './stores.ts';

const ROUNDS = 20;

/** A cloud of this process with time set by hand: everything is read before anything is scored. */
export function embeddedTarget(cloud: Cloud): Target {
  const stores = storesOf(cloud);
  return {
    stores,
    now: () => cloud.clock.now(),
    hold: () => cloud.clock.busy(),
    async quiet() {
      await cloud.clock.settle();
      for (let round = 0; (await redrive(stores)).some(({ moved }) => moved > 0); round += 1) {
        if (round === ROUNDS) throw new ProductError('UNSETTLED', 'messages are set aside again and again: see functions.log');
        await cloud.clock.settle();
      }
    },
  };
}

/** How often the queues are looked at, and how long they have to be empty, in milliseconds. */
export interface Patience {
  readonly every: number;
  readonly calm: number;
}

/** SQS counts roughly, for up to a minute: a deployment is quiet when its queues were empty for longer. */
export function deployedTarget(stores: Stores, { every, calm }: Patience): Target {
  return {
    stores,
    now: Date.now,
    hold: () => () => undefined,
    async quiet() {
      for (let empty = 0; empty < calm; empty += every) {
        await wait(every);
        if ((await waiting(stores)) > 0) empty = -every;
      }
    },
  };
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

async function waiting({ clients, queues }: Stores): Promise<number> {
  let sum = 0;
  for (const QueueUrl of Object.values(queues)) {
    const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }));
    for (const count of COUNTS) sum += Number(Attributes?.[count] ?? 0);
  }
  return sum;
}
