import { longDate } from '../../lib/dates.ts';
import { question } from '../client.ts';
import { number, sentenceCase } from '../format.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Table } from './table.tsx';

/** What became of the events of a power used: the outcomes, never an order of who used it. */
export function Mix({ unit, metric, to }: { unit: string; metric: 'stopSearches' | 'useOfForce'; to: string }) {
  const of = question('unitProductivity', `/v1/org-units/${unit}/productivity`, { from: to, to, window: '28' });
  return (
    <Answer of={of} what="the outcomes" quiet>
      {({ counts }) => {
        const mix = counts[metric]?.mix.at(-1) ?? {};
        const rows = Object.entries(mix.outcome ?? {});
        if (rows.length === 0) return null;
        return (
          <Table
            caption={`Outcomes in the force, 28 days to ${longDate(to)}`}
            keyOf={([outcome]) => outcome}
            rows={rows}
            columns={[
              { head: 'Outcome', cell: ([outcome]) => sentenceCase(say(outcome)) },
              { head: 'Count', numeric: true, cell: ([, count]) => number(count) },
            ]}
          />
        );
      }}
    </Answer>
  );
}
