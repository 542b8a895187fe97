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

  it('six points in a row at the start are no shift, seven are', () => {
    const twice = (length: number) => [...Array(length).fill(11), ...Array(length).fill(9)];
    expect(pointsOf(twice(6), 'shift')).toEqual([]);
    expect(pointsOf(twice(7), 'shift')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('stand in order of the name at a point that breaks several', () => {
    // Mean 232 / 14, mean moving range 41 / 13: whatever is below 8.2 is outside.
    const climbing = [1, 2, 3, 4, 5, 6, 7, 30, 28, 30, 28, 30, 28, 30];
    expect(xmrOf(climbing)?.signals[2]).toEqual(['outsideLimits', 'shift', 'trend']);
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

describe('two of three', () => {
  /** A series and its negative behind it: the mean is 0, and the second half signals as the first. */
  const mirrored = (half: readonly number[]) => [...half, ...half.map((value) => -value)];
  // Among steps of 2 the limit lies between 7.0 and 10.5 and two thirds of the way between 4.6 and 6.96.
  const among = (...block: number[]) => mirrored([1, -1, 1, -1, 1, -1, ...block, -1, 1, -1, 1]);

  it.each([
    ['the outer ones', among(7, 1, 7), [7, 9, 20, 22]],
    ['the first two', among(7, 7, 1), [7, 8, 20, 21]],
    ['the last two', among(1, 7, 7), [8, 9, 21, 22]],
    ['with one outside between them', among(7, 15, 7), [7, 9, 20, 22]],
    ['not when one of the two is outside', among(7, 15, 1), []],
    ['not across the mean', among(7, -1, 7), []],
    ['not with a point on the mean', among(7, 0, 7), []],
    ['not two of four', among(7, 1, 1, 7), []],
  ] as const)('near the limit: %s', (_, values, points) => {
    expect(pointsOf(values, 'twoOfThree')).toEqual(points);
  });

  // Mean moving range 75 in both: the limit is 199.5 and two thirds of the way 133.
  it('two thirds of the way is not near yet', () => {
    expect(pointsOf(mirrored([8.5, -8.5, 133, 52, 133, -8.5, 8.5]), 'twoOfThree')).toEqual([]);
  });

  it('the limit itself is still near, and not outside', () => {
    const values = mirrored([6.5, -6.5, 6.5, -6.5, 199.5, 116, 199.5, -6.5, 6.5]);
    expect(pointsOf(values, 'twoOfThree')).toEqual([5, 7, 14, 16]);
    expect(pointsOf(values, 'outsideLimits')).toEqual([]);
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

  it('a mean of exactly ten is enough', () => {
    expect(seriesOf(Array(20).fill(10))).toMatchObject({ weeks: 1 });
    expect(seriesOf(Array(40).fill(2.5))).toMatchObject({ weeks: 4 });
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

  it('a signal in the middle is not named either', () => {
    const middle = Array.from({ length: 60 }, (_, n) => (n === 30 ? 60 : n % 2 === 0 ? 5 : 15));
    expect(seriesOf(middle)).toMatchObject({ latest: [] });
  });

  it('several rules are named in order, each once', () => {
    // Mean 356 / 27: the last eight lie above it, the very last outside the limits.
    const weekly = [...Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 5 : 15)), 16, 16, 16, 16, 16, 16, 60];
    expect(seriesOf(weekly)).toMatchObject({ weeks: 1, latest: ['outsideLimits', 'shift'] });
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
