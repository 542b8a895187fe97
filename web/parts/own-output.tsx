import { longDate } from '../../lib/dates.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import { question } from '../client.ts';
import { number, ofMetric, sentenceCase } from '../format.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Table } from './table.tsx';

/** One's own figures of the newest four weeks. */
export function OwnOutput({ id }: { id: string }) {
  return (
    <>
      <h2 class="govuk-heading-m">My output, 28 days</h2>
      <Answer of={question('personProductivity', `/v1/people/${id}/productivity`)} what="your output">
        {({ starts, ends, counts, responseTime }) => {
          const n = starts.length - 1;
          if (n < 0) return <p class="govuk-body">No period of four weeks is complete yet.</p>;
          if (COUNT_METRICS.every((metric) => counts[metric]?.reason[n] === 'notApplicable'))
            return <p class="govuk-body">None of the metrics applies to your role.</p>;
          const median = responseTime.median[n];
          const time = (value: number) => ofMetric('responseTime', value);
          const lines = [
            [
              'Response time (median)',
              median === null || median === undefined
                ? sentenceCase(say(responseTime.reason[n] ?? 'none recorded'))
                : time(median),
            ] as const,
            ...COUNT_METRICS.map((metric) => {
              const value = counts[metric]?.value[n];
              const mark = counts[metric]?.complete[n] === false ? ', provisional' : '';
              const text =
                value === null || value === undefined
                  ? sentenceCase(say(counts[metric]?.reason[n] ?? 'none recorded'))
                  : `${number(value)}${mark}`;
              return [sentenceCase(say(metric)), text] as const;
            }),
          ];
          return (
            <Table
              caption={`${longDate(starts[n] ?? '')} to ${longDate(ends[n] ?? '')}`}
              keyOf={([name]) => name}
              rows={lines}
              columns={[
                { head: 'What', cell: ([name]) => name },
                { head: 'Figure', numeric: true, cell: ([, text]) => text },
              ]}
            />
          );
        }}
      </Answer>
      <p class="govuk-body">
        <a class="govuk-link" href={`/people/${id}`}>
          My output over time
        </a>
      </p>
    </>
  );
}
