import { describe, expect, it } from 'vitest';
import { type Random, randomOf } from '../../../demo/random.ts';
import { type FunnelPoint, funnelOf } from '../../../lib/productivity/funnel.ts';
import { predictionLimits } from '../../../lib/productivity/poisson.ts';

/** Gamma of integer shape as a sum of exponentials: mean 1, coefficient of variation 1 / sqrt(shape). */
function gamma(random: Random, shape: number): number {
  let product = 1;
  for (let n = 0; n < shape; n += 1) product *= 1 - random.next();
  return -Math.log(product) / shape;
}

function group(random: Random, size: number, mean: number, shape: number): FunnelPoint[] {
  return Array.from({ length: size }, (_, n) => ({
    id: String(n).padStart(3, '0'),
    count: random.poisson(mean * gamma(random, shape)),
    exposure: 1,
  }));
}

const SHAPES = { 0.3: 11, 0.5: 4 } as const;

/** Mean share of points outside the 99.8 % limits over 500 seeded groups of 40, with and without the widening. */
function shareOutside(cv: keyof typeof SHAPES, mean: number): { widened: number; plain: number } {
  const random = randomOf(9);
  let widened = 0;
  let plain = 0;
  for (let n = 0; n < 500; n += 1) {
    const points = group(random, 40, mean, SHAPES[cv]);
    const { rows } = funnelOf(points);
    for (const { count, expected, outer } of rows) {
      const limits = predictionLimits(expected, 0.002);
      if (count < outer.lower || count > outer.upper) widened += 1;
      if (count < limits.lower || count > limits.upper) plain += 1;
    }
  }
  return { widened: widened / (500 * 40), plain: plain / (500 * 40) };
}

describe('funnel', () => {
  it.each([
    [0.3, 5],
    [0.3, 20],
    [0.5, 5],
    [0.5, 20],
  ] as const)('rates with CV %s and mean %s: at most 3 % lie outside the widened limits', (cv, mean) => {
    expect(shareOutside(cv, mean).widened).toBeLessThanOrEqual(0.03);
  });

  it('without the widening more than 10 % do at CV .5 and mean 20', () => {
    expect(shareOutside(0.5, 20).plain).toBeGreaterThan(0.1);
  });

  it('points that differ by chance alone keep the exact limits', () => {
    const points = Array.from({ length: 30 }, (_, n) => ({ id: String(n), count: 20 + (n % 3) - 1, exposure: 1 }));
    const { rows, tauSquared, dispersion } = funnelOf(points);
    expect([tauSquared, dispersion < 1]).toEqual([0, true]);
    expect(rows[0]?.outer).toEqual(predictionLimits(20, 0.002));
    expect(rows[0]?.inner).toEqual(predictionLimits(20, 0.05));
  });

  it('tau squared by hand', () => {
    const counts = [10, 30, 10, 30];
    const { dispersion, tauSquared, rows } = funnelOf(counts.map((count, n) => ({ id: String(n), count, exposure: 2 })));
    // Rate 10, expected 20, z = +-sqrt(5); weights .2 each: (4 x 5 - 3) / (.8 - .16 / .8).
    expect(dispersion).toBeCloseTo(5, 12);
    expect(tauSquared).toBeCloseTo(17 / 0.6, 10);
    const { upper } = predictionLimits(20, 0.002);
    expect(rows[0]?.outer.upper).toBeCloseTo(20 + (upper - 20) * Math.sqrt(1 + (17 / 0.6) * 0.2), 10);
  });

  it.each([
    // Rate 20, z = -+10 / sqrt(20); drawn in by a tenth of the range to -+8: 2 x 64 / 20, and (6.4 - 1) / (.1 - .005 / .1).
    ['two points', [10, 30], 3.2, 5.4 / 0.05],
    // z = (-20, -10, 30) / sqrt(20), drawn in to -18, -10 and 22: 908 / 20 / 3, and (45.4 - 2) / (.15 - .0075 / .15).
    ['three points', [0, 10, 50], 45.4 / 3, 43.4 / 0.1],
    // z = (-20, -4, -4, -4, 32) / sqrt(20), drawn in to -13.6, -4, -4, -4 and 17.6: 542.72 / 20 / 5.
    ['five points', [0, 16, 16, 16, 52], 542.72 / 100, (27.136 - 4) / 0.2],
  ])('dispersion and tau squared of %s by hand, drawn in at a tenth', (_, counts, dispersion, tauSquared) => {
    const found = funnelOf(counts.map((count, n) => ({ id: String(n), count, exposure: 1 })));
    expect(found.dispersion).toBeCloseTo(dispersion, 10);
    expect(found.tauSquared).toBeCloseTo(tauSquared, 9);
  });

  it.each([
    ['one point', [7]],
    ['no event at all', [0, 0, 0]],
    ['one point without an event', [0]],
  ])('%s: nothing to disperse', (_, counts) => {
    const found = funnelOf(counts.map((count, n) => ({ id: String(n), count, exposure: 2 })));
    expect(found).toMatchObject({ dispersion: 1, tauSquared: 0 });
    expect(found.rows[0]?.outer).toEqual(predictionLimits(counts[0] as number, 0.002));
  });

  it('winsorises: one extreme point widens the limits of the others little', () => {
    const base = Array.from({ length: 40 }, (_, n) => ({ id: String(n), count: 18 + (n % 5), exposure: 1 }));
    const extreme = base.map((point, n) => (n === 0 ? { ...point, count: 60 } : point));
    expect(funnelOf(extreme).dispersion).toBeLessThan(1);
  });

  it('expected counts add up to the counts, in order of the id, and nothing lies below 0', () => {
    const { rows } = funnelOf([
      { id: 'b', count: 3, exposure: 5 },
      { id: 'a', count: 0, exposure: 1 },
    ]);
    expect(rows.map(({ id, expected }) => [id, expected])).toEqual([
      ['a', 0.5],
      ['b', 2.5],
    ]);
    expect(rows.every(({ inner, outer }) => inner.lower >= 0 && outer.lower >= 0)).toBe(true);
    expect(funnelOf([{ id: 'a', count: 0, exposure: 1 }]).rows[0]).toMatchObject({ expected: 0, outer: { lower: 0, upper: 0 } });
  });

  it.each([['abc'], ['cba'], ['bca']])('stands in order of the id: %s', (ids) => {
    const { rows } = funnelOf([...ids].map((id) => ({ id, count: 1, exposure: 1 })));
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each([0, -1, Number.NaN])('refuses an exposure of %s beside a good one', (exposure) => {
    const points = [
      { id: 'a', count: 1, exposure },
      { id: 'b', count: 1, exposure: 5 },
    ];
    expect(() => funnelOf(points)).toThrow(
      expect.objectContaining({ code: 'NO_EXPOSURE', message: 'every point of a funnel needs an exposure above 0' }),
    );
  });

  it('refuses points without exposure', () => {
    expect(() => funnelOf([{ id: 'a', count: 1, exposure: 0 }])).toThrow(expect.objectContaining({ code: 'NO_EXPOSURE' }));
    expect(() => funnelOf([])).toThrow(expect.objectContaining({ code: 'NO_EXPOSURE' }));
  });
});
