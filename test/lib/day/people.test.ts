import { describe, expect, it } from 'vitest';
import type { DaySources } from '../../../lib/day/sources.ts';
import { SNAPSHOT_FEEDS } from '../../../lib/sources/catalogue.ts';
import { course } from '../world.ts';
import { figures, noon } from './figures.ts';
import { arrestFact, assignmentRow, DATE, dutyFact, personRow, positionRow, sources, unitRow, withFacts } from './world.ts';

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
