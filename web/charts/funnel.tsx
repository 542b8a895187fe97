import type { Payload } from '../../lib/api/responses.ts';
import { readingOf } from '../reading.ts';
import { ChartFrame } from './frame.tsx';

type Row = Payload<'comparison'>['rows'][number];

interface Props {
  readonly rows: readonly Row[];
  readonly title: string;
  readonly subtitle: string;
}

const HEIGHT = 280;
const MARGIN = { top: 12, right: 16, bottom: 34, left: 36 };

/** Counts against what was expected for the number of officers, with the limits that chance alone would keep to. */
export function Funnel(props: Props) {
  const { title, subtitle } = props;
  return (
    <ChartFrame title={title} subtitle={subtitle}>
      {(width) => <Drawing {...props} width={width} />}
    </ChartFrame>
  );
}

function Drawing({ rows, title, subtitle, width }: Props & { width: number }) {
  const most = Math.max(1, ...rows.map(({ outer, count, expected }) => Math.max(outer.upper, count, expected)));
  const right = Math.max(1, ...rows.map(({ expected }) => expected)) * 1.1;
  const x = (expected: number) => MARGIN.left + ((width - MARGIN.left - MARGIN.right) * expected) / right;
  const y = (count: number) => MARGIN.top + (HEIGHT - MARGIN.top - MARGIN.bottom) * (1 - count / most);
  const sorted = rows.toSorted((a, b) => a.expected - b.expected);
  const line = (of: (row: Row) => number) =>
    sorted.map((row, n) => `${n === 0 ? 'M' : 'L'}${x(row.expected).toFixed(1)} ${y(of(row)).toFixed(1)}`).join('');
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={`${title}. ${subtitle}. The table below has the same figures.`}>
      <line class="app-axis" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(0)} y2={y(0)} />
      <line class="app-axis" x1={MARGIN.left} x2={MARGIN.left} y1={y(0)} y2={MARGIN.top} />
      <path class="app-line app-line--mean" d={line(({ expected }) => expected)} />
      <path class="app-line app-line--limit" d={line(({ outer }) => outer.upper)} />
      <path class="app-line app-line--limit" d={line(({ outer }) => outer.lower)} />
      {rows.map((row) => {
        const outside = readingOf(row) !== null;
        const [cx, cy] = [x(row.expected), y(row.count)];
        return outside ? (
          <path class="app-point app-point--outside" key={row.id} d={`M${cx} ${cy - 6}l6 6l-6 6l-6 -6z`} />
        ) : (
          <circle class="app-point" key={row.id} cx={cx} cy={cy} r={4} />
        );
      })}
      <text class="app-tick" x={MARGIN.left - 4} y={y(most) + 4} text-anchor="end">
        {Math.round(most)}
      </text>
      <text class="app-tick app-tick--end" x={width - MARGIN.right} y={HEIGHT - 8}>
        expected for its number of officers, to {Math.round(right)}
      </text>
    </svg>
  );
}
