import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { once } from '../lib/once.ts';

const NAMESPACE = 'ProductivityDashboard';

/** JSON logs with counts and targets; never a name, a number of a person, or a word of health or standards. */
export function observe(serviceName: string) {
  // Made when there is something to tell: a cold function of the API has nothing yet.
  const logger = once(() => new Logger({ serviceName }));
  const metrics = once(() => new Metrics({ namespace: NAMESPACE, serviceName }));
  return {
    get logger(): Logger {
      return logger();
    },
    count(name: string, value = 1): void {
      metrics().addMetric(name, MetricUnit.Count, value);
      metrics().publishStoredMetrics();
    },
  };
}

export type Observer = ReturnType<typeof observe>;
