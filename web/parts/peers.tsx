import { longDate } from '../../lib/dates.ts';
import { Funnel } from '../charts/funnel.tsx';
import { type Answered, type QueryOf, question } from '../client.ts';
import { duration, number, plural, sentenceCase } from '../format.ts';
import { findingOf, LIMITS, marksOf, readingText } from '../reading.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Download } from './download.tsx';
import { Table } from './table.tsx';

type Metric = QueryOf<'comparisonPeople'>['metric'];

/** One's own point in a group of peers that is described; nobody else's point is drawn. */
export function Peers({ metric }: { metric: Metric }) {
  const of = question('comparisonPeople', '/v1/productivity/comparison/people', { metric });
  return (
    <Answer of={of} what="the group of peers">
      {(answer) => (
        <>
          <p class="govuk-body">{describe(answer)}</p>
          <Funnel
            shape={answer.shape.map((one) => ({ at: one.workingMinutes / 60, ...one }))}
            marks={marksOf(answer.own, ({ workingMinutes }) => workingMinutes / 60)}
            title={findingOf(answer.own, 'point', 'Within the limits of chance')}
            subtitle={`${sentenceCase(say(answer.metric))} against hours worked, ${longDate(answer.start)} to ${longDate(answer.end)}`}
            along="hours worked"
          />
          <Table
            caption="Your own point"
            keyOf={({ id }) => id}
            rows={answer.own}
            columns={[
              { head: 'Name', cell: ({ id, name }) => <a href={`/people/${encodeURIComponent(id)}`}>{name}</a> },
              { head: 'Count', numeric: true, cell: ({ count }) => number(count) },
              { head: 'Expected for the hours worked', numeric: true, cell: ({ expected }) => number(expected) },
              { head: 'Worked', numeric: true, cell: ({ workingMinutes }) => duration(workingMinutes) },
              { head: 'Reading', cell: (row) => readingText(row, 'for the hours worked') },
            ]}
          />
          <Table
            caption="What is expected by hours worked, and what chance alone keeps to"
            keyOf={({ workingMinutes }) => String(workingMinutes)}
            rows={answer.shape}
            columns={[
              { head: 'Worked', cell: ({ workingMinutes }) => duration(workingMinutes) },
              { head: 'Expected', numeric: true, cell: ({ expected }) => number(expected) },
              ...LIMITS,
            ]}
          />
          <Download of={of} name="peers" />
        </>
      )}
    </Answer>
  );
}

function describe({ group, dispersion }: Answered<'comparisonPeople'>): string {
  const { family, rank, band, n } = group;
  const spread =
    dispersion > 1 ? ` The limits are widened, for they differ by more than chance (ratio ${number(dispersion)}).` : '';
  return `${plural(n, 'officer')} of the same kind of work (${say(family)}), grade (${rank}) and shift pattern (${band}), as if each had worked as long as you.${spread}`;
}
