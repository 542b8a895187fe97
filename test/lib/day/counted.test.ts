import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { checkTotals, generationOf } from '../../../lib/generation/generation.ts';
import { personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { factOf, force, intelligence, outcome } from './rows.ts';
import { arrestFact, assignmentRow, DATE, dutyFact, personRow, searchFact, sources, withFacts } from './world.ts';

const noon = `${DATE}T12:00:00Z`;
const FEEDS = ['duties', 'force-reports', 'intelligence-reports', 'outcomes'];

function figures(facts: Partial<DaySources['facts']>, snapshots: Partial<DaySources['snapshots']> = {}) {
  const base = sources();
  const arrivals = { ...base.arrivals, ...Object.fromEntries(FEEDS.map((feed) => [feed, 'complete' as const])) };
  const from = withFacts(facts, { arrivals, snapshots: { ...base.snapshots, ...snapshots } });
  const day = resolveDay(from);
  const generation = generationOf(day);
  checkTotals(from, day, generation);
  const person = (id: string) => {
    const found = day.people.get(id);
    return found === undefined ? undefined : personFigures(day, found);
  };
  const units = new Map(unitFigures(day).map((unit) => [unit.code, unit.figures]));
  return { day, generation, person, units, force: generation.force, totals: new Map(day.totals.map((one) => [one.feed, one])) };
}

describe('outcomes', () => {
  it('count on their date for the officer in the case, on duty or not, and positive ones beside', () => {
    const rows = [outcome('C1', '1', '18'), outcome('C2', '1', '1'), outcome('C3', '1', '14'), outcome('C4', '1', '4')];
    const { person, force: all } = figures({ duties: [], outcomes: rows });
    expect(person('1')?.outcomes).toMatchObject({ value: 4, flags: [], mix: { code: { 1: 1, 14: 1, 18: 1, 4: 1 } } });
    expect(person('1')?.positiveOutcomes).toMatchObject({
      value: 2,
      mix: { code: { 1: 1, 4: 1 }, accountable: { false: 1, true: 1 } },
    });
    expect(all.outcomes).toMatchObject({ value: 4, participations: 4, byOfficers: 4 });
    expect(all.positiveOutcomes.value).toBe(2);
  });

  it('code 0, no code, cancelled, transferred and reversed ones are left out by rule', () => {
    const rows = [
      outcome('C1', '1', '0'),
      outcome('C2', '1', null),
      outcome('C3', '1', '1', { recorded_status: 'CANCELLED' }),
      outcome('C4', '1', '1', { recorded_status: 'TRANSFERRED' }),
      outcome('C5', '1', '1', { reversed_at: noon }),
      outcome('C6', '1', '0', { outcome_date: '2026-11-19' }),
    ];
    const { day, person, totals } = figures({ outcomes: rows });
    expect(person('1')?.outcomes.value).toBe(0);
    expect(day.excluded).toEqual({
      'outcomes NOT_ASSIGNED': 2,
      'outcomes CANCELLED': 1,
      'outcomes TRANSFERRED': 1,
      'outcomes REVERSED': 1,
    });
    expect(totals.get('outcomes')).toMatchObject({ rows: 6, excluded: 5, otherDay: 1, credited: 0 });
  });

  it('two suspects of one crime are one outcome', () => {
    const rows = [outcome('C1', '1', '1'), outcome('C1', '1', '2', { outcome_seq: 2 })];
    expect(figures({ outcomes: rows }).person('1')?.outcomes.value).toBe(1);
  });

  it('by a staff investigator, without officer in the case, by nobody known', () => {
    const people = [personRow('1'), personRow('3', { person_type: 'STAFF', rank_code: null })];
    const rows = [outcome('C1', '3', '1'), outcome('C2', null, '1'), outcome('C3', '999', '1'), outcome('C4', '1', '1')];
    const { force: all, day } = figures({ outcomes: rows }, { people });
    expect(all.outcomes).toMatchObject({ value: 4, byOfficers: 1, notByOfficers: 1, unattributed: 2 });
    expect(day.unresolved.filter(({ feed }) => feed === 'outcomes').map(({ person }) => person)).toEqual(['', '999']);
  });

  it('go to the team that the row names if it is a unit of the day', () => {
    const assignments = [assignmentRow('1', 'T1'), assignmentRow('1', 'T2', { primary_flag: false })];
    const of = (team: string | null) =>
      figures({ outcomes: [outcome('C', '1', '1', { team_code_at_outcome: team })] }, { assignments }).units;
    expect(of('T2').get('T2')?.outcomes.value).toBe(1);
    expect(of('T2').get('T1')?.outcomes.value).toBe(0);
    expect(of('NOWHERE').get('T1')?.outcomes.value).toBe(1);
    expect(of(null).get('T1')?.outcomes.value).toBe(1);
  });
});

describe('two outcomes of one crime on two days', () => {
  it('the positive one counts on its own day', () => {
    const rows = [outcome('C1', '1', '16'), outcome('C1', '1', '1', { outcome_seq: 2, outcome_date: '2026-11-21' })];
    const on = (date: string) => {
      const from = withFacts({ outcomes: rows }, { date, arrivals: { outcomes: 'complete' } });
      return generationOf(resolveDay(from)).force.positiveOutcomes.byOfficers;
    };
    expect([on(DATE), on('2026-11-21')]).toEqual([0, 1]);
  });

  it('without officer in the case they are unattributed in the team that the row names', () => {
    const { units } = figures({ outcomes: [outcome('C1', null, '1', { team_code_at_outcome: 'T2' })] });
    expect(units.get('T2')?.outcomes).toMatchObject({ value: 1, unattributed: 1 });
  });
});

describe('reports', () => {
  it('use of force counts by the date of use, with the time to submission beside', () => {
    const late = { submitted_at: '2026-11-30T12:00:00Z' };
    const soon = { submitted_at: `${DATE}T13:00:00Z` };
    const { person, units } = figures({
      'force-reports': [force('R1', '1', noon, late), force('R2', '1', noon, soon), force('R3', '1', noon)],
    });
    expect(person('1')?.useOfForce).toMatchObject({ value: 3, lag: { n: 2, medianSeconds: (864_000 + 3600) / 2 } });
    expect(units.get('T1')?.useOfForce).toMatchObject({ value: 3, lag: { n: 2 } });
    expect(person('2')?.useOfForce).toMatchObject({ value: 0, lag: null });
  });

  it('intelligence reports that were rejected or are duplicates do not count', () => {
    const rows = (['SUBMITTED', 'EVALUATED', 'REJECTED', 'DUPLICATE'] as const).map((state, n) =>
      intelligence(`P${n}`, '1', noon, state),
    );
    const { person, day } = figures({ 'intelligence-reports': rows });
    expect(person('1')?.intelligenceReports).toMatchObject({ value: 2, sources: expect.any(Array) });
    expect(person('1')?.intelligenceReports.sources).toEqual([
      `intelligence-reports P0 at ${noon} (intelligence-reports_20261121T090000Z.csv)`,
      `intelligence-reports P1 at ${noon} (intelligence-reports_20261121T090000Z.csv)`,
    ]);
    expect(day.excluded).toEqual({ 'intelligence-reports REJECTED': 1, 'intelligence-reports DUPLICATE': 1 });
  });
});

describe('what is told beside a count', () => {
  it('offence groups of arrests, outcomes and linked finds of searches, by distinct event', () => {
    const { person, units } = figures({
      arrests: [
        arrestFact('A', '1', noon, { offence_group: 'Theft' }),
        arrestFact('A', '2', noon, { offence_group: 'Theft' }),
        arrestFact('B', '1', noon),
      ],
      'stop-searches': [
        searchFact('S', '1', noon, { outcome_code: 'NFA', linked_flag: false }),
        searchFact('T', '1', noon, { outcome_code: 'ARREST', linked_flag: true }),
      ],
    });
    expect(person('1')?.arrests.mix).toEqual({ offenceGroup: { Theft: 1, none: 1 } });
    expect(units.get('T1')?.arrests.mix).toEqual({ offenceGroup: { Theft: 1, none: 1 } });
    expect(person('1')?.stopSearches.mix).toEqual({ outcome: { ARREST: 1, NFA: 1 }, linked: { false: 1, true: 1 } });
    expect(person('2')?.stopSearches.mix).toEqual({ outcome: {}, linked: {} });
    expect(person('1')?.useOfForce.mix).toEqual({});
  });
});

describe('teams of the day', () => {
  it('transfer at 13:00: events go to the team that the duty names at the instant', () => {
    const assignments = [
      assignmentRow('1', 'T1', { effective_to: DATE }),
      { ...assignmentRow('1', 'T2', { effective_from: DATE }), assignment_id: 'NEW' },
    ];
    const duties = [
      dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T13:00:00Z`, { team_code: 'T1' }),
      dutyFact('1', DATE, `${DATE}T13:00:00Z`, `${DATE}T17:00:00Z`, { team_code: 'T2', segment_no: 2 }),
    ];
    const arrests = [arrestFact('A', '1', `${DATE}T12:59:00Z`), arrestFact('B', '1', `${DATE}T13:00:00Z`)];
    const { units, generation } = figures({ duties, arrests }, { assignments });
    expect([units.get('T1')?.arrests.value, units.get('T2')?.arrests.value]).toEqual([1, 1]);
    // The posting that ended that morning is no posting any more.
    expect(generation.units.map(({ code, officers }) => `${code} ${officers}`)).toEqual(['D 1', 'F 1', 'T1 0', 'T2 1']);
    expect(generation.people.find(({ availability }) => availability.person === '1')?.availability.teamMinutes).toMatchObject({
      T1: { rostered: 360 },
      T2: { rostered: 240 },
    });
  });

  it('guested out: events go to the team that is helped, if it is one of the force', () => {
    const on = (guest_team_code: string) =>
      figures({
        duties: [dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T17:00:00Z`, { guest_team_code })],
        arrests: [arrestFact('A', '1', noon)],
      }).units;
    expect([on('T2').get('T1')?.arrests.value, on('T2').get('T2')?.arrests.value]).toEqual([0, 1]);
    expect(on('OTHER-FORCE').get('T1')?.arrests.value).toBe(1);
  });
});

describe('rows of every feed', () => {
  it('have one fate each on their day', () => {
    const { totals } = figures({
      statuses: [
        factOf('statuses', { employee_no: '1', from_at: noon, to_at: null, status_code: 'PATROL' }),
        factOf('statuses', { employee_no: '999', from_at: noon, to_at: null, status_code: 'PATROL' }),
        factOf('statuses', { employee_no: '1', from_at: '2026-11-21T12:00:00Z', to_at: null, status_code: 'PATROL' }),
      ],
      incidents: [
        factOf('incidents', { incident_no: 'I', created_at: noon, origin_code: 'PUBLIC' }),
        factOf('incidents', { incident_no: 'J', created_at: '2026-11-19T12:00:00Z', origin_code: 'PUBLIC' }),
      ],
    });
    expect(totals.get('statuses')).toMatchObject({ rows: 3, credited: 1, unresolved: 1, otherDay: 1 });
    expect(totals.get('incidents')).toMatchObject({ rows: 2, credited: 1, otherDay: 1 });
    expect([...totals.keys()]).toEqual([
      'duties',
      'statuses',
      'incidents',
      'attendances',
      'arrests',
      'stop-searches',
      'force-reports',
      'intelligence-reports',
      'outcomes',
    ]);
  });
});
