import { CANARY } from '../demo/canaries.ts';
import { dropNameStem } from '../lib/ingest/drop-key.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';
import { columnsOf } from '../lib/sources/feed.ts';
import type { Force } from '../lib/sources/force.ts';
import type { Random } from './random.ts';

/** Something that happens outside the product. */
export type Move =
  | { readonly kind: 'put'; readonly key: string; readonly body: string }
  | { readonly kind: 'withdraw'; readonly key: string }
  /** About the bytes that a put of the same key brought. */
  | { readonly kind: 'decide'; readonly verb: 'release' | 'refuse'; readonly key: string; readonly body: string }
  | { readonly kind: 'deploy' };

export const FEEDS: readonly FeedName[] = [
  'people',
  'assignments',
  'units',
  'positions',
  'training',
  'duties',
  'arrests',
  'stop-searches',
];

/** A force small enough that a thousand days of it are scored in a second, of the feeds that show every kind of race. */
export function smallForce(force: Force): Force {
  return { ...force, feeds: [...FEEDS] };
}

/** The same force after a change of its policy: other grace, so other attribution, other weights and another reading. */
export function afterDeploy(force: Force): Force {
  const policies = force.policies.map((policy) => ({
    ...policy,
    version: `${policy.version}-next`,
    tutorReduction: policy.tutorReduction / 2,
    quarantine: { ...policy.quarantine, rows: 3 },
    holdOn: ['duplicateShare' as const],
    criteria: policy.criteria.map((criterion, at) => ({ ...criterion, weight: criterion.weight * (at + 1) })),
  }));
  return { ...force, policies };
}

/** The last day of a fixed window, the day before and the day after. */
const [D1, D2, D3] = ['2026-12-05', '2026-12-06', '2026-12-07'] as const;
const OFFICERS = ['1001', '1002', '1003'];
const STAMP = '2026-12-07T20:00:00Z';

type Row = Readonly<Record<string, string>>;

function csv(feed: FeedName, rows: readonly Row[]): string {
  const names = columnsOf(CATALOGUE[feed]).map(([name]) => name);
  // Numbers are short in this file and long in those that are dropped.
  const written = (field: string) => (/^100\d$/.test(field) ? `${CANARY.employeeNo}-${field}` : field);
  const line = (row: Row) => names.map((name) => written(row[name] ?? '')).join(',');
  return `${[names.join(','), ...rows.map(line)].join('\n')}\n`;
}

function keyOf(feed: FeedName, extracted: string, part = ''): string {
  return `${CATALOGUE[feed].system}/${feed}/${dropNameStem(feed, Date.parse(extracted))}${part}.csv`;
}

function put(feed: FeedName, extracted: string, rows: readonly Row[], part = ''): Move & { kind: 'put' } {
  return { kind: 'put', key: keyOf(feed, extracted, part), body: csv(feed, rows) };
}

