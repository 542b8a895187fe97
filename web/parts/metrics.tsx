import type { Metric } from '../../lib/vocabulary.ts';
import { LineChart } from '../charts/line.tsx';
import { question } from '../client.ts';
import { sentenceCase } from '../format.ts';
import { told } from '../told.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Figures } from './figures.tsx';
import { Table } from './table.tsx';

export interface Series {
  readonly metric: Metric;
  readonly values: readonly (number | null)[];
  readonly reasons: readonly (string | null)[];
  readonly provisional: readonly boolean[];
}

interface Props {
  readonly dates: readonly string[];
  readonly label: (date: string) => string;
  /** Such as "sums of 7 days"; times have medians instead. */
  readonly period: (of: 'sums' | 'medians') => string;
  /** What the dates are: "From" or "To". */
  readonly head: string;
  /** Of the newest value, such as "in the last four weeks". */
  readonly last: string;
  readonly series: readonly Series[];
  readonly format: (metric: Metric, value: number) => string;
}

/** Small multiples over time, one a metric, and one table with every figure of them. */
export function Metrics({ dates, label, period, head, last, series, format }: Props) {
  const shown = series.filter(({ values }) => values.length === dates.length);
  return (
    <Answer of={question('metrics', '/v1/metrics')} what="the definitions" quiet>
      {({ metrics }) => {
        const titles = new Map(metrics.map(({ id, title }) => [id as Metric, title]));
        const title = (metric: Metric) => titles.get(metric) ?? metric;
        const said = ({ metric, values, reasons, provisional }: Series, n: number) =>
          told({ value: values[n], reason: reasons[n], provisional: provisional[n] }, (value) => format(metric, value));
        return (
          <Figures
            title="All figures as a table"
            charts={shown.map((one) => (
              <LineChart
                key={one.metric}
                title={`${title(one.metric)}: ${latest(one, format)} ${last}`}
                subtitle={`${sentenceCase(period(one.metric === 'responseTime' ? 'medians' : 'sums'))}, ${label(dates[0] ?? '')} to ${label(dates.at(-1) ?? '')}`}
                points={dates.map((date, n) => ({
                  label: label(date),
                  value: one.values[n] ?? null,
                  reason: say(one.reasons[n] ?? 'no figure'),
                  provisional: one.provisional[n] ?? false,
                }))}
                step={one.metric === 'responseTime' || one.metric === 'visibility' ? 60 : 1}
                format={(value) => format(one.metric, value)}
              />
            ))}
            table={
              <Table
                caption={`The figures of the charts, ${period('sums')}; response times are medians`}
                keyOf={(n) => dates[n] ?? String(n)}
                rows={dates.map((_, n) => n).toReversed()}
                columns={[
                  { head, cell: (n) => label(dates[n] ?? '') },
                  ...shown.map((one) => ({ head: title(one.metric), numeric: true, cell: (n: number) => said(one, n) })),
                ]}
              />
            }
          />
        );
      }}
    </Answer>
  );
}

function latest({ metric, values, reasons, provisional }: Series, format: Props['format']): string {
  const value = values.at(-1);
  if (value === null || value === undefined) return say(reasons.at(-1) ?? 'none recorded');
  return `${format(metric, value)}${provisional.at(-1) ? ', provisional,' : ''}`;
}
