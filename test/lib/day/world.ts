import { dutyDayOf } from '../../../lib/calendar.ts';
import type { PlacedFact } from '../../../lib/day/merge.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { EVENT_FEEDS, type RowOf } from '../../../lib/sources/catalogue.ts';
import { course, DATE, policy } from '../world.ts';

export { DATE };

export function personRow(id: string, over: Partial<RowOf<'people'>> = {}): RowOf<'people'> {
  return {
    employee_no: id,
    person_type: 'OFFICER',
    rank_code: 'PC',
    grade: null,
    collar_no: null,
    upn: null,
    directory_id: null,
    surname: 'Ashford',
    given_name: 'Jo',
    service_start: '2015-03-02',
    force_start: '2015-03-02',
    leave_date: null,
    fte: 1,
    contract_hours: 40,
    updated_at: '2026-01-01T00:00:00Z',
    ...over,
  };
}

export function assignmentRow(id: string, team: string, over: Partial<RowOf<'assignments'>> = {}): RowOf<'assignments'> {
  return {
    assignment_id: `AS-${id}-${team}`,
    effective_from: '2020-01-01',
    employee_no: id,
    team_code: team,
    position_id: `P-${team}`,
    kind: 'SUBSTANTIVE',
    primary_flag: true,
    fte_split: 1,
    shift_pattern: null,
    effective_to: null,
    updated_at: '2026-01-01T00:00:00Z',
    ...over,
  };
}

export function unitRow(
  code: string,
  type: RowOf<'units'>['unit_type'],
  parent: string | null,
  over: Partial<RowOf<'units'>> = {},
): RowOf<'units'> {
  return {
    unit_code: code,
    effective_from: '2020-01-01',
    unit_type: type,
    parent_code: parent,
    name: code,
    minimum_strength: null,
    effective_to: null,
    updated_at: '2026-01-01T00:00:00Z',
    ...over,
  };
}

export function positionRow(id: string, team: string, over: Partial<RowOf<'positions'>> = {}): RowOf<'positions'> {
  return {
    position_id: id,
    effective_from: '2020-01-01',
    team_code: team,
    reports_to_position_id: null,
    role_code: 'RESPONSE',
    rank_required: 'PC',
    established_fte: 1,
    status: 'ACTIVE',
    effective_to: null,
    updated_at: '2026-01-01T00:00:00Z',
    ...over,
  };
}

export function dutyFact(id: string, date: string, from: string, to: string, over: Record<string, unknown> = {}): PlacedFact {
  const row = {
    employee_no: id,
    duty_date: date,
    segment_no: 1,
    planned_start: from,
    planned_end: to,
    actual_start: null,
    actual_end: null,
    duty_code: 'EARLY',
    team_code: null,
    guest_team_code: null,
    acting_rank: null,
    paired_with_no: null,
    break_mins: 0,
    status: 'C',
    updated_at: '2026-11-21T09:00:00Z',
    deleted_at: null,
    ...over,
  };
  const key = JSON.stringify([row.employee_no, row.duty_date, row.segment_no]);
  return { date, dropName: 'duties_20261121T090000Z.csv', fact: { k: key, v: String(row.updated_at), l: 2, r: row } };
}

export function arrestFact(
  arrest: string,
  officer: string,
  instant: string,
  over: Record<string, unknown> = {},
  dropName = 'arrests_20261121T090000Z.csv',
): PlacedFact {
  const row = {
    arrest_id: arrest,
    officer_no: officer,
    role: 'ARRESTING',
    arrested_at: instant,
    custody_no: null,
    offence_group: null,
    updated_at: '2026-11-21T08:00:00Z',
    deleted_at: null,
    ...over,
  };
  const date = dutyDayOf(Date.parse(String(row.arrested_at)), policy.dutyDayStart);
  return { date, dropName, fact: { k: JSON.stringify([arrest, officer]), v: String(row.updated_at), l: 2, r: row } };
}

export function searchFact(search: string, officer: string, instant: string, over: Record<string, unknown> = {}): PlacedFact {
  const row = {
    search_id: search,
    officer_no: officer,
    role: 'LEAD',
    searched_at: instant,
    subject_kind: 'PERSON',
    power_code: 'PACE1',
    object_code: null,
    outcome_code: null,
    linked_flag: null,
    updated_at: '2026-11-21T08:00:00Z',
    deleted_at: null,
    ...over,
  };
  const date = dutyDayOf(Date.parse(String(row.searched_at)), policy.dutyDayStart);
  return {
    date,
    dropName: 'stop-searches_20261121T090000Z.csv',
    fact: { k: JSON.stringify([search, officer]), v: String(row.updated_at), l: 2, r: row },
  };
}

export const FEEDS = [
  'people',
  'assignments',
  'units',
  'positions',
  'training',
  'duties',
  'absences',
  'arrests',
  'stop-searches',
] as const;

const noFacts = Object.fromEntries(EVENT_FEEDS.map((feed) => [feed, []])) as unknown as DaySources['facts'];

/** Two teams of a department: officers 1 and 2 on T1, officer 3 on T2, a PCSO on T2; all of them on an early turn. */
export function sources(over: Partial<DaySources> = {}): DaySources {
  const early = (id: string) => dutyFact(id, DATE, `${DATE}T07:00:00Z`, `${DATE}T17:00:00Z`);
  return {
    date: DATE,
    policy,
    feeds: FEEDS,
    snapshots: {
      people: [personRow('1'), personRow('2'), personRow('3'), personRow('4', { person_type: 'PCSO', rank_code: null })],
      assignments: [assignmentRow('1', 'T1'), assignmentRow('2', 'T1'), assignmentRow('3', 'T2'), assignmentRow('4', 'T2')],
      units: [unitRow('F', 'FORCE', null), unitRow('D', 'DEPT', 'F'), unitRow('T1', 'TEAM', 'D'), unitRow('T2', 'TEAM', 'D')],
      positions: [positionRow('P-T1', 'T1'), positionRow('P-T2', 'T2')],
      training: ['1', '2', '3'].flatMap((id) => ['PPST', 'FIRST_AID'].map((code) => course(code, { employee_no: id }))),
      absences: [],
      restrictions: null,
      students: null,
      tutors: null,
      'duty-effects': null,
    },
    facts: { ...noFacts, duties: ['1', '2', '3', '4'].map(early) },
    moves: Object.fromEntries(EVENT_FEEDS.map((feed) => [feed, new Map()])) as unknown as DaySources['moves'],
    arrivals: Object.fromEntries(FEEDS.map((feed) => [feed, 'complete' as const])),
    pairings: [],
    ...over,
  };
}

export function withFacts(facts: Partial<DaySources['facts']>, over: Partial<DaySources> = {}): DaySources {
  const base = sources(over);
  return { ...base, facts: { ...base.facts, ...facts } };
}
