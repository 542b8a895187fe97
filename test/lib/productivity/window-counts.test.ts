import { describe, expect, it } from 'vitest';
import { groupWindow, personWindow, sumOfMixes } from '../../../lib/productivity/windows.ts';
import { policy } from '../world.ts';
import { groupCount, groupDay, personCount, personDay } from './days.ts';

const missing = { value: null, reason: 'feedMissing', complete: false } as const;
const notYet = { value: null, reason: 'notYet', complete: false } as const;
const notApplicable = { value: null, reason: 'notApplicable', complete: true } as const;

const arrestsOver = (...days: Parameters<typeof personCount>[0][]) =>
  personWindow(
    days.map((arrests) => personDay({ arrests: personCount(arrests) })),
    days.length,
    policy,
  ).counts.arrests;

describe('a count over a window', () => {
  it('is the sum of its days, with assists and mix beside it', () => {
    const days = [
      { value: 2, assists: 1, mix: { offenceGroup: { Theft: 2 } } },
      { value: 3, assists: 4, mix: { offenceGroup: { Drugs: 1, Theft: 2 } } },
    ];
    expect(arrestsOver(...days)).toEqual({
      value: 5,
      reason: null,
      assists: 5,
      mix: { offenceGroup: { Drugs: 1, Theft: 4 } },
      days: 2,
      complete: true,
    });
  });

  it('of a group sums distinct events and assists alike', () => {
    const days = [groupDay({ arrests: groupCount({ value: 4, assists: 2 }) }), groupDay({ arrests: groupCount({ value: 1 }) })];
    expect(groupWindow(days, 2, policy).counts.arrests).toMatchObject({ value: 5, assists: 2, days: 2, complete: true });
  });

  it.each([
    ['every day complete', [{}, {}], 0, null, 2, true],
    ['one day partial', [{}, { complete: false }], 0, null, 2, false],
    ['one day missing', [{ value: 1 }, missing], 1, null, 1, false],
    ['no day that says it', [missing, notYet], null, 'feedMissing', 0, false],
    ['all of them still to come', [notYet, notYet], null, 'notYet', 0, false],
    ['one day on which it did not apply', [{ value: 1 }, notApplicable], 1, null, 1, true],
    ['one such day without its feed', [{ value: 1 }, { ...notApplicable, complete: false }], 1, null, 1, true],
    ['another role, and a day missing', [notApplicable, missing], null, 'notApplicable', 0, false],
  ] as const)('%s', (_, days, value, reason, said, complete) => {
    expect(arrestsOver(...days)).toMatchObject({ value, reason, days: said, complete });
  });

  it('is not complete while days of the window are lacking', () => {
    expect(personWindow([personDay()], 2, policy).counts.arrests).toMatchObject({ value: 0, days: 1, complete: false });
  });
});

describe('the mix of a window', () => {
  it.each([
    ['from the front', [{ b: 2 }, { a: 1 }, { c: 3 }]],
    ['from the back', [{ c: 3 }, { b: 2 }, { a: 1 }]],
    ['as it stands', [{ a: 1 }, { b: 2 }, { c: 3 }]],
  ] as const)('stands in order of the code: %s', (_, parts) => {
    const { code } = sumOfMixes(parts.map((counts) => ({ code: counts })));
    expect(Object.entries(code ?? {})).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  });
});
