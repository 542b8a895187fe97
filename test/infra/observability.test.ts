import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRODUCT_ALARMS } from '../../infra/observability/alarms.ts';
import { LONGEST_PATTERN, waysAround } from '../../infra/observability/ways-around.ts';
import type { Templates } from '../../scripts/gates/template.ts';
import { ofType, only, synthesized } from './synth.ts';

const ROOT = join(import.meta.dirname, '../..');
const docs = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');
/** As long as AWS makes them. */
const WRITERS = Array.from({ length: 5 }, (_, n) => `AROA0000000000000000${n}`);
const WATCHED = {
  dropsBucket: 'b'.repeat(63),
  writers: WRITERS,
  keyIds: Array.from({ length: 3 }, (_, n) => `00000000-0000-0000-0000-00000000000${n}`),
  stage: 's'.repeat(16),
  dataClassTag: 'data-class',
};

let stage: Templates;
beforeAll(() => {
  stage = synthesized();
});

const alarms = () => ofType(stage.observability, 'AWS::CloudWatch::Alarm');
const named = (name: string) => alarms().find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name)?.[1].Properties;

describe('alarms', () => {
  it('all tell the one topic, are quiet without data, and name a heading of the runbook', () => {
    const [[topic] = []] = ofType(stage.observability, 'AWS::SNS::Topic');
    const runbook = docs('operations.md');
    for (const [id, { Properties }] of alarms()) {
      expect([id, Properties.AlarmActions, Properties.TreatMissingData]).toEqual([id, [{ Ref: topic }], 'notBreaching']);
      const [, heading = ''] = /See (\w+) in docs\/operations\.md/.exec(String(Properties.AlarmDescription)) ?? [];
      expect([heading, runbook.includes(`\`${heading}\``)]).toEqual([heading, true]);
    }
  });

  it('count what our functions count, by the name of the function', () => {
    for (const { metric, above, services } of PRODUCT_ALARMS) {
      const properties = named(metric);
      expect([metric, properties?.Threshold, properties?.ComparisonOperator]).toEqual([metric, above, 'GreaterThanThreshold']);
      for (const service of services) expect(JSON.stringify(properties)).toContain(`"Value":"${service}"`);
      const sources = ['score', 'watch', 'ingest'].map((name) =>
        readFileSync(join(ROOT, `functions/handlers/${name}.ts`), 'utf8'),
      );
      const http = readFileSync(join(ROOT, 'functions/middleware/http.ts'), 'utf8');
      // The state of a file makes the name: `Drop${state}`.
      const counted = [...sources, http].join('\n').includes(`count('${metric}'`) || /^Drop(?:held|refused)$/.test(metric);
      expect([metric, counted]).toEqual([metric, true]);
    }
  });

  it('are there for every function, every queue and what was set aside', () => {
    const ids = alarms().map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    for (const name of ['Ingest', 'Score', 'Watch', 'Productivity', 'Availability', 'Operations', 'Trust'])
      expect(ids).toEqual(expect.arrayContaining([`${name}Errors`, `${name}Throttles`]));
    expect(ids).toEqual(expect.arrayContaining(['DropsQueueDeadDepth', 'WorkQueueDeadDepth', 'DropsQueueAge', 'WorkQueueAge']));
    expect(ids).toEqual(expect.arrayContaining(['ApiFaults', 'ApiRefusals', 'ApiSlow']));
  });

  it('watch the money, and tell by e-mail', () => {
    expect(only(stage.observability, 'AWS::Budgets::Budget').Budget).toMatchObject({ BudgetLimit: { Amount: 400, Unit: 'USD' } });
    expect(only(stage.observability, 'AWS::SNS::Subscription')).toMatchObject({ Protocol: 'email' });
  });
});

describe('ways around the policies', () => {
  it('has an alarm for every way around that docs/deployment.md names', () => {
    const page = docs('deployment.md');
    for (const { name, pattern } of waysAround(WATCHED)) {
      expect([name, named(name)?.Namespace]).toEqual([name, 'ProductivityDashboard']);
      expect([name, page.includes(`\`${name}\``)]).toEqual([name, true]);
      expect(pattern.length).toBeLessThan(LONGEST_PATTERN);
      for (const [, event = ''] of pattern.matchAll(/eventName = "(\w+?)(?:2015\d+(?:v\d)?)?"/g))
        expect([event, page.includes(event)]).toEqual([event, true]);
    }
  });

  it('are read from a record of all regions, which says who read the availability table', () => {
    const { AdvancedEventSelectors } = only(stage.observability, 'AWS::CloudTrail::Trail');
    const text = JSON.stringify(AdvancedEventSelectors);
    expect(text).toContain('"Equals":["AWS::DynamoDB::Table"],"Field":"resources.type"');
    expect(text).toContain('Availability');
    expect(ofType(stage.observability, 'AWS::Logs::MetricFilter')).toHaveLength(waysAround(WATCHED).length);
  });

  it('take an extract of nobody but the writers for granted', () => {
    const pattern = (writers: string[]) =>
      waysAround({ ...WATCHED, writers }).find(({ name }) => name === 'ForeignExtract')?.pattern;
    expect(pattern(['AROAONE', 'AROATWO'])).toContain(
      '(($.userIdentity.sessionContext.sessionIssuer.principalId != "AROAONE") && ($.userIdentity.sessionContext.sessionIssuer.principalId != "AROATWO"))',
    );
    expect(pattern([])).toContain('= "*"');
  });
});
