import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import type { Sample } from '../../../lib/day/response.ts';
import type { Arrival } from '../../../lib/day/sources.ts';
import { groupResponse, mixOf, responseFigure, standing } from '../../../lib/productivity/figures.ts';
import { sources } from '../day/world.ts';
import { policy } from '../world.ts';

const SAID = { reason: null, complete: true } as const;

const sample = (seconds: number | null, over: Partial<Sample> = {}): Sample => ({
  incident: 'I',
  seconds,
  toEnRoute: null,
  leftOut: seconds === null ? 'arrivalMissing' : null,
  ...over,
});

describe('a metric of a day', () => {
  const arrests = (arrivals: Record<string, Arrival>) => standing(resolveDay(sources({ arrivals })), 'arrests');
  it.each([
    ['with its feeds in is complete', { duties: 'complete', arrests: 'complete' }, null, true],
    ['does not wait for the feeds of others', { duties: 'complete', arrests: 'complete', statuses: 'missing' }, null, true],
    ['with a feed that broke off is told as it stands', { duties: 'complete', arrests: 'partial' }, null, false],
    ['without one of its feeds is missing', { duties: 'complete', arrests: 'missing' }, 'feedMissing', false],
    ['of which a feed was never heard is missing', { duties: 'complete' }, 'feedMissing', false],
    ['of a day ahead is not yet', {}, 'notYet', false],
  ] as const)('%s', (_, arrivals, reason, complete) => {
    expect(arrests(arrivals)).toEqual({ reason, complete });
  });
});

describe('response times of a day', () => {
  it('have median and p90 of the seconds, and the median to en route of those that have one', () => {
    const samples = [
      sample(500, { toEnRoute: 20 }),
      sample(100),
      sample(null),
      sample(400, { toEnRoute: 40 }),
      sample(200),
      sample(300),
    ];
    expect(responseFigure(samples, SAID, policy)).toEqual({
      median: 300,
      p90: 500,
      n: 5,
      toEnRoute: 30,
      leftOut: { arrivalMissing: 1 },
      reason: null,
      complete: true,
    });
  });

  it('the middle one of three en route is found among six despatches', () => {
    const samples = [60, null, 20, null, 90, null].map((toEnRoute) => sample(100, { toEnRoute }));
    expect(responseFigure(samples, SAID, policy)).toMatchObject({ n: 6, toEnRoute: 60 });
  });

  it('where nobody is despatched yet have nothing to en route', () => {
    expect(responseFigure(Array(5).fill(sample(100)), SAID, policy)).toMatchObject({ median: 100, toEnRoute: null });
  });

  it('four are too few', () => {
    const samples = Array.from({ length: 4 }, () => sample(100, { toEnRoute: 20 }));
    expect(responseFigure(samples, SAID, policy)).toEqual({
      median: null,
      p90: null,
      n: 4,
      toEnRoute: null,
      leftOut: {},
      reason: 'tooFew',
      complete: true,
    });
  });

  it('of a day without its feeds have no median, however many there are, and the feed is the reason', () => {
    const stands = { reason: 'feedMissing', complete: false } as const;
    const figure = { median: null, p90: null, toEnRoute: null, ...stands };
    expect(responseFigure(Array(6).fill(sample(100, { toEnRoute: 9 })), stands, policy)).toMatchObject({ ...figure, n: 6 });
    expect(responseFigure([], stands, policy)).toMatchObject({ ...figure, n: 0 });
  });

  it('what is left out is counted by reason', () => {
    const left = (['dataError', 'stoodDown', 'stoodDown'] as const).map((leftOut) => sample(null, { leftOut }));
    expect(responseFigure([...left, sample(100)], SAID, policy).leftOut).toEqual({ stoodDown: 2, dataError: 1 });
  });

  it('of a group stand in bins, without those left out, beside the targets', () => {
    const targets = { P1: { n: 2, within: 1 }, P2: { n: 0, within: 0 } };
    const samples = [sample(9), sample(10), sample(null), sample(10.5)];
    expect(groupResponse(samples, targets, SAID, policy)).toMatchObject({ n: 3, histogram: { 0: 1, 1: 2 }, targets });
    expect(groupResponse(samples, targets, SAID, policy).histogram).toEqual({ 0: 1, 1: 2 });
  });
});

describe('a mix', () => {
  const orders = [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['b', 'c', 'a'],
  ];
  it.each(orders)('stands in order of the code: %s %s %s', (...codes) => {
    const { group } = mixOf(
      codes.map((code) => ({ group: code })),
      ['group'],
    );
    expect(Object.keys(group ?? {})).toEqual(['a', 'b', 'c']);
  });

  it('counts each value, tells null as none, and passes over events that do not have the detail', () => {
    const details = [{ code: '1A', linked: true }, { code: null }, { code: '1A', linked: null }];
    expect(mixOf(details, ['code', 'linked'])).toEqual({ code: { '1A': 2, none: 1 }, linked: { none: 1, true: 1 } });
  });

  it('of nothing has the name alone', () => {
    expect(mixOf([], ['code'])).toEqual({ code: {} });
  });
});
