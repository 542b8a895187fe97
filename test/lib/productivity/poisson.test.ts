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
  });

  it('of nothing expected there is nothing, and below 0 lies nothing', () => {
    expect([poissonTerm(0, 0), poissonTerm(1, 0), poissonCdf(0, 0), poissonCdf(3, 0), poissonCdf(-1, 5)]).toEqual([
      1, 0, 1, 1, 0,
    ]);
  });

  // A term is the one before times mean / k; beyond 255 factorials are no longer summed but Stirling's.
  it.each([255, 256, 257, 300, 1000])('the term of %s follows from the one before', (k) => {
    const mean = k - 3;
    expect(poissonTerm(k, mean) / poissonTerm(k - 1, mean) / (mean / k)).toBeCloseTo(1, 10);
  });

  // exp(k ln(mean) - mean) / k!, reckoned with 30 digits.
  it.each([
    [300, 290, 0.01941764576302827],
    [1000, 1000, 0.0126146113487215],
  ])('P(%s) at a mean of %s', (k, mean, probability) => {
    expect(poissonTerm(k, mean) / probability).toBeCloseTo(1, 10);
  });

  it.each([
    [0, 0, 3.69],
    [1, 0.03, 5.57],
    [5, 1.62, 11.67],
    [10, 4.8, 18.39],
    [50, 37.11, 65.92],
    [100, 81.36, 121.63],
    [200, 173.24, 229.72],
  ])('the exact interval of %s is %s to %s', (count, lower, upper) => {
    const found = meanInterval(count, 0.05);
    expect([found.lower.toFixed(2), found.upper.toFixed(2)]).toEqual([lower.toFixed(2), upper.toFixed(2)]);
  });

  it('the interval of 0 begins at 0 itself and ends at -ln(alpha / 2)', () => {
    expect(meanInterval(0, 0.05).lower).toBe(0);
    expect(meanInterval(0, 0.05).upper).toBeCloseTo(-Math.log(0.025), 12);
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

  it('exactly alpha / 2 below the lower limit is allowed', () => {
    // P(X = 0) of a mean of 1 is 1 / e.
    expect(predictionLimits(1, 2 * Math.exp(-1)).lower).toBe(1);
    expect(predictionLimits(1, 1.99 * Math.exp(-1)).lower).toBe(0);
  });

  it('where nothing is expected the limits are 0, even for certainty', () => {
    expect(predictionLimits(0, 0.002)).toEqual({ lower: 0, upper: 0 });
    expect(predictionLimits(0, 0)).toEqual({ lower: 0, upper: 0 });
  });

  it.each(MEANS)('for certainty the limits of a mean of %s end where no term is left', (mean) => {
    const { lower, upper } = predictionLimits(mean, 0);
    expect(lower).toBe(0);
    expect(outside(mean, lower, upper).above).toBeLessThan(1e-15);
    expect(poissonTerm(upper + 1, mean)).toBeLessThan(1e-15);
  });

  // Quantiles of the Poisson distribution at .001 and .999.
  it.each([
    [100, 71, 132],
    [400, 340, 463],
  ])('99.8 %% limits of %s are %s and %s', (mean, lower, upper) => {
    expect(predictionLimits(mean, 0.002)).toEqual({ lower, upper });
  });

  it('limits half as wide fail the same test', () => {
    for (const mean of MEANS) {
      const { lower, upper } = predictionLimits(mean, 0.002);
      const { below, above } = outside(mean, mean - (mean - lower) / 2, mean + (upper - mean) / 2);
      expect(below + above).toBeGreaterThan(0.002);
    }
  });
});
