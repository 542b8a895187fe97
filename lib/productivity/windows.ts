import type { Policy } from '../policy/policy.ts';
import { type CountMetric, type NullReason, perMetric } from '../vocabulary.ts';
import type { Mix } from './figures.ts';
import { type Histogram, medianAndP90, type Quantile, quantileOf, sumOfHistograms } from './histogram.ts';
import type { PersonFigures } from './rollup.ts';

/** Lengths in days of the rolling windows. */
export const WINDOWS = [7, 28, 91, 365] as const;
export interface WindowCount {
  readonly value: number | null;
  readonly reason: NullReason | null;
  readonly assists: number;
  readonly mix: Mix;
  /** Days of which the metric could be said. */
  readonly days: number;
  readonly complete: boolean;
}

export interface WindowResponse {
  readonly median: number | null;
  readonly p90: number | null;
  readonly n: number;
  readonly reason: NullReason | null;
  /** Of a group, read from the histogram: how far off the median can be, in seconds. */
  readonly binWidth: number | null;
}

export interface WindowVisibility {
  readonly minutes: number | null;
  readonly unknownMinutes: number | null;
  readonly reason: NullReason | null;
}

/** A share with its numbers; null below the least number. */
export interface Share {
  readonly n: number;
  readonly share: number | null;
  /** What the share would be with the force's rate in each offence group. */
  readonly expected: number | null;
}

export interface WindowFigures {
  readonly counts: Readonly<Record<CountMetric, WindowCount>>;
  readonly responseTime: WindowResponse;
  readonly visibility: WindowVisibility;
  /** Searches that found what they were for. */
  readonly linkedFind: Share;
  readonly positiveShare: Share;
}

/** A person over a window: sums of the days, and the exact median of the own response times. */
export function personWindow(days: readonly PersonFigures[], wanted: number, policy: Policy): WindowFigures {
  const counts = countsOf(days, wanted);
  const seconds = days.flatMap(({ responseTime }) => responseTime.seconds);
  const applies = days.some(({ responseTime }) => responseTime.reason !== 'notApplicable');
  const enough = seconds.length >= policy.response.fewest;
  const figures = enough ? medianAndP90(seconds) : null;
  return {
    counts,
    responseTime: {
      median: figures?.median ?? null,
      p90: figures?.p90 ?? null,
      n: seconds.length,
      reason: applies ? (enough ? null : 'tooFew') : 'notApplicable',
      binWidth: null,
    },
    visibility: visibilityOf(days.map(({ visibility }) => visibility)),
    linkedFind: linkedFind(counts, policy),
    positiveShare: positiveShare(counts, policy.fewestForShare.positiveOutcomes, null),
  };
}

export type GroupWindow = Pick<WindowFigures, 'counts' | 'responseTime' | 'visibility'>;

/** A unit over a window: every event has one date, so sums of distinct events are distinct; medians from histograms. */
export function groupWindow(days: readonly GroupDay[], wanted: number, policy: Policy): GroupWindow {
  const counts = countsOf(days, wanted);
  const histogram = sumOfHistograms(days.map(({ responseTime }) => responseTime.histogram));
  return {
    counts,
    responseTime: responseFrom(histogram, policy),
    visibility: visibilityOf(days.map(({ visibility }) => visibility)),
  };
}

function responseFrom(histogram: Histogram, policy: Policy): WindowResponse {
  const n = Object.values(histogram).reduce((sum, count) => sum + count, 0);
  const enough = n >= policy.response.fewest;
  const median: Quantile | null = enough ? quantileOf(histogram, 0.5) : null;
  const p90 = enough ? quantileOf(histogram, 0.9) : null;
  return {
    median: median?.seconds ?? null,
    p90: p90?.seconds ?? null,
    n,
    reason: enough ? null : 'tooFew',
    binWidth: median?.binWidth ?? null,
  };
}

type Counts = Readonly<Record<CountMetric, Counted>>;

/** What a window needs of a day of a unit. */
type GroupDay = Counts & {
  readonly responseTime: { readonly histogram: Histogram };
  readonly visibility: Seen;
};

interface Seen {
  readonly minutes: number | null;
  /** Not told to everybody. */
  readonly unknownMinutes?: number | null;
  readonly reason: NullReason | null;
}