const person = (employee_no: string, over: Row = {}): Row => ({
  employee_no,
  person_type: 'OFFICER',
  rank_code: 'PC',
  surname: CANARY.surname,
  given_name: CANARY.givenName,
  collar_no: CANARY.collarNo,
  upn: CANARY.upn,
  directory_id: `${CANARY.directoryId}-${employee_no}`,
  service_start: '2015-03-02',
  force_start: '2015-03-02',
  fte: '1',
  contract_hours: '40',
  updated_at: STAMP,
  ...over,
});
const since = { effective_from: '2020-01-01', updated_at: STAMP };
const assignment = (employee_no: string): Row => ({
  ...since,
  assignment_id: `AS${employee_no}`,
  employee_no,
  team_code: 'T1',
  position_id: `P${employee_no}`,
  kind: 'SUBSTANTIVE',
  primary_flag: 'true',
  fte_split: '1',
});
const position = (employee_no: string): Row => ({
  ...since,
  position_id: `P${employee_no}`,
  team_code: 'T1',
  reports_to_position_id: employee_no === '1003' ? '' : 'P1003',
  role_code: 'RESPONSE',
  rank_required: 'PC',
  established_fte: '1',
  status: 'ACTIVE',
});
const units: Row[] = [
  { ...since, unit_code: 'F', unit_type: 'FORCE', name: 'Force' },
  { ...since, unit_code: 'T1', unit_type: 'TEAM', parent_code: 'F', name: 'Team' },
];
const course = (employee_no: string, course_code: string, expires_on = '2027-06-01'): Row => ({
  employee_no,
  course_code,
  achieved_on: '2025-06-01',
  expires_on,
  result: 'PASS',
  updated_at: STAMP,
});
const duty = (employee_no: string, date: string, over: Row = {}): Row => ({
  employee_no,
  duty_date: date,
  segment_no: '1',
  planned_start: `${date}T07:00:00`,
  planned_end: `${date}T17:00:00`,
  duty_code: 'EARLY',
  break_mins: '0',
  status: 'C',
  updated_at: STAMP,
  ...over,
});
const arrest = (arrest_id: string, officer_no: string, date: string, over: Row = {}): Row => ({
  arrest_id,
  officer_no,
  role: 'ARRESTING',
  arrested_at: `${date}T10:00:00`,
  updated_at: STAMP,
  ...over,
});
const search = (search_id: string, officer_no: string, date: string, over: Row = {}): Row => ({
  search_id,
  officer_no,
  role: 'LEAD',
  searched_at: `${date}T11:00:00`,
  subject_kind: 'PERSON',
  power_code: 'PACE1',
  updated_at: STAMP,
  ...over,
});

const EARLY = '2026-12-07T09:00:00Z';
const MAIN = '2026-12-08T09:00:00Z';
const LATE = '2026-12-09T09:00:00Z';
const LATER = { updated_at: '2026-12-08T20:00:00Z' };
const courses = OFFICERS.flatMap((id) => ['PPST', 'FIRST_AID'].map((code) => course(id, code)));
const allDuties = [D1, D2, D3].flatMap((date) => OFFICERS.map((id) => duty(id, date)));
/** Six bad rows of eight: the file is held. */
const doubtful = Array.from({ length: 8 }, (_, at) =>
  search(`H${at}`, '1001', D2, at < 6 ? { subject_kind: CANARY.badCode } : {}),
);
const smallPeople = put('people', LATE, [person('1001'), person('1003')]);
const heldSearches = put('stop-searches', LATE, doubtful);

/** What always happens; the versions of one key in this order, everything else in any. */
const ALWAYS: readonly (readonly Move[])[] = [
  [
    put(
      'people',
      MAIN,
      OFFICERS.map((id) => person(id)),
    ),
  ],
  [put('assignments', MAIN, OFFICERS.map(assignment))],
  [put('units', MAIN, units)],
  [put('positions', MAIN, OFFICERS.map(position))],
  [
    put('duties', MAIN, allDuties),
    put('duties', MAIN, [...allDuties.slice(0, 7), duty('1002', D3, { planned_end: `${D3}T12:00:00` })]),
  ],
  [
    put('arrests', MAIN, [arrest('A', '1001', D1), arrest('B', '1002', D1), arrest('C', '1002', D2)]),
    put('arrests', MAIN, [arrest('A', '1001', D1), arrest('C', '1003', D2)]),
  ],
];

