import { useState } from 'preact/hooks';
import { ChartFrame } from './frame.tsx';

export interface Point {
  readonly label: string;
  readonly value: number | null;
  /** Why there is no value. */
  readonly reason?: string | null;
  /** Not complete yet. */
  readonly provisional?: boolean;
  /** Said with the value. */
  readonly note?: string | undefined;
  /** Set off by its ground, as the subtitle explains. */
  readonly shaded?: boolean;
}

interface Props {
  /** States the finding. */
  readonly title: string;
  /** Measure, unit and period. */
  readonly subtitle: string;
  readonly points: readonly Point[];
  readonly format: (value: number) => string;
  readonly height?: number;
  /** The scale ends at 1, 2 or 5 of it, or ten times that; 60 for minutes and seconds. */
  readonly step?: number;
  /** Horizontal lines, named. */
  readonly lines?: readonly { readonly value: number; readonly name: string; readonly dashed?: boolean }[];
}

const MARGIN = { top: 20, right: 12, bottom: 22, left: 8 };
const NAMES = 130;

/** Values over time, with gaps where there are none. One tab stop, a slider over the points: whoever hears the page can move it too. */
export function LineChart(props: Props) {
  const { title, subtitle } = props;
  return (
    <ChartFrame title={title} subtitle={subtitle}>
      {(width) => <Drawing {...props} width={width} />}
    </ChartFrame>
  );
}

function Drawing({
  title,
  subtitle,
  points,
  format,
  height = 150,
  step: scale = 1,
  lines = [],
  width,
}: Props & { width: number }) {
  const [at, point] = useState<number | null>(null);
  const known = [...points.flatMap(({ value }) => (value === null ? [] : [value])), ...lines.map(({ value }) => value)];
  const most = scale * niceTop(Math.max(0, ...known) / scale);
  // Lines are named beside the plot, where they cross nothing.
  const right = lines.length === 0 ? MARGIN.right : NAMES;
  const inner = { width: width - MARGIN.left - right, height: height - MARGIN.top - MARGIN.bottom };
  const x = (n: number) => MARGIN.left + (points.length < 2 ? inner.width / 2 : (n * inner.width) / (points.length - 1));
  const step = inner.width / Math.max(1, points.length - 1);
  const y = (value: number) => MARGIN.top + inner.height * (1 - value / most);
  const namesAt = spread(lines.map(({ name, value }) => [name, y(value) + 5] as const));
  const current = at === null ? undefined : points[at];
  const move = (by: number) => point(Math.min(points.length - 1, Math.max(0, (at ?? (by > 0 ? -1 : points.length)) + by)));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => move(1),
    ArrowLeft: () => move(-1),
    Home: () => point(0),
    End: () => point(points.length - 1),
    Escape: () => point(null),
  };
  const spoken = (one: Point) =>
    `${one.label}: ${one.value === null ? (one.reason ?? 'no figure') : format(one.value)}${one.provisional ? ', provisional' : ''}${one.note === undefined ? '' : `, ${one.note}`}`;
  return (
    <>
      <div
        class="app-chart__points"
        role="slider"
        tabIndex={0}
        aria-label={`${title}. ${subtitle}`}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, points.length)}
        aria-valuenow={(at ?? points.length - 1) + 1}
        aria-valuetext={current === undefined ? 'The arrow keys read the points' : spoken(current)}
        aria-orientation="horizontal"
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (act === undefined) return;
          event.preventDefault();
          act();
        }}
        onBlur={() => point(null)}
      >
        <svg width={width} height={height} aria-hidden="true">
          {points.map((one, n) =>
            one.shaded ? (
              <rect class="app-band" key={one.label} x={x(n) - step / 2} y={MARGIN.top} width={step} height={inner.height} />
            ) : null,
          )}
          <line class="app-axis" x1={MARGIN.left} x2={width - right} y1={y(0)} y2={y(0)} />
          <line class="app-grid" x1={MARGIN.left} x2={width - right} y1={y(most)} y2={y(most)} />
          <text class="app-tick" x={MARGIN.left} y={y(most) - 2}>
            {format(most)}
          </text>
          {lines.map(({ value, name, dashed }) => (
            <g key={name}>
              <line
                class={dashed ? 'app-line app-line--limit' : 'app-line app-line--mean'}
                x1={MARGIN.left}
                x2={width - right}
                y1={y(value)}
                y2={y(value)}
              />
              <text class="app-tick" x={width - right + 6} y={namesAt.get(name)}>
                {name} {format(value)}
              </text>
            </g>
          ))}
          <path class="app-series" d={pathOf(points, x, y)} />
          {points.map((one, n) =>
            one.value === null ? null : (
              <circle
                class={one.provisional ? 'app-point app-point--provisional' : 'app-point'}
                key={one.label}
                cx={x(n)}
                cy={y(one.value)}
                r={at === n ? 6 : points.length > 40 ? 1.5 : 3}
              />
            ),
          )}
          {points.length === 0 ? null : (
            <>
              <text class="app-tick" x={MARGIN.left} y={height - 5}>
                {points[0]?.label}
              </text>
              <text class="app-tick app-tick--end" x={width - right} y={height - 5}>
                {points.at(-1)?.label}
              </text>
            </>
          )}
        </svg>
      </div>
      <p class="govuk-body-s app-chart__live">{current === undefined ? '' : spoken(current)}</p>
    </>
  );
}

function pathOf(points: readonly Point[], x: (n: number) => number, y: (value: number) => number): string {
  let pen = 'M';
  return points
    .map(({ value }, n) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${x(n).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
      return step;
    })
    .join('');
}

const LEAST_APART = 15;

/** Where names stand so that none lies on another: each as near to its line as those above it allow. */
function spread(places: readonly (readonly [name: string, y: number])[]): Map<string, number> {
  let above = Number.NEGATIVE_INFINITY;
  return new Map(
    places
      .toSorted(([, a], [, b]) => a - b)
      .map(([name, y]) => {
        above = Math.max(y, above + LEAST_APART);
        return [name, above];
      }),
  );
}

/** 1, 2 or 5 times a power of ten. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
