import { describe, expect, it } from 'vitest';
import { type Outcomes, personWindow, positiveShare } from '../../../lib/productivity/windows.ts';
import { policy } from '../world.ts';
import { personCount, personDay } from './days.ts';

type Groups = Record<string, number>;

/** Outcomes and how many of them were positive, each by offence group. */
const outcomesOf = (all: Groups, positive: Groups): Outcomes => ({
  outcomes: { value: total(all), mix: { offenceGroup: all } },
  positiveOutcomes: { value: total(positive), mix: { offenceGroup: positive } },
});
const total = (groups: Groups) => Object.values(groups).reduce((sum, count) => sum + count, 0);

describe('the positive share of a person', () => {
  it.each([
    [29, { n: 29, share: null, expected: null }],
    [30, { n: 30, share: 0.2, expected: null }],
  ])('of %s outcomes', (outcomes, share) => {
    const day = personDay({ outcomes: personCount({ value: outcomes }), positiveOutcomes: personCount({ value: 6 }) });
    expect(personWindow([day], 1, policy).positiveShare).toEqual(share);
  });

  it('is none where the outcomes cannot be said', () => {
    const day = personDay({ outcomes: personCount({ value: null, reason: 'notApplicable' }) });
    expect(personWindow([day], 1, policy).positiveShare).toEqual({ n: 0, share: null, expected: null });
  });
});

describe('the positive share of a unit', () => {
  // Of the force's outcomes 12 of 20 for drugs are positive, and 8 of 80 for theft.
  const force = outcomesOf({ Drugs: 20, Theft: 80 }, { Drugs: 12, Theft: 8 });
  const beside = (all: Groups, positive: Groups) => positiveShare(outcomesOf(all, positive), 1, force);

  it.each([
    ['one outcome is enough', { Drugs: 1 }, { Drugs: 1 }, { n: 1, share: 1, expected: 0.6 }],
    ['none has no share', {}, {}, { n: 0, share: null, expected: null }],
    ['an offence that the force has not: nothing to expect', { Arson: 2, Drugs: 2 }, {}, { n: 4, share: 0, expected: null }],
  ])('%s', (_, all, positive, share) => {
    expect(beside(all as Groups, positive as Groups)).toEqual(share);
  });

  it('expects of each offence what the force makes of it', () => {
    // (2 x 12 / 20 + 6 x 8 / 80) / 8.
    expect(beside({ Drugs: 2, Theft: 6 }, { Theft: 2 })).toMatchObject({ n: 8, share: 0.25 });
    expect(beside({ Drugs: 2, Theft: 6 }, { Theft: 2 }).expected).toBeCloseTo(0.225, 12);
  });

  it('expects nothing without offences, and nothing without the force', () => {
    const plain = { outcomes: { value: 4, mix: {} }, positiveOutcomes: { value: 1, mix: {} } };
    expect(positiveShare(plain, 1, force)).toEqual({ n: 4, share: 0.25, expected: null });
    expect(positiveShare(outcomesOf({ Drugs: 4 }, { Drugs: 1 }), 1, null).expected).toBeNull();
  });

  it('is none where either of the two cannot be said', () => {
    const some = { value: 4, mix: {} };
    const unsaid = { value: null, mix: {} };
    for (const one of [
      { outcomes: unsaid, positiveOutcomes: some },
      { outcomes: some, positiveOutcomes: unsaid },
    ])
      expect(positiveShare(one, 1, force)).toMatchObject({ share: null, expected: null });
  });

  it('an offence of which the force has no positive outcome is expected to have none', () => {
    expect(positiveShare(outcomesOf({ Arson: 2 }, {}), 1, outcomesOf({ Arson: 5 }, {})).expected).toBe(0);
  });
});

describe('the linked find rate', () => {
  it.each([
    ['19 searches are too few', { true: 9, false: 10 }, { n: 19, share: null, expected: null }],
    ['20 have one', { true: 5, false: 15 }, { n: 20, share: 0.25, expected: null }],
    ['searches that do not say it are not among them', { true: 5, false: 14, none: 6 }, { n: 19, share: null, expected: null }],
    ['nothing found', { false: 20 }, { n: 20, share: 0, expected: null }],
    ['nothing but finds', { true: 20 }, { n: 20, share: 1, expected: null }],
  ])('%s', (_, linked, share) => {
    const mix = { linked: linked as Groups };
    expect(personWindow([personDay({ stopSearches: personCount({ mix }) })], 1, policy).linkedFind).toEqual(share);
  });
});

it('the mix of a window is that of what it counts: searches of days on which the metric did not apply are not in it', () => {
  const linked = { linked: { true: 5, false: 15 } };
  const counted = personDay({ stopSearches: personCount({ value: 20, mix: linked }) });
  const beside = personDay({ stopSearches: personCount({ value: null, reason: 'notApplicable', mix: linked }) });
  const window = personWindow([counted, beside], 2, policy);
  expect(window.linkedFind).toEqual({ n: 20, share: 0.25, expected: null });
  expect(window.counts.stopSearches).toMatchObject({ value: 20, days: 1, mix: linked });
});