/** Of these a seed takes some. */
const SOMETIMES: readonly (readonly Move[])[] = [
  // A row whose date moves further than a day looks, and one that is deleted.
  [
    put('arrests', LATE, [
      arrest('A', '1001', D3, LATER),
      arrest('C', '1002', D2, { ...LATER, deleted_at: '2026-12-08T19:00:00Z' }),
    ]),
  ],
  // Moved back again by a correction of the same file.
  [put('arrests', LATE, [arrest('C', '1002', D1, LATER)], '_b'), put('arrests', LATE, [arrest('D', '1002', D1, LATER)], '_b')],
  // An older export after newer ones.
  [
    put('duties', EARLY, [
      duty('1001', D1),
      duty('1002', D2, { updated_at: '2026-12-07T08:00:00Z', planned_end: `${D2}T10:00:00` }),
    ]),
  ],
  [put('arrests', EARLY, [arrest('A', '1003', D1, { updated_at: '2026-12-06T12:00:00Z' })])],
  // Held, and released by a person.
  [
    put('stop-searches', MAIN, [search('S', '1001', D1), search('T', '1001', D2)]),
    { ...heldSearches, key: keyOf('stop-searches', MAIN) },
  ],
  [heldSearches, { ...heldSearches, kind: 'decide', verb: 'release' }],
  // A snapshot with too few people, released; one corrected; one out of order.
  [smallPeople, { ...smallPeople, kind: 'decide', verb: 'release' }],
  [
    put(
      'people',
      '2026-12-09T10:00:00Z',
      OFFICERS.map((id) => person(id, id === '1002' ? { fte: '0.5', contract_hours: '20' } : {})),
    ),
  ],
  [
    put(
      'people',
      EARLY,
      [...OFFICERS, '1004'].map((id) => person(id, { rank_code: 'SGT' })),
    ),
  ],
  [
    put('training', MAIN, courses),
    put(
      'training',
      MAIN,
      courses.map((row) => (row.employee_no === '1002' ? { ...row, expires_on: D1 } : row)),
    ),
  ],
  [put('training', LATE, courses.slice(0, 5))],
  // Withdrawn, refused by decision, and the same bytes again.
  [
    put('arrests', '2026-12-08T10:00:00Z', [arrest('E', '1003', D2)]),
    { kind: 'withdraw', key: keyOf('arrests', '2026-12-08T10:00:00Z') },
  ],
  [
    put('arrests', '2026-12-08T11:00:00Z', [arrest('F', '1003', D3)]),
    { ...put('arrests', '2026-12-08T11:00:00Z', [arrest('F', '1003', D3)]), kind: 'decide', verb: 'refuse' },
  ],
  [put('stop-searches', EARLY, [search('U', '1002', D1)]), put('stop-searches', EARLY, [search('U', '1002', D1)])],
  // Everything many times over: it counts once, until a policy holds such a file.
  [put('arrests', '2026-12-08T12:00:00Z', Array<Row>(20).fill(arrest('G', '1002', D2)))],
  // One file with a row before and after its date moved, in both orders.
  [
    put('arrests', '2026-12-08T13:00:00Z', [arrest('I', '1001', D1), arrest('I', '1001', D3, LATER)]),
    put('arrests', '2026-12-08T13:00:00Z', [arrest('I', '1001', D3, LATER), arrest('I', '1001', D1)]),
  ],
  // A backfill of a day long past.
  [put('duties', LATE, [duty('1001', '2026-11-20')], '_old')],
];

/** A correction, taken back at once: the figures are again what they were, and a slow worker may know only the correction. */
const LAST: readonly Move[] = [
  put('arrests', MAIN, [arrest('A', '1003', D1)]),
  put('arrests', MAIN, [arrest('A', '1001', D1), arrest('B', '1002', D1), arrest('C', '1002', D2)]),
];

/** What happens in one seed, in its order. */
export function movesOf(random: Random, deploys: boolean): Move[] {
  const chosen = SOMETIMES.filter(() => random.chance(0.3));
  const lines = [...ALWAYS, ...chosen, ...(deploys && random.chance(0.5) ? [[{ kind: 'deploy' } as const]] : [])].map((line) => [
    ...line,
  ]);
  const moves: Move[] = [];
  while (lines.some((line) => line.length > 0)) {
    const line = random.pick(lines.filter(({ length }) => length > 0));
    moves.push(line.shift() as Move);
  }
  return [...moves, ...LAST];
}
