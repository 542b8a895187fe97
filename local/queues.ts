import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Stores } from './stores.ts';

export interface QueueDepth {
  readonly queue: string;
  readonly waiting: number;
  /** Taken by a function and not yet done. */
  readonly inHand: number;
  /** Given back too often; they wait two weeks for somebody. */
  readonly setAside: number;
}

const QUEUES = [
  ['drops', 'DropsQueueUrlOutput'],
  ['work', 'WorkQueueUrlOutput'],
] as const;

/** How much lies in both queues and beside them; SQS counts about right, not exactly. */
export async function queueDepths({ clients: { sqs }, queues }: Stores): Promise<QueueDepth[]> {
  const depths: QueueDepth[] = [];
  for (const [queue, output] of QUEUES) {
    const own = await attributesOf(sqs, queues[output]);
    const { deadLetterTargetArn } = JSON.parse(own.RedrivePolicy ?? '{}') as { deadLetterTargetArn: string };
    const dead = await attributesOf(sqs, besides(queues[output], deadLetterTargetArn));
    depths.push({ queue, ...countsOf(own), setAside: countsOf(dead).waiting + countsOf(dead).inHand });
  }
  return depths;
}

async function attributesOf(sqs: SQSClient, QueueUrl: string): Promise<Record<string, string>> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Attributes;
}

function countsOf(attributes: Record<string, string>): { waiting: number; inHand: number } {
  const count = (name: string) => Number(attributes[name] ?? 0);
  return { waiting: count('ApproximateNumberOfMessages'), inHand: count('ApproximateNumberOfMessagesNotVisible') };
}

/** A queue of the same account and region has the same address but for its name. */
function besides(url: string, arn: string): string {
  return url.replace(/[^/]+$/, arn.slice(arn.lastIndexOf(':') + 1));
}
