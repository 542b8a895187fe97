import { describe, expect, it } from 'vitest';
import { meanInterval, poissonCdf, poissonTerm, predictionLimits } from '../../../lib/productivity/poisson.ts';

/** Terms one after the other from e^-mean, as a hand would. */
function byHand(mean: number, most: number): number[] {
  const terms = [Math.exp(-mean)];
  for (let k = 1; k <= most; k += 1) terms.push(((terms[k - 1] as number) * mean) / k);
  return terms;
}
const MEANS = [0.5, 1, 2, 3.3, 5, 7.5, 10, 15, 20, 33.3, 50];

describe('Poisson', () => {
  it('terms and sums are those of a hand calculation, and sum to 1', () => {
    for (const mean of MEANS) {
      const terms = byHand(mean, 200);
      for (const k of [0, 1, 2, 5, 17, 60]) {
        expect(poissonTerm(k, mean)).toBeCloseTo(terms[k] as number, 12);
        expect(poissonCdf(k, mean)).toBeCloseTo(
          terms.slice(0, k + 1).reduce((sum, term) => sum + term, 0),
          12,
        );
      }
      expect(poissonCdf(400, mean)).toBeCloseTo(1, 12);
    }
    expect(poissonCdf(1000, 1000)).toBeGreaterThan(0.5);
    expect(poissonCdf(1000, 1000)).toBeLessThan(0.52);
    expect([poissonTerm(0, 0), poissonTerm(1, 0), poissonCdf(0, 0), poissonCdf(-1, 5)]).toEqual([1, 0, 1, 0]);
  });

  it.each([
    [0, 0, 3.69],
    [1, 0.03, 5.57],
    [5, 1.62, 11.67],
    [10, 4.8, 18.39],
    [50, 37.11, 65.92],
  ])('the exact interval of %s is %s to %s', (count, lower, upper) => {
    const found = meanInterval(count, 0.05);
    expect([found.lower.toFixed(2), found.upper.toFixed(2)]).toEqual([lower.toFixed(2), upper.toFixed(2)]);
  });

  function outside(mean: number, lower: number, upper: number): { below: number; above: number } {
    const terms = byHand(mean, 400);
    const sum = (holds: (k: number) => boolean) => terms.reduce((total, term, k) => total + (holds(k) ? term : 0), 0);
    return { below: sum((k) => k < lower), above: sum((k) => k > upper) };
  }

  it('99.8 % limits: at most .001 on each side, and not wider than need be', () => {
    for (const mean of MEANS) {
      const { lower, upper } = predictionLimits(mean, 0.002);
      const { below, above } = outside(mean, lower, upper);
      expect(below).toBeLessThanOrEqual(0.001);
      expect(above).toBeLessThanOrEqual(0.001);
      expect(below + above).toBeLessThanOrEqual(0.002);
      expect(outside(mean, lower + 1, upper).below).toBeGreaterThan(0.001);
      if (upper > 0) expect(outside(mean, lower, upper - 1).above).toBeGreaterThan(0.001);
    }
  });

  it('limits half as wide fail the same test', () => {
    for (const mean of MEANS) {
      const { lower, upper } = predictionLimits(mean, 0.002);
      const { below, above } = outside(mean, mean - (mean - lower) / 2, mean + (upper - mean) / 2);
      expect(below + above).toBeGreaterThan(0.002);
    }
  });
});
