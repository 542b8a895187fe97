import { describe, expect, it } from 'vitest';
import { unitFigures } from '../../../lib/productivity/rollup.ts';
import { figures, noon } from './figures.ts';
import { arrestFact, DATE, dutyFact, searchFact, sources, withFacts } from './world.ts';

describe('events of a day', () => {
  it('several officers at one arrest: each has it, a group counts it once with its participations', () => {
    const { units, own, force } = figures(
      withFacts({ arrests: [arrestFact('A', '1', noon), arrestFact('A', '2', noon), arrestFact('A', '3', noon)] }),
    );
    expect([own('1')?.value, own('2')?.value, own('3')?.value]).toEqual([1, 1, 1]);
    expect(units.get('T1')).toMatchObject({ value: 1, participations: 2 });
    expect(units.get('D')).toMatchObject({ value: 1, participations: 3 });
    expect(units.get('F')).toMatchObject({ value: 1, participations: 3, byOfficers: 1 });
    expect(force).toMatchObject({ value: 1, byOfficers: 1, notByOfficers: 0, unattributed: 0 });
  });

  it('an assist stands beside and never counts as an arrest', () => {
    const { own, force, units } = figures(
      withFacts({ arrests: [arrestFact('A', '1', noon), arrestFact('A', '3', noon, { role: 'ASSIST' })] }),
    );
    expect(own('3')).toMatchObject({ value: 0, assists: 1 });
    expect(force).toMatchObject({ value: 1, participations: 1, assists: 1 });
    expect(units.get('T2')).toMatchObject({ value: 0, assists: 1 });
  });

  it('unit of mixed officers and staff: what a PCSO led is counted, not by officers', () => {
    const { own, units, generation } = figures(
      withFacts({ arrests: [arrestFact('A', '4', noon), arrestFact('B', '4', noon), arrestFact('B', '3', noon)] }),
    );
    expect(units.get('T2')).toMatchObject({ value: 2, byOfficers: 1, notByOfficers: 1 });
    expect(own('3')?.value).toBe(1);
    expect(generation.people.find(({ availability }) => availability.person === '4')?.productivity).toBeNull();
  });

  it('an unknown number is unresolved: listed, in the force and in no team', () => {
    const { force, units, day, totals } = figures(withFacts({ arrests: [arrestFact('A', '999', noon)] }));
    expect(force).toMatchObject({ value: 1, unattributed: 1, byOfficers: 0 });
    expect(units.get('F')).toMatchObject({ value: 1, unattributed: 1 });
    expect(units.get('D')).toMatchObject({ value: 0 });
    expect(day.unresolved).toEqual([{ feed: 'arrests', key: '["A","999"]', person: '999' }]);
    expect(totals.arrests).toMatchObject({ rows: 1, unresolved: 1, credited: 0 });
  });

  it('an unresolved row of another day is of another day', () => {
    const { day, totals } = figures(withFacts({ arrests: [arrestFact('A', '999', '2026-11-21T12:00:00Z')] }));
    expect(day.unresolved).toEqual([]);
    expect(totals.arrests).toMatchObject({ otherDay: 1, unresolved: 0 });
  });

  it('night shift: an arrest at 03:00 belongs to the duty date of the night', () => {
    const duties = [dutyFact('1', DATE, `${DATE}T22:00:00Z`, '2026-11-21T07:00:00Z', { duty_code: 'NIGHT' })];
    const arrests = [arrestFact('A', '1', '2026-11-21T03:00:00Z'), arrestFact('B', '1', '2026-11-21T08:30:00Z')];
    expect(figures(withFacts({ duties, arrests })).own('1')).toMatchObject({ value: 2, flags: [] });
  });

  it("an event that two led over midnight is a group's event on the earlier of their duty dates", () => {
    const duties = [
      dutyFact('1', '2026-11-19', '2026-11-19T22:00:00Z', '2026-11-20T07:00:00Z'),
      dutyFact('3', DATE, `${DATE}T05:00:00Z`, `${DATE}T15:00:00Z`),
    ];
    const arrests = [arrestFact('A', '1', '2026-11-20T06:00:00Z'), arrestFact('A', '3', '2026-11-20T06:00:00Z')];
    const today = figures(withFacts({ duties, arrests }));
    expect(today.own('3')?.value).toBe(1);
    expect(today.own('1')?.value).toBe(0);
    expect(today.force).toMatchObject({ value: 0, participations: 1 });
    const before = figures(withFacts({ duties, arrests }, { date: '2026-11-19' }));
    expect(before.force).toMatchObject({ value: 1, participations: 1 });
    expect(before.units.get('T2')).toMatchObject({ value: 1, participations: 0 });
  });

  it('off duty activity is flagged', () => {
    expect(figures(withFacts({ arrests: [arrestFact('A', '1', `${DATE}T22:00:00Z`)] })).own('1')).toMatchObject({
      value: 1,
      flags: ['OFF_DUTY_ACTIVITY'],
    });
  });

  it('withdrawn, superseded, moved and conflicting rows are told apart and the totals close', () => {
    const later = { updated_at: '2026-11-22T08:00:00Z' };
    const arrests = [
      arrestFact('GONE', '1', noon, { ...later, deleted_at: '2026-11-22T00:00:00Z' }),
      arrestFact('GONE', '1', noon),
      arrestFact('CLASH', '1', noon, { custody_no: 'C1' }),
      arrestFact('CLASH', '1', noon, { custody_no: 'C2' }, 'arrests_20261122T090000Z.csv'),
      arrestFact('WENT', '1', noon),
      arrestFact('TOMORROW', '1', '2026-11-21T12:00:00Z'),
      arrestFact('KEPT', '1', noon),
    ];
    const moves = {
      ...sources().moves,
      arrests: new Map([['["WENT","1"]', [{ version: '2026-11-23T00:00:00Z', date: '2026-11-01' }]]]),
    };
    const { totals, own, day } = figures(withFacts({ arrests }, { moves }));
    expect(totals.arrests).toEqual({
      feed: 'arrests',
      rows: 7,
      credited: 1,
      otherDay: 1,
      moved: 1,
      superseded: 1,
      conflict: 2,
      deleted: 1,
      unresolved: 0,
      excluded: 0,
    });
    expect(own('1')?.value).toBe(1);
    expect(day.conflicts).toEqual([{ feed: 'arrests', key: '["CLASH","1"]' }]);
  });

  it('stop and search counts searches led', () => {
    const { day } = figures(
      withFacts({ 'stop-searches': [searchFact('S', '1', noon), searchFact('S', '2', noon, { role: 'ASSIST' })] }),
    );
    expect(unitFigures(day).find(({ code }) => code === 'T1')?.figures.stopSearches).toMatchObject({ value: 1, assists: 1 });
    expect(day.events.stopSearches.map(({ person }) => person)).toEqual(['1', '2']);
  });

  it('two searches by one officer are two, whatever the person searched', () => {
    const searches = [searchFact('S1', '1', noon), searchFact('S2', '1', noon)];
    expect(figures(withFacts({ 'stop-searches': searches })).generation.force.stopSearches.value).toBe(2);
  });

  it("keeps the participations of the day's events in order, and no other's", () => {
    const tomorrow = '2026-11-21T12:00:00Z';
    const arrests = [
      arrestFact('B', '2', noon),
      arrestFact('A', '3', noon),
      arrestFact('C', '1', tomorrow),
      arrestFact('B', '1', noon, { role: 'ASSIST' }),
      arrestFact('A', '1', noon),
    ];
    const { day } = figures(withFacts({ arrests }));
    expect(day.events.arrests.map(({ event, person, lead }) => `${event}${person}${lead ? ' led' : ''}`)).toEqual([
      'A1 led',
      'A3 led',
      'B1',
      'B2 led',
    ]);
    expect(day.events.arrests[0]).toEqual({
      event: 'A',
      person: '1',
      known: day.people.get('1'),
      team: 'T1',
      lead: true,
      date: DATE,
      eventDate: DATE,
      offDuty: false,
      detail: { offenceGroup: null },
      flags: [],
      source: { feed: 'arrests', key: 'A 1', drop: 'arrests_20261121T090000Z.csv', at: noon },
    });
  });

  it('the earliest duty date of those who led is found whoever worked the night', () => {
    for (const [night, early] of [
      ['1', '3'],
      ['3', '1'],
    ] as const) {
      const duties = [
        dutyFact(night, '2026-11-19', '2026-11-19T22:00:00Z', '2026-11-20T07:00:00Z'),
        dutyFact(early, DATE, `${DATE}T05:00:00Z`, `${DATE}T15:00:00Z`),
      ];
      const arrests = [night, early].map((id) => arrestFact('A', id, '2026-11-20T06:00:00Z'));
      expect(figures(withFacts({ duties, arrests })).day.events.arrests).toMatchObject([{ eventDate: '2026-11-19' }]);
    }
  });

  it('names its source rows', () => {
    const { own } = figures(withFacts({ arrests: [arrestFact('A', '1', noon)] }));
    expect(own(`1`)?.sources).toEqual([`arrests A 1 at ${noon} (arrests_20261121T090000Z.csv)`]);
  });
});
