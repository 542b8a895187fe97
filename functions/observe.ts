import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'ProductivityDashboard';

/** JSON logs with counts and targets; never a name, a number of a person, or a word of health or standards. */
export function observe(serviceName: string) {
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName });
  return {
    logger,
    count(name: string, value = 1): void {
      metrics.addMetric(name, MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    },
  };
}

export type Observer = ReturnType<typeof observe>;
