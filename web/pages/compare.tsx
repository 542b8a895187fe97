import { longDate } from '../../lib/dates.ts';
import { COUNT_METRICS, UNIT_TYPES } from '../../lib/vocabulary.ts';
import type { PageProps } from '../app.tsx';
import { Funnel } from '../charts/funnel.tsx';
import { type Answered, question } from '../client.ts';
import { number, percent, sentenceCase } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Choice } from '../parts/choice.tsx';
import { Download } from '../parts/download.tsx';
import { Page } from '../parts/page.tsx';
import { Peers } from '../parts/peers.tsx';
import { SearchOutcomes } from '../parts/search-outcomes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { findingOf, LIMITS, marksOf, readingText } from '../reading.ts';
import { told } from '../told.ts';
import { say } from '../words.ts';

type Row = Answered<'comparison'>['rows'][number];

/** Powers used have none. */
const READINGS: readonly Column<Row>[] = [...LIMITS, { head: 'Reading', cell: (row) => readingText(row, 'for its officers') }];

const UNIT: Column<Row> = { head: 'Unit', cell: ({ id, name }) => <a href={`/units/${encodeURIComponent(id)}`}>{name}</a> };

const byName = (rows: readonly Row[]) => rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));

/** Of all outcomes, whoever led them. */
const SHARES: readonly Column<Row>[] = [
  { head: 'Outcomes', numeric: true, cell: ({ positiveShare }) => number(positiveShare?.n ?? 0) },
  { head: 'Positive', numeric: true, cell: ({ positiveShare }) => told({ value: positiveShare?.share }, percent) },
  {
    head: 'Expected for its offences',
    numeric: true,
    cell: ({ positiveShare }) => told({ value: positiveShare?.expected }, percent),
  },
];

/** Never compared person by person. */
const POWERS_USED = new Set<string>(['stopSearches', 'useOfForce']);

/** Of the force there is one alone. */
const TYPES = UNIT_TYPES.filter((one) => one !== 'FORCE');

/** Units side by side: never in an order, and only against what their numbers of officers would lead one to expect. */
export function ComparePage({ address, me }: PageProps) {
  const metric = COUNT_METRICS.find((one) => one === address.query.get('metric')) ?? 'incidentsAttended';
  const type = UNIT_TYPES.find((one) => one === address.query.get('type')) ?? 'TEAM';
  const force = me.forces[0]?.code ?? '';
  const of = question('comparison', '/v1/productivity/comparison', { metric, type, within: force });
  return (
    <Page title="Compare units" crumbs={[{ href: '/', text: 'Home' }]} personal>
      <Choice address={address} label="Metric" parameter="metric" chosen={metric} options={COUNT_METRICS} text={say} />
      <Choice address={address} label="Units" parameter="type" chosen={type} options={TYPES} text={(one) => `${say(one)}s`} />
      <Answer of={of} what="the comparison">
        {({ rows, start, end, neutral, guidance }) => (
          <>
            {guidance === null ? null : <p class="govuk-inset-text">{guidance}</p>}
            {neutral ? null : (
              <Funnel
                shape={rows.map((row) => ({ at: row.expected, ...row }))}
                marks={marksOf(rows, ({ expected }) => expected)}
                along="expected for its officers"
                title={findingOf(rows, 'unit', 'No unit differs by more than chance')}
                subtitle={`${sentenceCase(say(metric))} against what is expected for the officers to whom it applies, ${longDate(start)} to ${longDate(end)}`}
              />
            )}
            <Table
              caption="The same figures, in order of names: units with officers to whom it applies"
              keyOf={({ id }) => id}
              rows={byName(rows)}
              columns={[
                UNIT,
                { head: 'Count', numeric: true, cell: ({ count }) => number(count) },
                { head: 'Expected for its officers', numeric: true, cell: ({ expected }) => number(expected) },
                ...(neutral ? [] : READINGS),
              ]}
            />
            {metric === 'positiveOutcomes' ? (
              <Table
                caption="How many of all outcomes were positive, beside what the force makes of the same offences"
                keyOf={({ id }) => id}
                rows={byName(rows)}
                columns={[UNIT, ...SHARES]}
              />
            ) : null}
            <Download of={of} name="comparison" />
            {metric === 'stopSearches' ? <SearchOutcomes unit={encodeURIComponent(force)} to={end} /> : null}
          </>
        )}
      </Answer>
      {POWERS_USED.has(metric) || me.person.type !== 'OFFICER' ? null : (
        <>
          <h2 class="govuk-heading-m">Among peers</h2>
          <Peers metric={metric} />
        </>
      )}
    </Page>
  );
}
