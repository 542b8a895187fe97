import { setTimeout as passed } from 'node:timers/promises';
import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { ProductError } from '../lib/errors.ts';
import type { Stores } from './stores.ts';

const QUEUES = { drops: 'DropsQueueUrlOutput', work: 'WorkQueueUrlOutput' } as const;
export type RedriveQueue = keyof typeof QUEUES;
export const REDRIVE_QUEUES = Object.keys(QUEUES) as RedriveQueue[];

export interface Redrive {
  readonly queue: RedriveQueue;
  /** Messages that had failed too often. */
  readonly setAside: number;
  readonly moved: number;
}

/** Sends what was set aside back to the queue that it came from, and waits until it is there. */
export async function redrive(
  { clients: { sqs }, queues }: Stores,
  wanted: readonly RedriveQueue[] = REDRIVE_QUEUES,
): Promise<Redrive[]> {
  const done: Redrive[] = [];
  for (const queue of wanted) {
    const SourceArn = await deadLettersOf(sqs, queues[QUEUES[queue]]);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    done.push({ queue, ...(await moveOf(sqs, SourceArn)) });
  }
  return done;
}

/** The same in words, a line a queue. */
export async function tellRedrive(stores: Stores, wanted?: readonly RedriveQueue[]): Promise<string> {
  const done = await redrive(stores, wanted);
  return done.map(({ queue, setAside, moved }) => `${queue}: ${setAside} messages were set aside, ${moved} sent back`).join('\n');
}

async function deadLettersOf(sqs: SQSClient, QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }));
  return (JSON.parse(Attributes?.RedrivePolicy ?? '{}') as { deadLetterTargetArn: string }).deadLetterTargetArn;
}

const LOOKS = 300;

/** AWS moves in the background, so it is asked until it has ended: five minutes at most. */
async function moveOf(sqs: SQSClient, SourceArn: string): Promise<{ setAside: number; moved: number }> {
  for (let look = 0; look < LOOKS; look += 1) {
    const task = (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results?.[0];
    if (task?.Status === 'COMPLETED') {
      const moved = task.ApproximateNumberOfMessagesMoved ?? 0;
      return { setAside: task.ApproximateNumberOfMessagesToMove ?? moved, moved };
    }
    if (task?.Status === 'FAILED')
      throw new ProductError('NOT_REDRIVEN', `SQS could not move the messages: ${task.FailureReason}`);
    await passed(1000);
  }
  throw new ProductError('STILL_MOVING', 'the messages are still being moved: ask again later');
}
