import type { Clock } from './clock.ts';
import type { Access } from './iam.ts';
import type { Lambdas } from './lambda.ts';
import type { Message, Queue, Queues } from './sqs.ts';
import type { Resource, Resources } from './template.ts';

interface SourceProperties {
  readonly BatchSize: number;
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
}

/**
 * A queue as the source of a function: gathers a batch until it is full or its window has passed, runs at most as many
 * as may run at once, and gives back alone what the function reports as failed.
 */
export function startSource(
  source: Resource,
  resources: Resources,
  queues: Queues,
  lambdas: Lambdas,
  clock: Clock,
  access: Access,
): void {
  const properties = source.properties as unknown as SourceProperties;
  const queue = queues.byArn(properties.EventSourceArn);
  const role = String(resources.byArn(properties.FunctionName).properties.Role);
  for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
    access.check({ role }, `sqs:${action}`, queue.arn);
  const window = (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000;
  const most = properties.ScalingConfig?.MaximumConcurrency ?? 5;
  let running = 0;
  let windowEnd: number | null = null;

  function look(): void {
    const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= clock.now()).length;
    if (visible === 0) {
      windowEnd = null;
      return;
    }
    if (running >= most) return;
    if (visible < properties.BatchSize && window > 0) {
      if (windowEnd === null) {
        windowEnd = clock.now() + window;
        clock.at(windowEnd, 'work', look);
        return;
      }
      if (clock.now() < windowEnd) return;
    }
    windowEnd = null;
    const batch = queues.receive(queue, properties.BatchSize);
    if (batch.length > 0) void run(batch);
    look();
  }

  async function run(batch: readonly Message[]): Promise<void> {
    const done = clock.busy();
    running += 1;
    const all = new Set(batch.map(({ receipt }) => receipt));
    try {
      const answer = (await lambdas.invoke(properties.FunctionName, {
        Records: batch.map((message) => record(message, queue, resources.region)),
      })) as {
        batchItemFailures?: { itemIdentifier: string }[];
      } | null;
      const failedIds = new Set((answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
      const failed = new Set(batch.filter(({ id }) => failedIds.has(id)).map(({ receipt }) => receipt));
      queues.remove(queue, all.difference(failed));
      queues.release(queue, failed);
    } catch {
      // The function's own output says why; the messages come back.
      queues.release(queue, all);
    } finally {
      running -= 1;
      done();
      look();
    }
  }

  queue.onMessage = look;
}

function record({ id, receipt, body, sentAt, receives }: Message, queue: Queue, region: string) {
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(sentAt),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}
