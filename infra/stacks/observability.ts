import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DATA_CLASS } from '../data-class.ts';
import { PRODUCT_ALARMS, type ProductAlarm } from '../observability/alarms.ts';
import { Trail } from '../observability/trail.ts';
import { trailName } from '../observability/trail-name.ts';
import { waysAround } from '../observability/ways-around.ts';
import type { Platform } from '../platform.ts';
import type { AlarmSettings } from '../settings/keeping.ts';
import type { DataStack } from './data.ts';

export interface ObservabilityProps extends StackProps {
  readonly data: DataStack;
  readonly api: RestApi;
  readonly functions: readonly LambdaFunction[];
  /** Those of them that believe who asks. */
  readonly apiFunctions: readonly LambdaFunction[];
  readonly queues: readonly Queue[];
  readonly deadQueues: readonly Queue[];
  readonly platform: Platform;
  readonly stage: string;
  readonly trailDays: number;
  readonly settings: AlarmSettings;
}

const NAMESPACE = 'ProductivityDashboard';
const FIVE_MINUTES = Duration.minutes(5);

/** Who is told of what, and one page on which an operator sees how the stage does. */
export class ObservabilityStack extends Stack {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id, props);
    this.#topic = this.#makeTopic(props);
    for (const alarm of PRODUCT_ALARMS) this.#productAlarm(alarm);
    this.#functionAlarms(props.functions);
    this.#queueAlarms(props);
    this.#apiAlarms(props.api);
    this.#tellWaysAround(props);
    this.#budget(props.settings);
    this.#dashboard(props);
    new CfnOutput(this, 'AlarmTopicOutput', { value: this.#topic.topicArn });
  }

  #makeTopic({ platform, settings }: ObservabilityProps): Topic {
    const topic = new Topic(this, 'Alarms', { masterKey: platform.key, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(settings.email));
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }

  #alarm(id: string, metric: IMetric, threshold: number, periods: number, says: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${says} See ${id} in docs/operations.md.`,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }

  #productAlarm({ metric, services, above, minutes, periods, says }: ProductAlarm): void {
    this.#alarm(metric, productMetric(metric, services, Duration.minutes(minutes)), above, periods, says);
  }

  #functionAlarms(functions: readonly LambdaFunction[]): void {
    for (const one of functions) {
      const name = one.node.scope?.node.id ?? one.node.id;
      const period = Duration.minutes(15);
      this.#alarm(`${name}Errors`, one.metricErrors({ period }), 0, 1, `The function ${name} failed.`);
      this.#alarm(`${name}Throttles`, one.metricThrottles({ period }), 0, 1, `The function ${name} had no room to run.`);
    }
  }

  #queueAlarms({ queues, deadQueues }: ObservabilityProps): void {
    for (const dead of deadQueues) {
      const name = dead.node.id;
      const depth = dead.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
      this.#alarm(`${name}Depth`, depth, 0, 1, 'Messages were set aside for failing too often.');
      const age = dead.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
      this.#alarm(`${name}Age`, age, Duration.days(7).toSeconds(), 1, 'Messages set aside are lost in a week.');
    }
    for (const queue of queues) {
      const age = queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
      this.#alarm(`${queue.node.id}Age`, age, Duration.hours(1).toSeconds(), 3, 'Work waits for more than an hour.');
    }
  }

  #apiAlarms(api: RestApi): void {
    this.#alarm('ApiFaults', api.metricServerError({ period: FIVE_MINUTES }), 0, 3, 'The API failed, time and again.');
    this.#alarm(
      'ApiRefusals',
      api.metricClientError({ period: FIVE_MINUTES }),
      1000,
      1,
      'The API refused a great many questions.',
    );
    const slowest = api.metricLatency({ period: FIVE_MINUTES, statistic: Stats.p(99) });
    this.#alarm(
      'ApiSlow',
      slowest,
      Duration.seconds(3).toMilliseconds(),
      3,
      'One answer in a hundred takes more than three seconds.',
    );
  }

  #tellWaysAround({ apiFunctions, data, platform, stage, trailDays }: ObservabilityProps): void {
    const trail = new Trail(this, 'Trail', {
      platform,
      days: trailDays,
      name: trailName(stage),
      functions: apiFunctions.map(({ functionArn }) => functionArn),
      availabilityTable: data.tables.Availability.tableArn,
      buckets: [data.drops.bucket.bucketArn, data.facts.bucket.bucketArn],
    });
    const { drops, keyIds, writers } = data;
    const watched = { dropsBucket: drops.bucket.bucketName, writers, keyIds, stage, dataClassTag: DATA_CLASS };
    for (const { name, pattern, says } of waysAround(watched)) {
      const filter = new MetricFilter(this, `${name}Filter`, {
        logGroup: trail.log,
        filterPattern: FilterPattern.literal(pattern),
        metricNamespace: NAMESPACE,
        metricName: name,
        metricValue: '1',
      });
      this.#alarm(name, filter.metric({ period: FIVE_MINUTES, statistic: Stats.SUM }), 0, 1, says);
    }
  }

  #budget({ email, monthlyBudgetUsd }: AlarmSettings): void {
    const subscribers = [{ subscriptionType: 'EMAIL', address: email }];
    const above = (threshold: number, notificationType: string) => ({
      notification: { comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE', notificationType },
      subscribers,
    });
    new CfnBudget(this, 'Budget', {
      budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' } },
      notificationsWithSubscribers: [above(80, 'ACTUAL'), above(100, 'FORECASTED')],
    });
  }

  #dashboard({ api, functions, queues, deadQueues }: ObservabilityProps): void {
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12, height: 6 });
    const named = (lambda: LambdaFunction) => lambda.node.scope?.node.id ?? lambda.node.id;
    const oldest = (queue: Queue) => queue.metricApproximateAgeOfOldestMessage({ label: queue.node.id });
    new Dashboard(this, 'Overview', {
      widgets: [
        [
          graph('Questions and refusals', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
          graph(
            'How long answers take',
            [50, 99].map((n) => api.metricLatency({ statistic: Stats.p(n), label: `p${n}` })),
          ),
        ],
        [
          graph('Oldest message, in seconds', queues.map(oldest)),
          graph(
            'Set aside',
            deadQueues.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ label: queue.node.id })),
          ),
        ],
        [
          graph(
            'Errors of functions',
            functions.map((one) => one.metricErrors({ label: named(one) })),
          ),
          graph(
            'How long functions run, p99',
            functions.map((one) => one.metricDuration({ statistic: Stats.p(99), label: named(one) })),
          ),
        ],
        [
          graph(
            'Files and rows',
            ['Dropheld', 'Droprefused', 'RowsQuarantined'].map((name) => productMetric(name, ['ingest'], FIVE_MINUTES)),
          ),
          graph(
            'Days',
            ['Generations', 'DayBlocked'].map((name) => productMetric(name, ['score'], FIVE_MINUTES)),
          ),
        ],
      ],
    });
  }
}

function productMetric(metricName: string, services: readonly string[], period: Duration): IMetric {
  const of = (service: string) =>
    new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { service }, statistic: Stats.SUM, period, label: metricName });
  const [first, ...others] = services;
  if (first !== undefined && others.length === 0) return of(first);
  const usingMetrics = Object.fromEntries(services.map((service) => [service, of(service)]));
  return new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, period, label: metricName });
}
