import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EDGES, histogramOf, medianAndP90, quantileOf, sumOfHistograms } from '../../../lib/productivity/histogram.ts';

const seconds = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 60 });

describe('histograms of seconds', () => {
  it('have eight bins to each doubling, from ten seconds to more than a day', () => {
    expect(EDGES.slice(0, 2)).toEqual([0, 10]);
    for (let at = 1; at + 8 < EDGES.length; at += 1) expect((EDGES[at + 8] as number) / (EDGES[at] as number)).toBeCloseTo(2, 9);
    expect(EDGES).toHaveLength(113);
    expect(EDGES.at(-1)).toBeCloseTo((10 * 2 ** 14) / 2 ** (1 / 8), 6);
  });

  it('keep every value, the lower edge included', () => {
    expect(histogramOf([0, 9, 10, 10.5, 11])).toEqual({ 0: 2, 1: 2, 2: 1 });
    fc.assert(fc.property(seconds, (values) => sum(histogramOf(values)) === values.length));
  });

  it('of days add up to that of the window', () => {
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        expect(sumOfHistograms([histogramOf(a), histogramOf(b)])).toEqual(histogramOf([...a, ...b]));
      }),
    );
  });

  it('hold the median to within half a bin', () => {
    fc.assert(
      fc.property(seconds, (values) => {
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] as number;
        const found = quantileOf(histogramOf(values), 0.5);
        return found !== null && Math.abs(found.seconds - exact) <= found.binWidth / 2 + 1e-9;
      }),
    );
  });

  it('tell the middle of the bin and its width', () => {
    const wide = 2 ** (1 / 8) - 1;
    const second = quantileOf(histogramOf([10, 10.5]), 0.5);
    expect(second?.seconds).toBeCloseTo(10 + 5 * wide, 12);
    expect(second?.binWidth).toBeCloseTo(10 * wide, 12);
    expect(quantileOf(histogramOf([3]), 0.5)).toEqual({ seconds: 5, binWidth: 10 });
  });

  it('close the open last bin an eighth of a doubling above its edge', () => {
    const last = quantileOf(histogramOf([200_000]), 0.5);
    expect(last?.binWidth).toBeCloseTo(163_840 - 163_840 / 2 ** (1 / 8), 6);
    expect(Number(last?.seconds) + Number(last?.binWidth) / 2).toBeCloseTo(163_840, 6);
  });

  it('stand in order of the bin, however they come', () => {
    const values = [200, 21, 2000, 2];
    const lower = [0, 9, 35, 62];
    expect(Object.keys(histogramOf(values)).map(Number)).toEqual(lower);
    expect(Object.keys(sumOfHistograms(values.map((value) => histogramOf([value])))).map(Number)).toEqual(lower);
  });

  it('an empty one has no median', () => {
    expect(quantileOf({}, 0.5)).toBeNull();
    expect(medianAndP90([])).toBeNull();
  });
});

describe('the exact median and p90', () => {
  it('take the middle of two in the middle, and the nearest rank', () => {
    expect(medianAndP90([3, 1, 2])).toEqual({ median: 2, p90: 3 });
    expect(medianAndP90([4, 1, 2, 3])).toEqual({ median: 2.5, p90: 4 });
    expect(medianAndP90(Array.from({ length: 10 }, (_, n) => n + 1))).toEqual({ median: 5.5, p90: 9 });
    expect(medianAndP90([7])).toEqual({ median: 7, p90: 7 });
  });
});

function sum(histogram: Readonly<Record<string, number>>): number {
  return Object.values(histogram).reduce((total, count) => total + count, 0);
}
