import type { Day } from '../day/day.ts';
import { LEFT_OUT, type LeftOut, type Sample } from '../day/response.ts';
import type { Policy } from '../policy/policy.ts';
import type { CountMetric, Metric, NullReason } from '../vocabulary.ts';
import { type Histogram, histogramOf, medianAndP90 } from './histogram.ts';

/** Counts by code, in order of the code: outcomes of searches, outcome types of crimes, offence groups. */
export type Mix = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What every figure carries. */
export interface Standing {
  readonly reason: NullReason | null;
  readonly complete: boolean;
}

/** Response times of a day: seconds and whatever was left out, each with its reason. */
export interface ResponseFigure extends Standing {
  readonly median: number | null;
  readonly p90: number | null;
  readonly n: number;
  /** Median of despatched to en route; null for areas and the force, where nobody is despatched yet when it starts. */
  readonly toEnRoute: number | null;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

export interface TargetShare {
  readonly n: number;
  readonly within: number;
}

export interface GroupResponseFigure extends ResponseFigure {
  readonly histogram: Histogram;
  /** Areas and the force only. */
  readonly targets: Readonly<Record<'P1' | 'P2', TargetShare>> | null;
}

export interface VisibilityFigure extends Standing {
  readonly minutes: number | null;
  readonly unknownMinutes: number | null;
}

/** Whether a metric can be said on the day: null has its reason, and a partial day says that it is one. */
export function standing(day: Day, metric: Metric): Standing {
  const arrivals = day.policy.metricFeeds[metric].map((feed) => day.arrivals[feed] ?? 'missing');
  if (day.status === 'planned') return { reason: 'notYet', complete: false };
  if (arrivals.includes('missing')) return { reason: 'feedMissing', complete: false };
  return { reason: null, complete: arrivals.every((arrival) => arrival === 'complete') };
}

export function responseFigure(samples: readonly Sample[], stands: Standing, policy: Policy): ResponseFigure {
  const seconds = samples.flatMap((sample) => (sample.seconds === null ? [] : [sample.seconds]));
  const enRoute = samples.flatMap((sample) => (sample.toEnRoute === null ? [] : [sample.toEnRoute]));
  const leftOut: Partial<Record<LeftOut, number>> = {};
  for (const reason of LEFT_OUT) {
    const count = samples.filter((sample) => sample.leftOut === reason).length;
    if (count > 0) leftOut[reason] = count;
  }
  const tooFew = seconds.length < policy.response.fewest;
  const figures = stands.reason !== null || tooFew ? null : medianAndP90(seconds);
  return {
    median: figures?.median ?? null,
    p90: figures?.p90 ?? null,
    n: seconds.length,
    toEnRoute: figures === null ? null : (medianAndP90(enRoute)?.median ?? null),
    leftOut,
    reason: stands.reason ?? (tooFew ? 'tooFew' : null),
    complete: stands.complete,
  };
}

export function groupResponse(
  samples: readonly Sample[],
  targets: GroupResponseFigure['targets'],
  stands: Standing,
  policy: Policy,
): GroupResponseFigure {
  const seconds = samples.flatMap((sample) => (sample.seconds === null ? [] : [sample.seconds]));
  return { ...responseFigure(samples, stands, policy), histogram: histogramOf(seconds), targets };
}

/** Counts the values of one detail over events; null is told as `none`. */
export function mixOf(details: readonly Readonly<Record<string, unknown>>[], names: readonly string[]): Mix {
  return Object.fromEntries(
    names.map((name) => {
      const counts: Record<string, number> = {};
      for (const detail of details.filter((one) => name in one)) {
        const value = String(detail[name] ?? 'none');
        counts[value] = (counts[value] ?? 0) + 1;
      }
      return [name, Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))];
    }),
  );
}

/** The details of which a metric tells the mix. */
export const MIXES: Readonly<Partial<Record<CountMetric, readonly string[]>>> = {
  arrests: ['offenceGroup'],
  stopSearches: ['outcome', 'linked'],
  outcomes: ['code', 'offenceGroup'],
  positiveOutcomes: ['code', 'offenceGroup', 'accountable'],
};
