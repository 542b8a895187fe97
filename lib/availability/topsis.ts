import { ProductError } from '../errors.ts';
import type { Criterion } from '../policy/policy.ts';

export interface Closeness {
  /** C = D- / (D- + D+), from 0 (reference low point) to 1 (the ideal). */
  readonly closeness: number;
  /** Weighted distance to the ideal. */
  readonly dPlus: number;
  /** Weighted distance to the low point. */
  readonly dMinus: number;
}

/** u_j of method section 7: 0 at the worst end of the domain, 1 at the best. Throws for a value outside its domain. */
export function utility(criterion: Criterion, value: number): number {
  const { id, low, high, objective } = criterion;
  if (!Number.isFinite(value) || value < low || value > high) {
    throw new ProductError('OUTSIDE_DOMAIN', `${id} is ${value}: it must lie from ${low} to ${high}`);
  }
  const benefit = (value - low) / (high - low);
  return objective === 'max' ? benefit : 1 - benefit;
}

/**
 * Fixed-domain TOPSIS: distances to an absolute ideal and low point, so that no one's score depends on a colleague
 * (Hwang and Yoon 1981, with reference points fixed in advance). Only + - x / sqrt, in the declared order of criteria.
 * `utilities` are in [0, 1], one a criterion; throws for any other.
 */
export function closeness(utilities: readonly number[], criteria: readonly Criterion[]): Closeness {
  if (utilities.length !== criteria.length) {
    throw new ProductError('LENGTHS_DIFFER', `${utilities.length} values for ${criteria.length} criteria`);
  }
  let squares = 0;
  for (const { weight } of criteria) squares += weight * weight;
  if (!(squares > 0)) throw new ProductError('NO_WEIGHT', 'at least one criterion needs a weight above 0');
  let toIdeal = 0;
  let toLow = 0;
  criteria.forEach(({ id, weight }, at) => {
    const u = utilities[at] as number;
    if (!(u >= 0 && u <= 1)) throw new ProductError('OUTSIDE_DOMAIN', `${id} is ${u}: a utility lies from 0 to 1`);
    const q = (weight * weight) / squares;
    toIdeal += q * (1 - u) * (1 - u);
    toLow += q * u * u;
  });
  const dPlus = Math.sqrt(toIdeal);
  const dMinus = Math.sqrt(toLow);
  return { closeness: dMinus / (dMinus + dPlus), dPlus, dMinus };
}

export interface Bounds {
  readonly low: Closeness;
  readonly high: Closeness;
}

/** The exact interval of the score when some utilities are unknown (null): each at its worst, each at its best. */
export function closenessBounds(utilities: readonly (number | null)[], criteria: readonly Criterion[]): Bounds {
  const filled = (unknown: number) => utilities.map((u) => u ?? unknown);
  return { low: closeness(filled(0), criteria), high: closeness(filled(1), criteria) };
}
