import { longDate } from '../../lib/dates.ts';
import { LineChart } from '../charts/line.tsx';
import { type Answered, question } from '../client.ts';
import { number, plural, sentenceCase, shortDate } from '../format.ts';
import { told } from '../told.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Download } from './download.tsx';
import { Figures } from './figures.tsx';
import { Table } from './table.tsx';

/** `P1`, and what was never graded. */
export const gradeName = (grade: string) => (grade === 'none' ? 'Not graded' : grade);

/** What the public asked for, by grade and day. */
export function Demand({ unit, from, to }: { unit: string; from: string; to: string }) {
  const of = question('unitDemand', `/v1/org-units/${unit}/demand`, { from, to });
  return (
    <Answer of={of} what="the demand">
      {(answer) => {
        const { dates, byGrade, selfInitiated } = answer;
        const grades = Object.keys(byGrade);
        return (
          <>
            <Figures
              title="Logs by grade as a table"
              charts={grades.map((grade) => (
                <LineChart
                  key={grade}
                  title={`${gradeName(grade)}: ${sumOfDays(answer, knownDays(answer), [grade])} logs in ${plural(knownDays(answer).length, 'day')}`}
                  subtitle={`Logs opened by the public, by day, ${shortDate(dates[0] ?? from)} to ${shortDate(dates.at(-1) ?? to)}`}
                  points={dates.map((date, n) => ({
                    label: shortDate(date),
                    value: byGrade[grade]?.[n] ?? null,
                    reason: say(answer.reason[n] ?? 'no figure'),
                    provisional: answer.complete[n] !== true,
                  }))}
                  format={number}
                />
              ))}
              table={
                <Table
                  caption="Logs opened by the public by grade, and those that officers found"
                  keyOf={(n) => dates[n] ?? String(n)}
                  rows={dates.map((_, n) => n).toReversed()}
                  columns={[
                    { head: 'Day', cell: (n) => longDate(dates[n] ?? '') },
                    ...grades.map((grade) => ({
                      head: gradeName(grade),
                      numeric: true,
                      cell: (n: number) => shown(byGrade[grade]?.[n], answer, n),
                    })),
                    { head: 'Found by officers', numeric: true, cell: (n) => shown(selfInitiated[n], answer, n) },
                  ]}
                />
              }
            />
            <Download of={of} name="demand" />
          </>
        );
      }}
    </Answer>
  );
}

/** The sum of some days; a day that is not known is no day without logs. */
export function sumOfDays(answer: Answered<'unitDemand'>, days: readonly number[], grades: readonly string[]): string {
  const unknown = days.find((n) => answer.reason[n] !== null && answer.reason[n] !== undefined);
  if (unknown !== undefined) return sentenceCase(say(answer.reason[unknown] ?? ''));
  const sum = grades.reduce((all, grade) => all + days.reduce((one, n) => one + (answer.byGrade[grade]?.[n] ?? 0), 0), 0);
  return `${number(sum)}${days.every((n) => answer.complete[n]) ? '' : ', provisional'}`;
}

function knownDays({ reason }: Answered<'unitDemand'>): number[] {
  return reason.flatMap((one, n) => (one === null ? [n] : []));
}

function shown(value: number | null | undefined, { reason, complete }: Answered<'unitDemand'>, n: number): string {
  return told({ value, reason: reason[n], provisional: complete[n] !== true }, number);
}
