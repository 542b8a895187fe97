import { closeness } from '../availability/topsis.ts';
import type { Criterion } from '../policy/policy.ts';

export const METHOD_FORMULA =
  'C = D- / (D- + D+), with D+ and D- the weighted distances from the ideal and from the reference low point; weights enter squared (method section 7).';

/** Points of 100 that are lost when one criterion alone is at its worst: weights are squared, so they are not points. */
export function pointsAtWorst(worst: Criterion, criteria: readonly Criterion[]): number {
  const utilities = criteria.map(({ id }) => (id === worst.id ? 0 : 1));
  return Math.round(1000 * (1 - closeness(utilities, criteria).closeness)) / 10;
}
