import { join } from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ServiceFunction } from '../service-function.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';

export interface IngestionProps extends StackProps {
  readonly data: DataStack;
  readonly settings: Settings;
  /** Folder with one pre-bundled folder a function. */
  readonly bundles: string;
}

const INGEST_TIMEOUT = Duration.minutes(5);
const SCORE_TIMEOUT = Duration.minutes(10);

/** From a file in the drops bucket to published days: two queues, two workers, and a watch that finds what was missed. */
export class IngestionStack extends Stack {
  /** Hints of what has to be looked at again. */
  readonly workQueue: Queue;

  constructor(scope: Construct, id: string, props: IngestionProps) {
    super(scope, id, props);
    const { drops, facts, tables } = props.data;
    const dropsQueue = this.#queue('DropsQueue', INGEST_TIMEOUT);
    const workQueue = this.#queue('WorkQueue', SCORE_TIMEOUT);
    this.workQueue = workQueue;
    new Rule(this, 'DropArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: Match.anyOf('Object Created', 'Object Deleted'),
        detail: { bucket: { name: [drops.bucketName] } },
      },
      targets: [new SqsQueue(dropsQueue)],
    });

    const bundle = (name: string) => join(props.bundles, name);
    const ingest = new ServiceFunction(this, 'Ingest', { bundle: bundle('ingest'), memoryMb: 2048, timeout: INGEST_TIMEOUT })
      .bindBucket('DROPS_BUCKET', drops, ['GetObjectVersion'], ['ListBucketVersions'])
      .bindBucket('FACTS_BUCKET', facts, ['GetObject', 'PutObject'], ['ListBucket'])
      .bindTable('REGISTRY_TABLE', tables.Registry, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'])
      .bindTable('TRUST_TABLE', tables.Trust, ['Query'])
      .bindQueue('WORK_QUEUE', workQueue);
    const score = new ServiceFunction(this, 'Score', { bundle: bundle('score'), memoryMb: 3008, timeout: SCORE_TIMEOUT })
      .bindBucket('FACTS_BUCKET', facts, ['GetObject', 'PutObject'], ['ListBucket'])
      .bindTable('REGISTRY_TABLE', tables.Registry, ['GetItem', 'BatchGetItem', 'Query', 'PutItem'])
      .bindTable('TRUST_TABLE', tables.Trust, ['Query'])
      .bindTable('ORGANISATION_TABLE', tables.Organisation, ['GetItem', 'PutItem', 'BatchWriteItem'])
      .bindTable('PRODUCTIVITY_TABLE', tables.Productivity, ['BatchWriteItem'])
      .bindTable('AVAILABILITY_TABLE', tables.Availability, ['BatchWriteItem'])
      .bindQueue('WORK_QUEUE', workQueue);
    score.function.addEnvironment('DAY_SPACING_SECONDS', String(props.settings.daySpacingSeconds));
    const watch = new ServiceFunction(this, 'Watch', { bundle: bundle('watch'), memoryMb: 1024, timeout: INGEST_TIMEOUT })
      .bindBucket('DROPS_BUCKET', drops, [], ['ListBucketVersions'])
      .bindBucket('FACTS_BUCKET', facts, ['GetObject', 'PutObject', 'DeleteObject'], ['ListBucket'])
      .bindTable('REGISTRY_TABLE', tables.Registry, ['GetItem', 'BatchGetItem', 'Query'])
      .bindTable('ORGANISATION_TABLE', tables.Organisation, ['GetItem', 'BatchWriteItem'])
      .bindTable('PRODUCTIVITY_TABLE', tables.Productivity, ['BatchWriteItem'])
      .bindTable('AVAILABILITY_TABLE', tables.Availability, ['BatchWriteItem'])
      .bindQueue('DROPS_QUEUE', dropsQueue)
      .bindQueue('WORK_QUEUE', workQueue);

    this.#feed('IngestSource', dropsQueue, ingest, { ...props.settings, batchSize: 10, batchWindowSeconds: 0 });
    this.#feed('ScoreSource', workQueue, score, props.settings);
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
  #queue(id: string, timeout: Duration): Queue {
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    const dead = new Queue(this, `${id}Dead`, common);
    return new Queue(this, id, {
      ...common,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: dead, maxReceiveCount: 20 },
    });
  }

  #feed(id: string, queue: Queue, worker: ServiceFunction, { batchSize, batchWindowSeconds, maxConcurrency }: Settings): void {
    worker.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    );
    const source = new CfnEventSourceMapping(this, id, {
      eventSourceArn: queue.queueArn,
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
