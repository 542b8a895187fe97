import { join } from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { AVAILABILITY } from '../data-class.ts';
import { keyOf, usableBy } from '../keys.ts';
import type { Platform } from '../platform.ts';
import { type BoundQueue, ServiceFunction, type ServiceFunctionProps } from '../service-function.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';

export interface IngestionProps extends StackProps {
  readonly data: DataStack;
  readonly platform: Platform;
  readonly settings: Settings;
  /** Folder with one pre-bundled folder a function. */
  readonly bundles: string;
}

const INGEST_TIMEOUT = Duration.minutes(5);
const SCORE_TIMEOUT = Duration.minutes(10);

/** From a file in the drops bucket to published days: two queues, two workers, and a watch that finds what was missed. */
export class IngestionStack extends Stack {
  /** Hints of what has to be looked at again. */
  readonly workQueue: BoundQueue;
  readonly deadQueues: readonly Queue[];
  readonly queues: readonly Queue[];
  readonly functions: readonly LambdaFunction[];

  constructor(scope: Construct, id: string, props: IngestionProps) {
    super(scope, id, props);
    const { drops, facts, tables } = props.data;
    // A key of its own: notifications of a bucket and the queue they come to would need each other's.
    const key = keyOf(this, 'QueuesKey', props.settings.landingZone.keys.queues, 'Queues of the productivity dashboard');
    usableBy(key, 'events.amazonaws.com');
    const [dropsQueue, deadDrops] = this.#queue('DropsQueue', INGEST_TIMEOUT, key);
    const [workQueue, deadWork] = this.#queue('WorkQueue', SCORE_TIMEOUT, key);
    const hints: BoundQueue = { queue: workQueue, key };
    const arrivals: BoundQueue = { queue: dropsQueue, key };
    this.workQueue = hints;
    this.queues = [dropsQueue, workQueue];
    this.deadQueues = [deadDrops, deadWork];
    new Rule(this, 'DropArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: Match.anyOf('Object Created', 'Object Deleted'),
        detail: { bucket: { name: [drops.bucket.bucketName] } },
      },
      // What the queue did not take waits with what keeps failing; the watch would find the file as well.
      targets: [new SqsQueue(dropsQueue, { deadLetterQueue: deadDrops })],
    });

    // Whatever is made of extracts has people's availability in it.
    const worker = (id: string, own: Pick<ServiceFunctionProps, 'memoryMb' | 'timeout'>) =>
      new ServiceFunction(this, id, {
        bundle: join(props.bundles, id.toLowerCase()),
        platform: props.platform,
        dataClass: AVAILABILITY,
        ...own,
      });
    const ingest = worker('Ingest', { memoryMb: 2048, timeout: INGEST_TIMEOUT })
      .bindBucket('DROPS_BUCKET', drops, ['GetObjectVersion'], ['ListBucketVersions'])
      .bindBucket('FACTS_BUCKET', facts, ['GetObject', 'PutObject'], ['ListBucket'])
      .bindTable('REGISTRY_TABLE', tables.Registry, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'])
      .bindTable('TRUST_TABLE', tables.Trust, ['Query'])
      .bindQueue('WORK_QUEUE', hints);
    const score = worker('Score', { memoryMb: 3008, timeout: SCORE_TIMEOUT })
      .bindBucket('FACTS_BUCKET', facts, ['GetObject', 'PutObject'], ['ListBucket'])
      .bindTable('REGISTRY_TABLE', tables.Registry, ['GetItem', 'BatchGetItem', 'Query', 'PutItem'])
      .bindTable('TRUST_TABLE', tables.Trust, ['Query'])
      .bindTable('ORGANISATION_TABLE', tables.Organisation, ['GetItem', 'PutItem', 'BatchWriteItem'])
      .bindTable('PRODUCTIVITY_TABLE', tables.Productivity, ['BatchWriteItem'])
      .bindTable('AVAILABILITY_TABLE', tables.Availability, ['BatchWriteItem'])
      .bindQueue('WORK_QUEUE', hints);
    score.function.addEnvironment('DAY_SPACING_SECONDS', String(props.settings.daySpacingSeconds));
    const watch = worker('Watch', { memoryMb: 1024, timeout: INGEST_TIMEOUT })
      .bindBucket('DROPS_BUCKET', drops, [], ['ListBucketVersions'])
      .bindBucket('FACTS_BUCKET', facts, ['GetObject', 'PutObject', 'DeleteObject'], ['ListBucket'])
      .bindTable('REGISTRY_TABLE', tables.Registry, ['GetItem', 'BatchGetItem', 'Query'])
      .bindTable('ORGANISATION_TABLE', tables.Organisation, ['GetItem', 'BatchWriteItem'])
      .bindTable('PRODUCTIVITY_TABLE', tables.Productivity, ['BatchWriteItem'])
      .bindTable('AVAILABILITY_TABLE', tables.Availability, ['BatchWriteItem'])
      .bindQueue('DROPS_QUEUE', arrivals)
      .bindQueue('WORK_QUEUE', hints);

    this.functions = [ingest, score, watch].map((one) => one.function);
    this.#feed('IngestSource', arrivals, ingest, { ...props.settings, batchSize: 10, batchWindowSeconds: 0 });
    this.#feed('ScoreSource', hints, score, props.settings);
    this.#schedule('Drift', watch, ScheduleExpression.rate(Duration.minutes(15)), 'drift');
    this.#schedule(
      'Nightly',
      watch,
      ScheduleExpression.cron({ minute: '30', hour: '3', timeZone: TimeZone.EUROPE_LONDON }),
      'nightly',
    );
    const outputs = {
      DropsQueueUrl: dropsQueue.queueUrl,
      WorkQueueUrl: workQueue.queueUrl,
      WatchFunctionName: watch.function.functionName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `${name}Output`, { value });
  }

  /** A message given back twenty times (a long backlog gives some back unread) waits two weeks in a queue of its own. */
  #queue(id: string, timeout: Duration, encryptionMasterKey: IKey): [queue: Queue, dead: Queue] {
    const common = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    const dead = new Queue(this, `${id}Dead`, common);
    const queue = new Queue(this, id, {
      ...common,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: dead, maxReceiveCount: 20 },
    });
    return [queue, dead];
  }

  #feed(
    id: string,
    bound: BoundQueue,
    worker: ServiceFunction,
    { batchSize, batchWindowSeconds, maxConcurrency }: Settings,
  ): void {
    worker.readsQueue(bound);
    const source = new CfnEventSourceMapping(this, id, {
      eventSourceArn: bound.queue.queueArn,
      functionName: worker.function.functionArn,
      batchSize,
      maximumBatchingWindowInSeconds: batchWindowSeconds,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: maxConcurrency },
    });
    source.node.addDependency(worker);
  }

  #schedule(id: string, watch: ServiceFunction, schedule: ScheduleExpression, task: string): void {
    new Schedule(this, id, {
      schedule,
      target: new LambdaInvoke(watch.function, { input: ScheduleTargetInput.fromObject({ task }) }),
    });
  }
}
