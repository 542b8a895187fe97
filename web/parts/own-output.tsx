import { longDate } from '../../lib/dates.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import { question } from '../client.ts';
import { number, ofMetric, sentenceCase } from '../format.ts';
import { told } from '../told.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { type Pair, Pairs } from './pairs.tsx';

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
          const pairs: Pair[] = [
            [
              'Response time (median)',
              told({ value: responseTime.median[n], reason: responseTime.reason[n] }, (value) => ofMetric('responseTime', value)),
            ],
            ...COUNT_METRICS.map((metric): Pair => {
              const { value, reason, complete } = counts[metric] ?? {};
              const figure = { value: value?.[n], reason: reason?.[n], provisional: complete?.[n] === false };
              return [sentenceCase(say(metric)), told(figure, number)];
            }),
          ];
          return (
            <Pairs
              caption={`${longDate(starts[n] ?? '')} to ${longDate(ends[n] ?? '')}`}
              pairs={pairs.map(([what, figure]) => [what, sentenceCase(figure)])}
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
