import { setTimeout as wait } from 'node:timers/promises';
import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import type { Stores } from './stores.ts';

/** How often the queues are looked at, and how long they have to be empty, in milliseconds. */
export interface Patience {
  readonly every: number;
  readonly calm: number;
}

const IN_WORK: readonly QueueAttributeName[] = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
const PUT_OFF: readonly QueueAttributeName[] = ['ApproximateNumberOfMessagesDelayed'];

/** SQS counts roughly, for up to a minute: its queues are empty when they were for longer. Days that wait for their hour count on demand. */
export async function whenEmpty(stores: Stores, { every, calm }: Patience, putOffToo: boolean): Promise<void> {
  const counts = putOffToo ? [...IN_WORK, ...PUT_OFF] : IN_WORK;
  for (let empty = 0; empty < calm; empty += every) {
    await wait(every);
    if ((await waiting(stores, counts)) > 0) empty = -every;
  }
}

async function waiting({ clients, queues }: Stores, counts: readonly QueueAttributeName[]): Promise<number> {
  let sum = 0;
  for (const QueueUrl of Object.values(queues)) {
    const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] }));
    for (const count of counts) sum += Number(Attributes?.[count] ?? 0);
  }
  return sum;
}
