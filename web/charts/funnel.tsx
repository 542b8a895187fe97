import type { Payload } from '../../lib/api/responses.ts';
import { useWidth } from './line.tsx';

type Row = Payload<'comparison'>['rows'][number];

const HEIGHT = 280;
const MARGIN = { top: 12, right: 16, bottom: 34, left: 36 };

/** Counts against what was expected for the number of officers, with the limits that chance alone would keep to. */
export function Funnel({ rows, title, subtitle }: { rows: readonly Row[]; title: string; subtitle: string }) {
  const [frame, width] = useWidth();
  const most = Math.max(1, ...rows.map(({ outer, count, expected }) => Math.max(outer.upper, count, expected)));
  const right = Math.max(1, ...rows.map(({ expected }) => expected)) * 1.1;
  const x = (expected: number) => MARGIN.left + ((width - MARGIN.left - MARGIN.right) * expected) / right;
  const y = (count: number) => MARGIN.top + (HEIGHT - MARGIN.top - MARGIN.bottom) * (1 - count / most);
  const sorted = rows.toSorted((a, b) => a.expected - b.expected);
  const line = (of: (row: Row) => number) =>
    sorted.map((row, n) => `${n === 0 ? 'M' : 'L'}${x(row.expected).toFixed(1)} ${y(of(row)).toFixed(1)}`).join('');
  return (
    <figure class="app-chart" ref={frame}>
      <figcaption>
        <strong class="govuk-body app-chart__title">{title}</strong>
        <span class="govuk-body-s app-chart__subtitle">{subtitle}</span>
      </figcaption>
      <svg width={width} height={HEIGHT} role="img" aria-label={`${title}. ${subtitle}. The table below has the same figures.`}>
        <line class="app-axis" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(0)} y2={y(0)} />
        <line class="app-axis" x1={MARGIN.left} x2={MARGIN.left} y1={y(0)} y2={MARGIN.top} />
        <path class="app-line app-line--mean" d={line(({ expected }) => expected)} />
        <path class="app-line app-line--limit" d={line(({ outer }) => outer.upper)} />
        <path class="app-line app-line--limit" d={line(({ outer }) => outer.lower)} />
        {rows.map((row) => {
          const outside = row.count > row.outer.upper || row.count < row.outer.lower;
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
    </figure>
  );
}
