/** XmR charts of teams and above: individuals and moving ranges, with the rules of NHS England's "Making data count". */

export type Rule = 'outsideLimits' | 'shift' | 'trend' | 'twoOfThree';

export interface Chart {
  readonly mean: number;
  readonly meanMovingRange: number;
  /** Natural process limits: mean +/- 2.66 x mean moving range; the lower one of a count is never below 0. */
  readonly lower: number;
  readonly upper: number;
  /** By point; a point may break several. */
  readonly signals: readonly (readonly Rule[])[];
}

/** 3 / d2 for ranges of two, as the charts are drawn everywhere. */
const FACTOR = 2.66;
/** Points in a run of a shift or a trend. The guidance allows six or seven; seven gives fewer false alarms. */
const RUN = 7;

export interface XmrOptions {
  /** Nothing lies below it: 0 for counts. */
  readonly floor?: number;
  readonly run?: number;
}

/** Limits and signals of a series in order of time. Null for fewer than two points. */
export function xmrOf(values: readonly number[], options: XmrOptions = {}): Chart | null {
  const { floor = Number.NEGATIVE_INFINITY, run = RUN } = options;
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const ranges = values.slice(1).map((value, at) => Math.abs(value - (values[at] as number)));
  const meanMovingRange = ranges.reduce((sum, range) => sum + range, 0) / ranges.length;
  const reach = FACTOR * meanMovingRange;
  const lower = Math.max(floor, mean - reach);
  const upper = mean + reach;
  const found = values.map((): Set<Rule> => new Set());
  const mark = (rule: Rule, points: Iterable<number>) => {
    for (const point of points) found[point]?.add(rule);
  };
  values.forEach((value, at) => {
    if (value < lower || value > upper) mark('outsideLimits', [at]);
  });
  for (const side of [1, -1]) {
    mark(
      'shift',
      runs(values, (value) => side * (value - mean) > 0, run),
    );
    mark('trend', climbs(values, side, run));
    mark('twoOfThree', twoOfThree(values, mean, reach, side));
  }
  return { mean, meanMovingRange, lower, upper, signals: found.map((rules) => [...rules].sort()) };
}

/** Points of unbroken runs of at least so many for which something holds. */
function runs(values: readonly number[], holds: (value: number) => boolean, least: number): number[] {
  const points: number[] = [];
  let current: number[] = [];
  for (const [at, value] of [...values, Number.NaN].entries()) {
    if (holds(value)) current.push(at);
    else {
      if (current.length >= least) points.push(...current);
      current = [];
    }
  }
  return points;
}

/** A trend may cross the mean; one equal pair ends it. */
function climbs(values: readonly number[], side: number, run: number): number[] {
  const steps = values.slice(1).map((value, at) => side * (value - (values[at] as number)));
  const rising = runs(steps, (step) => step > 0, run - 1);
  return [...new Set(rising.flatMap((at) => [at, at + 1]))];
}

/** Two of three on one side of the mean between two thirds of the way to the limit and the limit. */
function twoOfThree(values: readonly number[], mean: number, reach: number, side: number): number[] {
  const points = new Set<number>();
  for (let at = 0; at + 2 < values.length; at += 1) {
    const three = [at, at + 1, at + 2];
    const away = (point: number) => side * ((values[point] as number) - mean);
    if (!three.every((point) => away(point) > 0)) continue;
    const near = three.filter((point) => away(point) > (2 / 3) * reach && away(point) <= reach);
    if (near.length >= 2) for (const point of near) points.add(point);
  }
  return [...points];
}

/** Weeks that one point of a chart may stand for. */
const WEEKS = [1, 4, 13] as const;
const LEAST_MEAN = 10;
const LEAST_POINTS = 8;
const TRIAL_BELOW = 12;
const NAMED_POINTS = 4;

export type Series =
  | { readonly kind: 'counts'; readonly reason: 'fewEvents' | 'fewPoints'; readonly values: readonly number[] }
  | {
      readonly kind: 'chart';
      readonly weeks: (typeof WEEKS)[number];
      readonly trial: boolean;
      readonly values: readonly number[];
      readonly chart: Chart;
      /** Rules broken in the latest four points; older ones are not news. */
      readonly latest: readonly Rule[];
    };

/**
 * Weekly counts, oldest first, as the shortest points of 1, 4 or 13 weeks whose mean is at least 10; weeks that do not
 * fill a point are left out at the old end. Plain counts when no length will do, or below eight points.
 */
export function seriesOf(weekly: readonly number[]): Series {
  const mean = weekly.reduce((sum, count) => sum + count, 0) / Math.max(1, weekly.length);
  const weeks = WEEKS.find((length) => mean * length >= LEAST_MEAN);
  if (weeks === undefined) return { kind: 'counts', reason: 'fewEvents', values: weekly };
  const values = gathered(weekly, weeks);
  const chart = xmrOf(values, { floor: 0 });
  if (chart === null || values.length < LEAST_POINTS) return { kind: 'counts', reason: 'fewPoints', values };
  const latest = [...new Set(chart.signals.slice(-NAMED_POINTS).flat())].sort();
  return { kind: 'chart', weeks, trial: values.length < TRIAL_BELOW, values, chart, latest };
}

function gathered(weekly: readonly number[], weeks: number): number[] {
  const points = Math.floor(weekly.length / weeks);
  const from = weekly.length - points * weeks;
  return Array.from({ length: points }, (_, at) =>
    weekly.slice(from + at * weeks, from + (at + 1) * weeks).reduce((sum, count) => sum + count, 0),
  );
}

/**
 * Share of charts of a steady process that break a rule in their latest four points: measured on 20,000 seeded series of
 * 26 normal points (test/lib/productivity/variation.test.ts measures it again).
 */
export const CHANCE_OF_SIGNAL = 0.04;

/** How many of the charts shown would signal by chance. */
export function signalsByChance(charts: number): number {
  return charts * CHANCE_OF_SIGNAL;
}
