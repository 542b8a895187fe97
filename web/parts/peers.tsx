import { longDate } from '../../lib/dates.ts';
import { Funnel } from '../charts/funnel.tsx';
import { type Answered, type QueryOf, question } from '../client.ts';
import { duration, number, plural, sentenceCase } from '../format.ts';
import { readingOf } from '../reading.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Download } from './download.tsx';
import { Table } from './table.tsx';

type Metric = QueryOf<'comparisonPeople'>['metric'];

/** One's own point, or those of people one leads, in a group of peers that is described; nobody else's point is drawn. */
export function Peers({ metric }: { metric: Metric }) {
  const of = question('comparisonPeople', '/v1/productivity/comparison/people', { metric });
  return (
    <Answer of={of} what="the group of peers">
      {(answer) => (
        <>
          <p class="govuk-body">{describe(answer)}</p>
          <Funnel
            shape={answer.shape.map((one) => ({ at: one.workingMinutes / 60, ...one }))}
            marks={answer.own.map((row) => ({
              id: row.id,
              at: row.workingMinutes / 60,
              count: row.count,
              outside: readingOf(row) !== null,
            }))}
            title={titleOf(answer)}
            subtitle={`${sentenceCase(say(answer.metric))} against hours worked, ${longDate(answer.start)} to ${longDate(answer.end)}`}
            along="hours worked"
          />
          <Table
            caption="The points, in order of names"
            keyOf={({ id }) => id}
            rows={answer.own}
            columns={[
              { head: 'Name', cell: ({ id, name }) => <a href={`/people/${encodeURIComponent(id)}`}>{name}</a> },
              { head: 'Count', numeric: true, cell: ({ count }) => number(count) },
              { head: 'Expected for the hours worked', numeric: true, cell: ({ expected }) => number(expected) },
              { head: 'Worked', numeric: true, cell: ({ workingMinutes }) => duration(workingMinutes) },
              {
                head: 'Reading',
                cell: (row) => {
                  const reading = readingOf(row);
                  return reading === null
                    ? 'Within chance'
                    : `${sentenceCase(reading)} than expected for the hours worked, ask why before concluding`;
                },
              },
            ]}
          />
          <Download of={of} name="peers" />
        </>
      )}
    </Answer>
  );
}

function describe({ group, exposure, dispersion }: Answered<'comparisonPeople'>): string {
  const { family, rank, band, n } = group;
  const hours = exposure === 'worked' ? 'by the hours that each worked' : 'as if each had worked as long as you';
  const spread =
    dispersion > 1 ? ` The limits are widened, for they differ by more than chance (ratio ${number(dispersion)}).` : '';
  return `${plural(n, 'officer')} of the same kind of work (${say(family)}), rank (${rank}) and shift pattern (${band}), compared ${hours}.${spread}`;
}

function titleOf({ own }: Answered<'comparisonPeople'>): string {
  const outside = own.filter((row) => readingOf(row) !== null).length;
  return outside === 0 ? 'Within what chance alone makes' : `${plural(outside, 'point')} beyond what chance makes: ask why`;
}
