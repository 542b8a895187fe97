import { describe, expect, it } from 'vitest';
import { gatheredDates, resolveDay } from '../../../lib/day/day.ts';
import { arrivalInstants, type DaySources } from '../../../lib/day/sources.ts';
import { closes } from '../../../lib/day/totals.ts';
import { checkTotals, generationOf, isEmptyDay } from '../../../lib/generation/generation.ts';
import { personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { SNAPSHOT_FEEDS } from '../../../lib/sources/catalogue.ts';
import { course, policy } from '../world.ts';
import {
  arrestFact,
  assignmentRow,
  DATE,
  dutyFact,
  FEEDS,
  personRow,
  positionRow,
  searchFact,
  sources,
  unitRow,
  withFacts,
} from './world.ts';

const noon = `${DATE}T12:00:00Z`;

function figures(from: DaySources) {
  const day = resolveDay(from);
  const generation = generationOf(day);
  checkTotals(from, day, generation);
  const units = new Map(unitFigures(day).map((unit) => [unit.code, unit.figures.arrests]));
  const own = (id: string) => {
    const person = day.people.get(id);
    return person === undefined ? undefined : personFigures(day, person).arrests;
  };
  const totals = Object.fromEntries(day.totals.map((one) => [one.feed, one]));
  return { day, generation, units, own, totals, force: generation.force.arrests };
}

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
    expect(own('1')?.sources).toEqual(['arrests A 1 (arrests_20261121T090000Z.csv)']);
  });
});

