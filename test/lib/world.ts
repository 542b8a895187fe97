import { join } from 'node:path';
import type { AvailabilityInputs } from '../../lib/availability/inputs.ts';
import type { Segment } from '../../lib/day/segment.ts';
import type { Person } from '../../lib/organisation/people.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import type { RowOf } from '../../lib/sources/catalogue.ts';
import { readForceFolder } from '../../scripts/bundle.ts';

export const DEMO_FORCE = join(import.meta.dirname, '..', '..', 'config', 'demo');
export const force = readForceFolder(DEMO_FORCE);
export const policy = force.policies[0] as Policy;

export const DATE = '2026-11-20';
export const at = (time: string, date = DATE) => Date.parse(`${date}T${time}:00Z`);

export function person(over: Partial<Person> = {}): Person {
  const membership = {
    team: 'T1',
    post: 'P1',
    role: 'RESPONSE',
    kind: 'SUBSTANTIVE',
    primary: true,
    fteSplit: 1,
    shiftPattern: null,
    ended: false,
  };
  return {
    id: '100001',
    type: 'OFFICER',
    rank: 'PC',
    name: 'Ashford, Jo',
    collarNumber: null,
    fte: 1,
    secondedOut: false,
    joined: '2015-03-02',
    left: null,
    serviceStart: '2015-03-02',
    memberships: [membership],
    ...over,
  };
}

export function segment(from: string, to: string, over: Partial<Segment> = {}): Segment {
  const start = at(from);
  const end = at(to, to <= from ? '2026-11-21' : DATE);
  return {
    person: '100001',
    date: DATE,
    no: 1,
    code: 'EARLY',
    timeClass: 'working',
    start,
    end,
    rosteredStart: start,
    rosteredEnd: end,
    breakMinutes: 0,
    team: null,
    guestTeam: null,
    pairedWith: null,
    worked: false,
    ...over,
  };
}

export function course(code: string, over: Partial<RowOf<'training'>> = {}): RowOf<'training'> {
  return {
    employee_no: '100001',
    course_code: code,
    achieved_on: '2025-06-01',
    expires_on: '2027-06-01',
    extended_to: null,
    result: 'PASS',
    replaces_course_code: null,
    updated_at: '2025-06-02T00:00:00Z',
    ...over,
  };
}

const ALL_COURSES = ['PPST', 'FIRST_AID', 'TASER', 'RESPONSE_DRIVING', 'BWV', 'STOP_SEARCH', 'MENTAL_HEALTH'];

/** As a force that does not load students, tutors, restrictions or duty effects. */
export const NINE_FEEDS: ReadonlySet<string> = new Set([
  'people',
  'assignments',
  'units',
  'positions',
  'training',
  'duties',
  'absences',
  'arrests',
  'stop-searches',
]);

/** A response officer on an early turn, everything in order; each test changes what it is about. */
export function inputs(over: Partial<AvailabilityInputs> = {}): AvailabilityInputs {
  return {
    date: DATE,
    policy,
    person: person(),
    profile: policy.roleProfiles.RESPONSE ?? null,
    segments: [segment('07:00', '17:00')],
    absences: [],
    training: ALL_COURSES.map((code) => course(code)),
    coursesKnown: new Set(ALL_COURSES),
    standIns: new Map(),
    dutiesKnown: true,
    absencesKnown: true,
    restrictions: [],
    suspensions: [],
    restrictedDuty: false,
    student: { state: 'none' },
    tutored: [],
    tutoringKnown: true,
    feeds: NINE_FEEDS,
    ...over,
  };
}

export function absence(code: string, from: string, to: string): AvailabilityInputs['absences'][number] {
  const timeClass = policy.absenceClasses[code as keyof typeof policy.absenceClasses];
  return { id: `AB-${code}-${from}`, code, timeClass, start: at(from), end: at(to) };
}