interface Counted {
  readonly value: number | null;
  readonly reason: NullReason | null;
  readonly assists: number;
  readonly mix: Mix;
  readonly complete: boolean;
}

function countsOf(days: readonly Counts[], wanted: number): WindowFigures['counts'] {
  return perMetric((metric) => {
    let [sum, said, assists] = [0, 0, 0];
    let missing: NullReason | null = null;
    // A day on which the metric did not apply to the role is no gap.
    let complete = days.length === wanted;
    const mixes: Mix[] = [];
    for (const day of days) {
      const figure = day[metric];
      assists += figure.assists;
      complete &&= figure.complete || figure.reason === 'notApplicable';
      if (figure.value === null) {
        missing ??= figure.reason;
      } else {
        sum += figure.value;
        said += 1;
        // Of what is counted only: a share must not have more events below it than the figure has.
        mixes.push(figure.mix);
      }
    }
    return {
      value: said === 0 ? null : sum,
      reason: said > 0 ? null : (missing ?? 'feedMissing'),
      assists,
      mix: sumOfMixes(mixes),
      days: said,
      complete,
    };
  });
}

/** With the codes in order, in whatever order they came. */
export function sumOfMixes(mixes: readonly Mix[]): Mix {
  const sums: Record<string, Record<string, number>> = {};
  for (const mix of mixes) {
    for (const name of Object.keys(mix)) {
      const counts = mix[name] ?? {};
      sums[name] ??= {};
      const sum = sums[name];
      for (const code of Object.keys(counts)) sum[code] = (sum[code] ?? 0) + (counts[code] ?? 0);
    }
  }
  for (const name of Object.keys(sums)) sums[name] = inOrder(sums[name] ?? {});
  return sums;
}

function inOrder(counts: Record<string, number>): Record<string, number> {
  const codes = Object.keys(counts);
  if (codes.length < 2) return counts;
  return Object.fromEntries(codes.sort().map((code) => [code, counts[code] ?? 0]));
}

function visibilityOf(days: readonly Seen[]): WindowVisibility {
  const said = days.filter(({ minutes }) => minutes !== null);
  return {
    minutes: said.length === 0 ? null : said.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
    unknownMinutes: said.length === 0 ? null : said.reduce((sum, { unknownMinutes }) => sum + (unknownMinutes ?? 0), 0),
    reason: said.length > 0 ? null : (days.find(({ reason }) => reason !== null)?.reason ?? 'feedMissing'),
  };
}

function linkedFind({ stopSearches }: WindowFigures['counts'], policy: Policy): Share {
  const linked = stopSearches.mix.linked ?? {};
  const n = (linked.true ?? 0) + (linked.false ?? 0);
  return { n, share: n >= policy.fewestForShare.linkedFind ? (linked.true ?? 0) / n : null, expected: null };
}

/** Outcomes of a person, unit or force over the same days, and how many of them were positive. */
export type Outcomes = Readonly<Record<'outcomes' | 'positiveOutcomes', Pick<WindowCount, 'value' | 'mix'>>>;

/**
 * Positive outcomes as a share of all, and what the force's rate in each offence group would give for the same mix (indirect
 * standardisation). Null with fewer than `fewest`; nothing is expected of an offence of which the force has no outcome.
 */
export function positiveShare({ outcomes, positiveOutcomes }: Outcomes, fewest: number, force: Outcomes | null): Share {
  const n = outcomes.value ?? 0;
  if (n < fewest || positiveOutcomes.value === null) return { n, share: null, expected: null };
  return { n, share: positiveOutcomes.value / n, expected: force === null ? null : expectedShare(outcomes.mix, force) };
}

function expectedShare(own: Mix, force: Outcomes): number | null {
  const all = force.outcomes.mix.offenceGroup ?? {};
  const positive = force.positiveOutcomes.mix.offenceGroup ?? {};
  let n = 0;
  let expected = 0;
  for (const [group, count] of Object.entries(own.offenceGroup ?? {})) {
    const inForce = all[group] ?? 0;
    if (inForce === 0) return null;
    n += count;
    expected += (count * (positive[group] ?? 0)) / inForce;
  }
  return n === 0 ? null : expected / n;
}
