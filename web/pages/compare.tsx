import { COUNT_METRICS, UNIT_TYPES } from '../../lib/vocabulary.ts';
import type { PageProps } from '../app.tsx';
import { Funnel } from '../charts/funnel.tsx';
import { type Answered, question } from '../client.ts';
import { longDate, number, plural, sentenceCase } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { withQuery } from '../router.ts';
import { say } from '../words.ts';

type Row = Answered<'comparison'>['rows'][number];

/** Powers used have none. */
const READING = {
  head: 'Reading',
  cell: ({ count, outer }: Row) =>
    count > outer.upper
      ? 'Higher than expected for its number of officers, ask why before concluding'
      : count < outer.lower
        ? 'Lower than expected for its number of officers, ask why before concluding'
        : 'Within chance',
};

/** Units side by side: never in an order, and only against what their numbers of officers would lead one to expect. */
export function ComparePage({ address }: PageProps) {
  const metric = COUNT_METRICS.find((one) => one === address.query.get('metric')) ?? 'incidentsAttended';
  const type = UNIT_TYPES.find((one) => one === address.query.get('type')) ?? 'TEAM';
  const of = question('comparison', '/v1/productivity/comparison', { metric, type, within: 'FORCE' });
  return (
    <Page title="Compare units" crumbs={[{ href: '/', text: 'Home' }]}>
      <nav class="govuk-body-s app-range" aria-label="Metric">
        {COUNT_METRICS.map((one) => (
          <a key={one} href={withQuery(address, { metric: one })} aria-current={one === metric ? 'true' : undefined}>
            {say(one)}
          </a>
        ))}
      </nav>
      <nav class="govuk-body-s app-range" aria-label="Units">
        {UNIT_TYPES.filter((one) => one !== 'FORCE').map((one) => (
          <a key={one} href={withQuery(address, { type: one })} aria-current={one === type ? 'true' : undefined}>
            {say(one)}s
          </a>
        ))}
      </nav>
      <Answer of={of} what="the comparison">
        {({ rows, start, end, neutral, guidance }) => {
          const outside = rows.filter(({ count, outer }) => count > outer.upper || count < outer.lower).length;
          return (
            <>
              {guidance === null ? null : <p class="govuk-inset-text">{guidance}</p>}
              {neutral ? null : (
                <Funnel
                  rows={rows}
                  title={
                    outside === 0
                      ? 'No unit differs by more than chance'
                      : `${plural(outside, 'unit')} beyond what chance makes: ask why`
                  }
                  subtitle={`${sentenceCase(say(metric))} against what its number of officers leads one to expect, ${longDate(start)} to ${longDate(end)}`}
                />
              )}
              <Table
                caption="The same figures, in order of names"
                keyOf={({ id }) => id}
                rows={rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))}
                columns={[
                  { head: 'Unit', cell: ({ id, name }) => <a href={`/units/${encodeURIComponent(id)}`}>{name}</a> },
                  { head: 'Count', numeric: true, cell: ({ count }) => number(count) },
                  { head: 'Expected for its number of officers', numeric: true, cell: ({ expected }) => number(expected) },
                  ...(neutral ? [] : [READING]),
                ]}
              />
              <Download of={of} name="comparison" />
            </>
          );
        }}
      </Answer>
    </Page>
  );
}
