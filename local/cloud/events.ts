import { randomUUID } from 'node:crypto';
import { atLocalTime, instantToLocal } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';
import type { Clock } from './clock.ts';
import { NotEmulated } from './errors.ts';
import type { Access } from './iam.ts';
import type { Lambdas } from './lambda.ts';
import type { StoredVersion } from './object-store.ts';
import type { Queues } from './sqs.ts';
import type { Resources } from './template.ts';

export type Pattern = { readonly [key: string]: Pattern | readonly string[] };

/** How often an event is delivered; tests double and lose them. */
export type Deliveries = () => number;

/** EventBridge for the events that S3 sends: rules by exact values, targets that are queues. */
export function eventBus(resources: Resources, queues: Queues, access: Access, clock: Clock, deliveries: Deliveries) {
  const rules = resources.ofType('AWS::Events::Rule').filter(({ properties }) => properties.State === 'ENABLED');
  return {
    s3Changed(bucket: string, detailType: 'Object Created' | 'Object Deleted', version: StoredVersion): void {
      const { account, region } = resources;
      const reason =
        detailType === 'Object Created'
          ? { reason: 'PutObject' }
          : { reason: 'DeleteObject', 'deletion-type': version.deleteMarker ? 'Delete Marker Created' : 'Permanently Deleted' };
      const object = {
        key: version.key,
        size: version.size,
        etag: version.etag,
        'version-id': version.versionId,
        sequencer: version.at.toString(16).toUpperCase(),
      };
      const event = {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source: 'aws.s3',
        account,
        time: new Date(clock.now()).toISOString(),
        region,
        resources: [`arn:aws:s3:::${bucket}`],
        detail: {
          version: '0',
          bucket: { name: bucket },
          object,
          'request-id': randomUUID(),
          requester: account,
          'source-ip-address': '127.0.0.1',
          ...reason,
        },
      };
      for (const { arn, properties } of rules) {
        if (!matches(properties.EventPattern as Pattern, event)) continue;
        for (const { Arn } of properties.Targets as { Arn: string }[]) {
          access.check({ service: 'events.amazonaws.com', sourceArn: arn }, 'sqs:SendMessage', Arn);
          const times = deliveries();
          for (let n = 0; n < times; n += 1) queues.send(queues.byArn(Arn), JSON.stringify(event));
        }
      }
    },
  };
}

export function matches(pattern: Pattern, event: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = event[key];
    if (!Array.isArray(wanted))
      return typeof value === 'object' && value !== null && matches(wanted as Pattern, value as Record<string, unknown>);
    if (wanted.some((one) => typeof one !== 'string')) throw new NotEmulated('event patterns other than exact values');
    return wanted.includes(String(value));
  });
}

interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly State: string;
  readonly Target: { readonly Arn: string; readonly Input: string; readonly RoleArn: string };
}

/** EventBridge Scheduler: `rate(n minutes)` and a daily `cron(m h * * ? *)` in London time. */
export function startSchedules(resources: Resources, lambdas: Lambdas, access: Access, clock: Clock): void {
  for (const { properties, id } of resources.ofType('AWS::Scheduler::Schedule')) {
    const { ScheduleExpression, State, Target } = properties as unknown as ScheduleProperties;
    if (State !== 'ENABLED') continue;
    const next = nextRun(ScheduleExpression, id);
    const fire = async () => {
      clock.at(next(clock.now()), 'schedule', () => void fire());
      access.check({ role: Target.RoleArn }, 'lambda:InvokeFunction', Target.Arn);
      const done = clock.busy();
      await lambdas.invoke(Target.Arn, JSON.parse(Target.Input)).catch(() => undefined);
      done();
    };
    clock.at(next(clock.now()), 'schedule', () => void fire());
  }
}

function nextRun(expression: string, id: string): (now: number) => number {
  const rate = /^rate\((\d+) minutes?\)$/.exec(expression);
  if (rate !== null) return (now) => now + Number(rate[1]) * 60_000;
  const daily = /^cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)$/.exec(expression);
  if (daily === null) throw new NotEmulated(`the schedule ${expression} of ${id}`);
  const time = `${daily[2]?.padStart(2, '0')}:${daily[1]?.padStart(2, '0')}`;
  return (now) => {
    const today = instantToLocal(now).slice(0, 10);
    const at = atLocalTime(today, time);
    return at > now ? at : atLocalTime(addDays(today, 1), time);
  };
}
