import { longDate } from '../../lib/dates.ts';
import { question } from '../client.ts';
import { number, sentenceCase } from '../format.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Table } from './table.tsx';

/** What came of searches: their outcomes, never an order of who made them. */
export function SearchOutcomes({ unit, to }: { unit: string; to: string }) {
  const of = question('unitProductivity', `/v1/org-units/${unit}/productivity`, { from: to, to, window: '28' });
  return (
    <Answer of={of} what="the outcomes" quiet>
      {({ counts }) => {
        const rows = Object.entries(counts.stopSearches?.mix.at(-1)?.outcome ?? {});
        const mark = counts.stopSearches?.complete.at(-1) ? '' : ', provisional';
        if (rows.length === 0) return null;
        return (
          <Table
            caption={`Outcomes in the force, 28 days to ${longDate(to)}${mark}`}
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
