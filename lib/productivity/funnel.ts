import { ProductError } from '../errors.ts';
import { type Limits, predictionLimits } from './poisson.ts';

export interface FunnelPoint {
  readonly id: string;
  readonly count: number;
  /** What the count is measured against: officers x days for units, minutes for persons; more than 0. */
  readonly exposure: number;
}

export interface FunnelRow {
  readonly id: string;
  readonly count: number;
  readonly expected: number;
  /** 95 % and 99.8 %, in counts, widened. */
  readonly inner: Limits;
  readonly outer: Limits;
}

export interface Funnel {
  readonly rows: readonly FunnelRow[];
  /** Mean of the squared winsorised z: 1 when chance alone makes the points differ. */
  readonly dispersion: number;
  /** Variance of the rates between the points beyond chance, on the scale of the rate. */
  readonly tauSquared: number;
  /** Events per unit of exposure of all points together. */
  readonly rate: number;
}

const WINSORISED = 0.1;
const INNER = 0.05;
const OUTER = 0.002;

/**
 * Exact Poisson prediction limits about the group's rate, widened for over-dispersion (Spiegelhalter 2005: z winsorised
 * at 10 %, additive variance tau squared between the points). In order of the id. Throws without exposure.
 */
export function funnelOf(points: readonly FunnelPoint[]): Funnel {
  const all = points.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const exposure = all.reduce((sum, point) => sum + point.exposure, 0);
  if (!(exposure > 0) || all.some((point) => !(point.exposure > 0)))
    throw new ProductError('NO_EXPOSURE', 'every point of a funnel needs an exposure above 0');
  const rate = all.reduce((sum, { count }) => sum + count, 0) / exposure;
  const { dispersion, tauSquared } = overDispersion(all, rate);
  const rows = all.map(({ id, count, exposure: own }) => ({ id, count, ...funnelAt({ rate, tauSquared }, own) }));
  return { rows, dispersion, tauSquared, rate };
}

/** What is expected at an exposure, and the limits around it. */
export function funnelAt(
  { rate, tauSquared }: Pick<Funnel, 'rate' | 'tauSquared'>,
  exposure: number,
): Omit<FunnelRow, 'id' | 'count'> {
  const expected = rate * exposure;
  // Variance of the point's rate by chance alone is rate / exposure.
  const widening = rate === 0 ? 1 : Math.sqrt(1 + (tauSquared * exposure) / rate);
  return { expected, inner: widened(expected, INNER, widening), outer: widened(expected, OUTER, widening) };
}

function widened(expected: number, alpha: number, widening: number): Limits {
  const { lower, upper } = predictionLimits(expected, alpha);
  return {
    lower: Math.max(0, expected - (expected - lower) * widening),
    upper: expected + (upper - expected) * widening,
  };
}

function overDispersion(points: readonly FunnelPoint[], rate: number): { dispersion: number; tauSquared: number } {
  const n = points.length;
  if (rate === 0 || n < 2) return { dispersion: 1, tauSquared: 0 };
  const z = winsorised(points.map(({ count, exposure }) => (count - rate * exposure) / Math.sqrt(rate * exposure)));
  const dispersion = z.reduce((sum, value) => sum + value * value, 0) / n;
  const weights = points.map(({ exposure }) => exposure / rate);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  return { dispersion, tauSquared: Math.max(0, (n * dispersion - (n - 1)) / (sum - squares / sum)) };
}

/** Values beyond the outer tenth on each side are drawn in to it, so that a few extreme points do not widen the limits. */
function winsorised(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const low = quantile(sorted, WINSORISED);
  const high = quantile(sorted, 1 - WINSORISED);
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

/** Linear between the order statistics (type 7 of Hyndman and Fan 1996). */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const low = sorted[below] as number;
  return low + (at - below) * ((sorted[below + 1] ?? low) - low);
}
