import { number } from '../format.ts';
import { ChartFrame } from './frame.tsx';

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** What is expected at one size, and what chance alone keeps to: 95 % inside, 99.8 % outside. */
export interface Expected {
  readonly at: number;
  readonly expected: number;
  readonly inner: Limits;
  readonly outer: Limits;
}

export interface Mark {
  readonly id: string;
  readonly at: number;
  readonly count: number;
  /** Beyond what chance makes: another shape, not only another colour. */
  readonly outside: boolean;
}

interface Props {
  readonly shape: readonly Expected[];
  readonly marks: readonly Mark[];
  readonly title: string;
  readonly subtitle: string;
  /** What lies along the lower edge. */
  readonly along: string;
}

const HEIGHT = 280;
const MARGIN = { top: 12, right: 16, bottom: 34, left: 40 };

/** Counts against what their size leads one to expect, with the limits that chance alone would keep to. */
export function Funnel(props: Props) {
  const { title, subtitle } = props;
  return (
    <ChartFrame title={title} subtitle={subtitle}>
      {(width) => <Drawing {...props} width={width} />}
    </ChartFrame>
  );
}

function Drawing({ shape, marks, title, subtitle, along, width }: Props & { width: number }) {
  const sorted = shape.toSorted((a, b) => a.at - b.at);
  const most = Math.max(1, ...shape.map(({ outer }) => outer.upper), ...marks.map(({ count }) => count));
  const sizes = [...shape, ...marks].map(({ at }) => at);
  const [left, right] = [Math.min(...sizes) * 0.95, Math.max(1, ...sizes) * 1.05];
  const x = (at: number) => MARGIN.left + ((width - MARGIN.left - MARGIN.right) * (at - left)) / Math.max(1e-9, right - left);
  const y = (count: number) => MARGIN.top + (HEIGHT - MARGIN.top - MARGIN.bottom) * (1 - Math.max(0, count) / most);
  const line = (of: (one: Expected) => number) =>
    sorted.map((one, n) => `${n === 0 ? 'M' : 'L'}${x(one.at).toFixed(1)} ${y(of(one)).toFixed(1)}`).join('');
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={`${title}. ${subtitle}. The table below has the same figures.`}>
      <line class="app-axis" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(0)} y2={y(0)} />
      <line class="app-axis" x1={MARGIN.left} x2={MARGIN.left} y1={y(0)} y2={MARGIN.top} />
      <path class="app-line app-line--mean" d={line(({ expected }) => expected)} />
      <path class="app-line app-line--inner" d={line(({ inner }) => inner.upper)} />
      <path class="app-line app-line--inner" d={line(({ inner }) => inner.lower)} />
      <path class="app-line app-line--limit" d={line(({ outer }) => outer.upper)} />
      <path class="app-line app-line--limit" d={line(({ outer }) => outer.lower)} />
      {marks.map(({ id, at, count, outside }) => {
        const [cx, cy] = [x(at), y(count)];
        return outside ? (
          <path class="app-point app-point--outside" key={id} d={`M${cx} ${cy - 6}l6 6l-6 6l-6 -6z`} />
        ) : (
          <circle class="app-point" key={id} cx={cx} cy={cy} r={4} />
        );
      })}
      <text class="app-tick" x={MARGIN.left - 4} y={y(most) + 4} text-anchor="end">
        {Math.round(most)}
      </text>
      <text class="app-tick" x={MARGIN.left - 4} y={y(0) + 4} text-anchor="end">
        0
      </text>
      <text class="app-tick app-tick--end" x={width - MARGIN.right} y={HEIGHT - 8}>
        {along}, {number(Math.floor(left))} to {number(Math.ceil(right))}
      </text>
    </svg>
  );
}
