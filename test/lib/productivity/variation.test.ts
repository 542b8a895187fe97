import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../demo/random.ts';
import { CHANCE_OF_SIGNAL, seriesOf, signalsByChance, xmrOf } from '../../../lib/productivity/variation.ts';

interface Published {
  readonly source: string;
  readonly tolerance: number;
  readonly values: readonly number[];
  readonly mean: number;
  readonly meanMovingRange: number | null;
  readonly lower: number;
  readonly upper: number;
}
const PUBLISHED = JSON.parse(readFileSync(join(import.meta.dirname, 'xmr-published.json'), 'utf8')) as Published[];

describe('XmR limits equal published ones', () => {
  it.each(PUBLISHED.map((one) => [one.source, one] as const))('%s', (_, { values, tolerance, ...printed }) => {
    const chart = xmrOf(values);
    for (const [name, value] of Object.entries(printed)) {
      if (typeof value !== 'number') continue;
      expect(Math.abs(Number(chart?.[name as 'mean']) - value), name).toBeLessThanOrEqual(tolerance);
    }
  });
});

const pointsOf = (values: readonly number[], rule: string, run = 7) =>
  xmrOf(values, { run })?.signals.flatMap((rules, at) => (rules.some((one) => one === rule) ? [at + 1] : []));

describe('the rules', () => {
  // NHS England, Making Data Count, check list of the Single Chart Tool: the conflict example, run length six.
  const conflict = [43, 41, 37, 36, 31, 23, 15, 13, 15, 18, 23, 27, 31, 36, 27, 19, 17, 27, 15, 22];

  it('mark the points that the published example names', () => {
    expect(pointsOf(conflict, 'outsideLimits', 6)).toEqual([1, 2]);
    expect(pointsOf(conflict, 'trend', 6)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(pointsOf(conflict, 'shift', 6)).toEqual([6, 7, 8, 9, 10, 11]);
    expect(pointsOf(conflict, 'twoOfThree', 6)).toEqual(expect.arrayContaining([3, 4]));
  });

  it('seven points in a run by default, six are none', () => {
    expect(pointsOf(conflict, 'shift')).toEqual([]);
    const shifted = [...Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? 9 : 11)), ...Array(7).fill(14)];
    expect(pointsOf(shifted, 'shift')).toEqual(expect.arrayContaining([13, 14, 15, 16, 17, 18, 19]));
  });

  it('an equal pair ends a trend, and a point on the mean ends a shift', () => {
    expect(pointsOf([1, 2, 3, 4, 5, 6, 7, 1, 9], 'trend')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(pointsOf([1, 2, 3, 3, 4, 5, 6, 1, 9], 'trend')).toEqual([]);
    expect(pointsOf([7, 6, 5, 4, 3, 2, 1, 9, 1], 'trend')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(pointsOf([5, 5, 5, 5, 5, 5, 5, 5], 'shift')).toEqual([]);
  });

  it('one point has no chart', () => {
    expect(xmrOf([3])).toBeNull();
    expect(xmrOf([3, 3])).toMatchObject({ mean: 3, meanMovingRange: 0, lower: 3, upper: 3, signals: [[], []] });
  });

  it('turned upside down a series signals alike', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 8, maxLength: 30 }), (values) => {
        const up = xmrOf(values)?.signals;
        const down = xmrOf(values.map((value) => -value))?.signals;
        return JSON.stringify(up) === JSON.stringify(down);
      }),
    );
  });
});

describe('the points of a chart', () => {
  const steady = (count: number, weeks: number) => Array.from({ length: weeks }, (_, n) => count + (n % 2));

  it('are the shortest of 1, 4 or 13 weeks at which the mean is at least ten', () => {
    expect(seriesOf(steady(10, 20))).toMatchObject({ kind: 'chart', weeks: 1, trial: false });
    expect(seriesOf(steady(3, 50))).toMatchObject({ kind: 'chart', weeks: 4, trial: false });
    expect(seriesOf(steady(1, 160))).toMatchObject({ kind: 'chart', weeks: 13, trial: false });
    expect(seriesOf(Array(60).fill(0.5))).toMatchObject({ kind: 'counts', reason: 'fewEvents' });
    expect(seriesOf([])).toMatchObject({ kind: 'counts', reason: 'fewEvents' });
  });

  it('below eight none, from eight to eleven on trial', () => {
    expect(seriesOf(steady(10, 7))).toMatchObject({ kind: 'counts', reason: 'fewPoints' });
    expect(seriesOf(steady(10, 8))).toMatchObject({ kind: 'chart', trial: true });
    expect(seriesOf(steady(10, 11))).toMatchObject({ trial: true });
    expect(seriesOf(steady(10, 12))).toMatchObject({ trial: false });
  });

  it('weeks that fill no point are left out at the old end', () => {
    expect(seriesOf([99, ...Array(32).fill(4)])).toMatchObject({ weeks: 4, values: Array(8).fill(16) });
  });

  it('only signals in the latest four points are named', () => {
    const old = Array.from({ length: 60 }, (_, n) => (n === 3 ? 60 : n % 2 === 0 ? 5 : 15));
    expect(seriesOf(old)).toMatchObject({ latest: [] });
    expect(seriesOf(old.toReversed())).toMatchObject({ latest: ['outsideLimits'] });
  });

  it('the limits of counts do not lie below 0', () => {
    const series = seriesOf(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 0 : 30)));
    expect(series.kind === 'chart' && series.chart.lower).toBe(0);
  });
});

describe('signals by chance', () => {
  it('are as often as steady series signal', () => {
    const random = randomOf(20260101);
    // Sum of twelve uniform numbers: normal enough for limits of three sigma.
    const normal = () => Array.from({ length: 12 }, () => random.next()).reduce((sum, value) => sum + value, -6);
    const runs = 5000;
    let signalled = 0;
    for (let run = 0; run < runs; run += 1) {
      const chart = xmrOf(Array.from({ length: 26 }, normal));
      if (chart?.signals.slice(-4).some((rules) => rules.length > 0) === true) signalled += 1;
    }
    expect(Math.abs(signalled / runs - CHANCE_OF_SIGNAL)).toBeLessThan(0.01);
    expect(signalsByChance(20)).toBeCloseTo(20 * CHANCE_OF_SIGNAL, 12);
  });
});
