import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { fixedWindowOf } from '../../../lib/productivity/fixed-window.ts';
import { personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { groupWindow, personWindow, sumOfMixes } from '../../../lib/productivity/windows.ts';
import { arrestFact, DATE, searchFact, withFacts } from '../day/world.ts';
import { policy } from '../world.ts';

function dayOf(facts: Partial<DaySources['facts']>, over: Partial<DaySources> = {}) {
  const day = resolveDay(withFacts(facts, over));
  const person = (id: string) => {
    const found = day.people.get(id);
    if (found === undefined) throw new Error(`nobody ${id}`);
    return personFigures(day, found);
  };
  return { person, units: new Map(unitFigures(day).map(({ code, figures }) => [code, figures])) };
}

const noon = `${DATE}T12:00:00Z`;
const quietDay = () => dayOf({});
const busyDay = () =>
  dayOf({
    arrests: [arrestFact('A', '1', noon, { offence_group: 'Theft' }), arrestFact('B', '1', noon), arrestFact('A', '2', noon)],
    'stop-searches': [searchFact('S', '1', noon, { linked_flag: true }), searchFact('T', '1', noon, { linked_flag: false })],
  });

describe('fixed windows', () => {
  it('are four ISO weeks each, counted from Monday 5 January 2026', () => {
    expect(fixedWindowOf('2026-01-05')).toEqual({ start: '2026-01-05', end: '2026-02-01' });
    expect(fixedWindowOf('2026-02-01')).toEqual({ start: '2026-01-05', end: '2026-02-01' });
    expect(fixedWindowOf('2026-02-02').start).toBe('2026-02-02');
    expect(fixedWindowOf('2026-01-04')).toEqual({ start: '2025-12-08', end: '2026-01-04' });
  });
});

describe('a person over a window', () => {
  it('sums the days and says how many there were', () => {
    const { counts } = personWindow([busyDay().person('1'), quietDay().person('1'), busyDay().person('1')], 3, policy);
    expect(counts.arrests).toMatchObject({ value: 4, days: 3, complete: true, mix: { offenceGroup: { Theft: 2, none: 2 } } });
    expect(counts.stopSearches.value).toBe(4);
  });

  it('a missing day is a gap, not a zero', () => {
    expect(personWindow([busyDay().person('1')], 7, policy).counts.arrests).toMatchObject({ value: 2, days: 1, complete: false });
  });

  it('without a day on which it could be said: null, with the reason', () => {
    const missing = { arrivals: {} };
    const days = [dayOf({}, missing).person('1')];
    expect(personWindow(days, 1, policy).counts.arrests).toMatchObject({ value: null, reason: 'notYet' });
    expect(personWindow([], 7, policy).counts.arrests).toMatchObject({ value: null, reason: 'feedMissing', complete: false });
  });

  it('lists the mix and gives no share below the least numbers', () => {
    const window = personWindow(Array(9).fill(busyDay().person('1')), 9, policy);
    expect(window.linkedFind).toEqual({ n: 18, share: null, expected: null });
    expect(personWindow(Array(10).fill(busyDay().person('1')), 10, policy).linkedFind).toEqual({
      n: 20,
      share: 0.5,
      expected: null,
    });
    expect(window.positiveShare).toEqual({ n: 0, share: null, expected: null });
  });
});

describe('a unit over a window', () => {
  it('distinct events of days are distinct over the window', () => {
    const team = busyDay().units.get('T1');
    if (team === undefined) throw new Error('no team');
    expect(groupWindow([team, team], 2, policy).counts.arrests).toMatchObject({ value: 4, complete: true });
  });

  it('adds mixes by code', () => {
    expect(sumOfMixes([{ code: { a: 1, c: 1 } }, { code: { b: 2, a: 1 }, other: { x: 1 } }])).toEqual({
      code: { a: 2, b: 2, c: 1 },
      other: { x: 1 },
    });
  });
});
