import { describe, expect, it } from 'vitest';
import { groupWindow, personWindow } from '../../../lib/productivity/windows.ts';
import { policy } from '../world.ts';
import { binned, groupDay, personDay, responded } from './days.ts';

const ofPerson = (...days: ReturnType<typeof responded>[]) =>
  personWindow(
    days.map((responseTime) => personDay({ responseTime })),
    days.length,
    policy,
  ).responseTime;
const ofGroup = (...histograms: Record<string, number>[]) =>
  groupWindow(
    histograms.map((histogram) => groupDay({ responseTime: binned(histogram) })),
    histograms.length,
    policy,
  ).responseTime;

describe("a person's response time over a window", () => {
  it('has the exact median and p90 of all its seconds', () => {
    expect(ofPerson(responded([500, 300]), responded([900, 100, 200, 400]))).toEqual({
      median: 350,
      p90: 900,
      n: 6,
      reason: null,
      binWidth: null,
    });
  });

  it('five are enough', () => {
    expect(ofPerson(responded([300, 500]), responded([100, 200, 900]))).toMatchObject({
      median: 300,
      p90: 900,
      n: 5,
      reason: null,
    });
  });

  it.each([
    ['four are too few', [responded([1, 2, 3, 4])], 4, 'tooFew'],
    ['no role with the metric', [responded([], { reason: 'notApplicable' })], 0, 'notApplicable'],
    ['a role with it on one of the days', [responded([], { reason: 'notApplicable' }), responded([60])], 1, 'tooFew'],
    ['no day', [], 0, 'notApplicable'],
  ] as const)('says why it has no value: %s', (_, days, n, reason) => {
    expect(ofPerson(...days)).toEqual({ median: null, p90: null, n, reason, binWidth: null });
  });
});

describe("a group's response time over a window", () => {
  it('is read from the sum of the histograms: the middle of the bin, and how wide that is', () => {
    // Bins 25 and 33 begin at 10 x 2^3 = 80 and 10 x 2^4 = 160 seconds; each is 2^(1/8) - 1 of its lower edge wide.
    const wide = 2 ** (1 / 8) - 1;
    const found = ofGroup({ 25: 2 }, { 25: 1, 33: 2 });
    expect(found).toMatchObject({ n: 5, reason: null });
    expect(found.median).toBeCloseTo(80 + 40 * wide, 9);
    expect(found.p90).toBeCloseTo(160 + 80 * wide, 9);
    expect(found.binWidth).toBeCloseTo(80 * wide, 9);
  });

  it.each([
    ['four are too few', [{ 25: 3 }, { 33: 1 }], 4],
    ['nobody came', [{}], 0],
  ])('says why it has no value: %s', (_, histograms, n) => {
    expect(ofGroup(...histograms)).toEqual({ median: null, p90: null, n, reason: 'tooFew', binWidth: null });
  });
});
