import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'ProductivityDashboard';

/** JSON logs with counts and targets; never a name, a number of a person, or a word of health or standards. */
export function observe(serviceName: string) {
  // Made when there is something to tell: a cold function of the API has nothing yet.
  let logger: Logger | undefined;
  let metrics: Metrics | undefined;
  return {
    get logger(): Logger {
      logger ??= new Logger({ serviceName });
      return logger;
    },
    count(name: string, value = 1): void {
      metrics ??= new Metrics({ namespace: NAMESPACE, serviceName });
      metrics.addMetric(name, MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    },
  };
}

export type Observer = ReturnType<typeof observe>;