describe('people and units of a day', () => {
  const snapshots = (over: Partial<DaySources['snapshots']>) => ({ snapshots: { ...sources().snapshots, ...over } });

  it('two teams: the duty names the one that counts', () => {
    const assignments = [assignmentRow('1', 'T1'), assignmentRow('1', 'T2', { primary_flag: false })];
    const duties = [dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T17:00:00Z`, { team_code: 'T2' })];
    const { units } = figures(withFacts({ duties, arrests: [arrestFact('A', '1', noon)] }, snapshots({ assignments })));
    expect([units.get('T1')?.value, units.get('T2')?.value]).toEqual([0, 1]);
  });

  it("guested out: a team that is not the officer's own counts nothing", () => {
    const duties = [dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T17:00:00Z`, { team_code: 'T2' })];
    const { units } = figures(withFacts({ duties, arrests: [arrestFact('A', '1', noon)] }));
    expect([units.get('T1')?.value, units.get('T2')?.value]).toEqual([1, 0]);
  });

  it('officer with no post: counts in the force only', () => {
    const { units, own } = figures(withFacts({ arrests: [arrestFact('A', '1', noon)] }, snapshots({ assignments: [] })));
    expect([units.get('T1')?.value, units.get('F')?.value]).toEqual([0, 1]);
    expect(own('1')).toMatchObject({ value: null, reason: 'notApplicable', alsoRecorded: 1 });
  });

  it('a role without the metric: not applicable, never zero, and what was recorded is told', () => {
    const positions = [positionRow('P-T1', 'T1', { role_code: 'CUSTODY' })];
    const { own, units } = figures(withFacts({ arrests: [arrestFact('A', '1', noon)] }, snapshots({ positions })));
    expect(own('1')).toMatchObject({ value: null, reason: 'notApplicable', alsoRecorded: 1 });
    expect(units.get('T1')?.value).toBe(1);
  });

  it('without snapshots nobody is known and everything is unresolved', () => {
    const empty = Object.fromEntries(SNAPSHOT_FEEDS.map((feed) => [feed, null])) as unknown as DaySources['snapshots'];
    const { day, generation } = figures(withFacts({ arrests: [arrestFact('A', '1', noon)] }, { snapshots: empty }));
    expect(generation.people).toEqual([]);
    expect(day).toMatchObject({ coursesKnown: null });
    expect([day.people.size, day.units.size, day.records.absences, day.records.training]).toEqual([0, 0, null, null]);
    expect(day.unresolved).toHaveLength(5);
  });

  it('takes the units in force on the day', () => {
    const units = [
      unitRow('F', 'FORCE', null),
      unitRow('T1', 'TEAM', 'F', { effective_from: DATE }),
      unitRow('T2', 'TEAM', 'F', { effective_to: DATE }),
    ];
    expect([...figures(withFacts({}, snapshots({ units }))).day.units.keys()]).toEqual(['F', 'T1']);
  });

  it('knows the courses that some row carries, replaced ones included', () => {
    const training = [course('NEW', { replaces_course_code: 'OLD' }), course('OTHER')];
    expect([...(figures(withFacts({}, snapshots({ training }))).day.coursesKnown ?? [])]).toEqual(['NEW', 'OLD', 'OTHER']);
  });

  it('knows which courses stand for which, over several steps and round a loop', () => {
    const renamed = (code: string, replaces: string) => course(code, { replaces_course_code: replaces });
    const training = [renamed('B', 'A'), renamed('C', 'B'), renamed('X', 'Y'), renamed('Y', 'X')];
    const { standIns } = figures(withFacts({}, snapshots({ training }))).day;
    expect([...standIns].map(([code, names]) => [code, [...names].sort()])).toEqual([
      ['A', ['A', 'B', 'C']],
      ['B', ['B', 'C']],
      ['Y', ['X', 'Y']],
      ['X', ['X', 'Y']],
    ]);
  });

  it('keeps the segments of the day and knows whether there is a roster', () => {
    const duties = [
      dutyFact('1', DATE, `${DATE}T12:00:00Z`, `${DATE}T17:00:00Z`, { segment_no: 2 }),
      dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T12:00:00Z`),
      dutyFact('1', '2026-11-21', '2026-11-21T07:00:00Z', '2026-11-21T12:00:00Z'),
    ];
    const { day } = figures(withFacts({ duties }));
    expect(day.segments.get('1')?.map(({ no }) => no)).toEqual([1, 2]);
    expect(day.dutiesKnown).toBe(true);
    expect(figures(withFacts({ duties: duties.slice(2) })).day.dutiesKnown).toBe(false);
  });

  it('keeps segments in order of time, then of number, whatever the numbers say', () => {
    const over = (segment_no: number) => ({ segment_no });
    const duties = [
      dutyFact('1', DATE, `${DATE}T12:00:00Z`, `${DATE}T17:00:00Z`, over(1)),
      dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T12:00:00Z`, over(3)),
      dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T11:00:00Z`, over(2)),
      dutyFact('1', DATE, `${DATE}T05:00:00Z`, `${DATE}T06:00:00Z`, { ...over(4), status: 'X' }),
    ];
    expect(
      figures(withFacts({ duties }))
        .day.segments.get('1')
        ?.map(({ no }) => no),
    ).toEqual([2, 3, 1]);
  });

  it('duties of nobody known are unresolved on their day; conflicts and other days are told apart', () => {
    const duty = (id: string, date: string, over = {}) => dutyFact(id, date, `${date}T07:00:00Z`, `${date}T17:00:00Z`, over);
    const duties = [
      duty('1', DATE),
      duty('999', DATE),
      duty('999', '2026-11-21'),
      duty('2', DATE, { break_mins: 30 }),
      { ...duty('2', DATE, { break_mins: 45 }), dropName: 'duties_20261122T090000Z.csv' },
    ];
    const { day, totals } = figures(withFacts({ duties }));
    expect(totals.duties).toMatchObject({ rows: 5, credited: 1, otherDay: 1, unresolved: 1, conflict: 2 });
    expect(day.unresolved).toEqual([{ feed: 'duties', key: '["999","2026-11-20",1]', person: '999' }]);
    expect(day.conflicts).toEqual([{ feed: 'duties', key: '["2","2026-11-20",1]' }]);
    expect(figures(withFacts({ duties }, { date: '2026-11-21' })).day.conflicts).toEqual([]);
  });

  it('people without posts or assignments belong nowhere', () => {
    const { day } = figures(withFacts({}, snapshots({ assignments: null })));
    expect(day.people.get('1')?.memberships).toEqual([]);
    const without = figures(withFacts({}, snapshots({ positions: null }))).day.people.get('1');
    expect(without?.memberships).toMatchObject([{ team: 'T1', role: null }]);
  });

  it('leaves out who is not employed on the day', () => {
    const people = [personRow('1'), personRow('2', { leave_date: DATE }), personRow('3', { force_start: '2026-12-01' })];
    const ids = figures(withFacts({}, snapshots({ people }))).generation.people.map(({ availability }) => availability.person);
    expect(ids).toEqual(['1']);
  });
});

describe('the status of a day', () => {
  const status = (arrivals: Record<string, string>) =>
    resolveDay(sources({ arrivals: { ...sources().arrivals, ...arrivals } as DaySources['arrivals'] })).status;

  it('is final when every feed has arrived', () => {
    expect(status({})).toBe('final');
  });

  it('is provisional while one feed is partial or missing', () => {
    expect(status({ training: 'partial' })).toBe('provisional');
    expect(status({ arrests: 'missing' })).toBe('provisional');
  });

  it('is planned until an event feed speaks of it', () => {
    const all = Object.fromEntries(FEEDS.map((feed) => [feed, 'missing']));
    expect(status(all)).toBe('planned');
    for (const feed of ['duties', 'arrests', 'stop-searches']) expect(status({ ...all, [feed]: 'partial' })).toBe('provisional');
    expect(status({ ...all, people: 'complete' })).toBe('planned');
  });

  it('a feed that is not there at all reads as missing', () => {
    expect(resolveDay(sources({ arrivals: {} })).status).toBe('planned');
  });

  it('null has its reason: not yet, or the feed is missing; partial is a figure that is not complete', () => {
    const arrest = (over: Record<string, string>) =>
      figures(
        withFacts(
          { arrests: [arrestFact('A', '1', noon)] },
          { arrivals: { ...sources().arrivals, ...over } as DaySources['arrivals'] },
        ),
      ).own('1');
    expect(arrest(Object.fromEntries(FEEDS.map((feed) => [feed, 'missing'])))).toMatchObject({ value: null, reason: 'notYet' });
    expect(arrest({ arrests: 'missing' })).toMatchObject({ value: null, reason: 'feedMissing' });
    expect(arrest({ arrests: 'partial' })).toMatchObject({ value: 1, reason: null, complete: false });
    expect(arrest({})).toMatchObject({ value: 1, complete: true });
  });

  it('begins with the duty day and is complete at 09:00 London of the next morning', () => {
    expect(arrivalInstants('2026-07-01', policy)).toEqual({
      begun: Date.parse('2026-07-01T06:00:00Z'),
      complete: Date.parse('2026-07-02T08:00:00Z'),
    });
  });
});

describe('control totals', () => {
  it('do not close when a row is lost', () => {
    const totals = {
      feed: 'arrests',
      rows: 7,
      credited: 1,
      otherDay: 1,
      moved: 1,
      superseded: 1,
      conflict: 1,
      deleted: 1,
      unresolved: 1,
      excluded: 1,
    };
    expect(closes(totals, 8)).toBe(true);
    expect(closes(totals, 9)).toBe(false);
    for (const part of ['credited', 'otherDay', 'moved', 'superseded', 'conflict', 'deleted', 'unresolved', 'excluded'])
      expect(closes({ ...totals, [part]: 2 }, 8)).toBe(false);
  });

  it('block a day whose rows or parts do not add up', () => {
    const from = withFacts({ arrests: [arrestFact('A', '1', noon)] });
    const day = resolveDay(from);
    const generation = generationOf(day);
    expect(() => checkTotals(withFacts({ arrests: [] }), day, generation)).toThrow(
      expect.objectContaining({ code: 'TOTALS_OPEN' }),
    );
    const wrong = { ...generation, force: { ...generation.force, arrests: { ...generation.force.arrests, unattributed: 1 } } };
    expect(() => checkTotals(from, day, wrong)).toThrow(/do not add up to the force/);
  });
});

describe('what a day gathers', () => {
  it('events within a day, the duties that decide them within two', () => {
    expect(gatheredDates('arrests', DATE)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(gatheredDates('duties', DATE)).toHaveLength(5);
  });

  it('is empty when only the days beside it have rows', () => {
    expect(isEmptyDay(withFacts({ duties: [], arrests: [arrestFact('A', '1', '2026-11-21T12:00:00Z')] }))).toBe(true);
    expect(isEmptyDay(sources())).toBe(false);
  });
});
