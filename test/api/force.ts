import { addDays, type LocalDate } from '../../lib/dates.ts';
import { at, coursesOf, type File, type Row, World } from '../pipeline/cases/world.ts';

/** A Thursday; the extracts are those of this morning, so that every day before it is final. */
export const TODAY = '2026-11-12';
export const NOW = `${TODAY}T10:00:00Z`;
const EXTRACT = `${TODAY}T09:00:00Z`;
export const YESTERDAY = addDays(TODAY, -1);
export const TOMORROW = addDays(TODAY, 1);
/** The last day that a cover sees. */
export const NEXT_WEEK = addDays(TODAY, 7);
/** More than 91 days before the new inspector came: too far back for who leads since 10 days. */
export const LONG_AGO = '2026-07-15';
/** The newest window of four weeks that has ended. */
export const WINDOW = { start: '2026-10-12', inside: '2026-11-04', end: '2026-11-08' } as const;
const NEW_SINCE = addDays(TODAY, -10);
const LONG_SERVICE = '2010-01-01';
const LEFT = addDays(TODAY, -3);
const BEAT = Array.from({ length: 16 }, (_, n) => n + 1);

type Post = readonly [post: string, team: string, above: string, role?: string];
/** One line through three ranks with a vacancy in it (CI), staff on it, and what hangs beside it. */
const POSTS: readonly Post[] = [
  ['SUPT', 'COMMAND', ''],
  ['CI', 'COMMAND', 'SUPT'],
  ['INSP', 'COMMAND', 'CI'],
  ['PS-1', 'RELIEF', 'INSP'],
  ['PS-2', 'RELIEF', 'INSP'],
  ['PS-3', 'RELIEF', 'INSP'],
  ['PC-1', 'RELIEF', 'PS-1'],
  ['PC-2', 'RELIEF', 'PS-1'],
  ['PC-3', 'RELIEF', 'PS-1'],
  ['PC-4', 'RELIEF', 'PS-2'],
  ['PC-5', 'RELIEF', 'PS-1', 'CUSTODY'],
  ['PC-6', 'RELIEF', 'PS-1', 'CUSTODY'],
  ['PC-7', 'RELIEF', 'PS-3'],
  ['PC-8', 'RELIEF', 'PS-1'],
  ['PCSO', 'RELIEF', 'PS-1', 'NEIGHBOURHOOD'],
  ['SPECIAL', 'RELIEF', 'PS-1', 'NEIGHBOURHOOD'],
  ['BEAT-PS', 'BEAT', 'INSP'],
  ...BEAT.map((n): Post => [`BEAT-${n}`, 'BEAT', 'BEAT-PS']),
  ['STAFF-2', 'OFFICE', 'INSP', 'CORPORATE'],
  ['STAFF-1', 'OFFICE', 'STAFF-2', 'CORPORATE'],
  ['CLERK', 'DESK', 'STAFF-1', 'CORPORATE'],
  ['HOST-PS', 'HOST', '', 'NEIGHBOURHOOD'],
  ['HOST-PC', 'HOST', 'HOST-PS', 'NEIGHBOURHOOD'],
  ['LOOP-1', 'POOL', 'LOOP-2', 'CORPORATE'],
  ['LOOP-2', 'POOL', 'LOOP-1', 'CORPORATE'],
  ['BROKEN', 'POOL', 'GONE', 'CORPORATE'],
  ['BELOW-BROKEN', 'POOL', 'BROKEN', 'CORPORATE'],
  ['BESIDE', 'POOL', '', 'CORPORATE'],
  ['ABOVE', 'POOL', '', 'CORPORATE'],
  ['BELOW', 'POOL', 'ABOVE', 'CORPORATE'],
];

interface Held {
  readonly post: string;
  readonly kind?: 'ACTING' | 'TEMPORARY' | 'SECONDMENT';
  readonly from?: LocalDate;
  /** Where it is another one than the post's. */
  readonly team?: string;
}

interface Someone {
  readonly type?: 'OFFICER' | 'STAFF' | 'PCSO' | 'SPECIAL';
  readonly rank?: string;
  readonly joined?: LocalDate;
  readonly left?: LocalDate;
  readonly directory?: string;
  readonly holds: readonly Held[];
}

const officer = (rank: string, ...posts: (string | Held)[]): Someone => ({
  rank,
  holds: posts.map((post) => (typeof post === 'string' ? { post } : post)),
});
const civilian = (type: 'STAFF' | 'PCSO' | 'SPECIAL', post: string): Someone => ({ type, holds: [{ post }] });
/** Who would be the officer's sergeant but for one thing: away on another team, so that the relief itself is whole. */
const almost = (): Someone => officer('PS', { post: 'PS-1', team: 'POOL' });

/** Everybody, by the words that the table of verdicts uses. */
export const PEOPLE: Readonly<Record<string, Someone>> = {
  officer: officer('PC', 'PC-1'),
  constable: officer('PC', 'PC-2'),
  'job share': officer('PC', 'PC-1'),
  tutor: officer('PC', 'PC-3'),
  sergeant: officer('PS', 'PS-1'),
  'other sergeant': officer('PS', 'PS-2'),
  'acting sergeant': officer('PC', 'PC-4', { post: 'PS-1', kind: 'ACTING', from: '2026-11-01' }),
  'temporary inspector': officer('PS', 'BEAT-PS', { post: 'INSP', kind: 'TEMPORARY', from: '2026-06-01' }),
  'new inspector': officer('INSP', { post: 'INSP', from: NEW_SINCE }),
  superintendent: officer('SUPT', 'SUPT'),
  'seconded sergeant': { ...almost(), holds: [...almost().holds, { post: '', kind: 'SECONDMENT', team: 'ELSEWHERE' }] },
  'host sergeant': officer('PS', 'HOST-PS'),
  'staff manager': civilian('STAFF', 'STAFF-1'),
  'staff head': civilian('STAFF', 'STAFF-2'),
  staff: civilian('STAFF', 'CLERK'),
  PCSO: civilian('PCSO', 'PCSO'),
  special: civilian('SPECIAL', 'SPECIAL'),
  'on a loop': officer('PS', 'LOOP-1'),
  'loop mate': officer('PC', 'LOOP-2'),
  'on a broken line': officer('PS', 'BROKEN'),
  'below the break': officer('PC', 'BELOW-BROKEN'),
  cover: officer('PS', 'BESIDE'),
  'cover at other times': officer('PS', 'BESIDE'),
  'break-glass': officer('PS', 'PS-3'),
  'third relief': officer('PC', 'PC-7'),
  'break-glass in vain': officer('INSP', 'ABOVE'),
  'below them': officer('PC', 'BELOW'),
  'chief officer': officer('ACC', { post: 'BESIDE', team: 'COMMAND' }),
  HR: civilian('STAFF', 'BESIDE'),
  PSD: officer('INSP', { post: 'BESIDE', team: 'COMMAND' }),
  auditor: civilian('STAFF', 'BESIDE'),
  analyst: civilian('STAFF', 'BESIDE'),
  steward: civilian('STAFF', 'BESIDE'),
  administrator: civilian('STAFF', 'BESIDE'),
  'other administrator': civilian('STAFF', 'BESIDE'),
  leaver: { ...officer('PC', 'PC-6'), left: LEFT },
  'former sergeant': { ...almost(), left: LEFT },
  'future sergeant': { ...almost(), joined: '2026-12-01' },
  'shared id': { ...almost(), directory: 'dir-shared' },
  'its twin': { ...officer('PC', 'BESIDE'), directory: 'dir-shared' },
  /** Goes out with somebody, and nobody has said with whom. */
  student: { ...officer('PC', 'PC-8'), joined: '2025-06-02' },
  seconded: officer('PC', 'PC-5', { post: 'HOST-PC', kind: 'SECONDMENT', from: '2026-10-01' }),
  'host constable': officer('PC', 'HOST-PC'),
  ...Object.fromEntries(BEAT.map((n) => [`beat ${n}`, officer('PC', `BEAT-${n}`)])),
};

/** Employee number of somebody; a name that nobody has is a number that nobody has. */
export const numberOf = (name: string) => name.replaceAll(' ', '-');
export const directoryOf = (name: string) => PEOPLE[name]?.directory ?? `dir-${numberOf(name)}`;

/** The extracts of all nineteen feeds. */
export function forceFiles(): File[] {
  const world = new World(WINDOW.inside);
  // The one who is in every such world is no peer of the relief's.
  world.rows.positions = world.rows.positions.map((row) => ({ ...row, role_code: 'CUSTODY' }));
  world.unit('NORTH', 'AREA', 'FORCE').unit('NORTH-DEPT', 'DEPT', 'NORTH').team('HOST');
  for (const team of ['COMMAND', 'RELIEF', 'BEAT', 'OFFICE', 'DESK', 'POOL']) world.unit(team, 'TEAM', 'NORTH-DEPT');
  for (const [post, team, above, role = 'RESPONSE'] of POSTS) world.post(post, team, role, { reports_to_position_id: above });
  for (const [name, someone] of Object.entries(PEOPLE)) addPerson(world, name, someone);
  world.student('officer', 'IPS').tutor('officer', 'tutor').student('student', 'ACCOMP');
  addDuties(world);
  return world.files(EXTRACT);
}

const TEAM_OF = new Map(POSTS.map(([post, team]) => [post, team]));

function addPerson(world: World, name: string, { type = 'OFFICER', rank = '', joined, left = '', holds }: Someone): void {
  const employee_no = numberOf(name);
  world.add('people', {
    ...{ employee_no, directory_id: directoryOf(name), person_type: type, rank_code: type === 'SPECIAL' ? 'PC' : rank },
    ...{ surname: `Surname ${name}`, given_name: 'Given', fte: '1', leave_date: left },
    ...{ service_start: joined ?? LONG_SERVICE, force_start: joined ?? LONG_SERVICE },
  });
  for (const { post, kind = 'SUBSTANTIVE', from = joined ?? LONG_SERVICE, team } of holds) {
    const where = { position_id: post, kind, effective_from: from };
    world.posting(employee_no, team ?? TEAM_OF.get(post) ?? '', { ...where, assignment_id: `${employee_no}-${post}` });
  }
  world.courses(employee_no, coursesOf('RESPONSE'));
}

const PLANNED = { status: 'P', actual_start: '', actual_end: '' };

/** Everybody works around today; the relief and the beat inside the window and on its last day too. */
function addDuties(world: World): void {
  const constable = numberOf('constable');
  const duty = (id: string, date: string, more: Row = {}) => world.duty(id, date, '07:00', '17:00', more);
  for (const [name, { holds }] of Object.entries(PEOPLE)) {
    const id = numberOf(name);
    const isPatrol = holds.some(({ post }) => /^(?:PC|PS|BEAT)-/.test(post));
    if (isPatrol) for (const date of [WINDOW.inside, WINDOW.end]) duty(id, date);
    duty(id, YESTERDAY);
    for (const date of [TODAY, TOMORROW]) duty(id, date, PLANNED);
  }
  duty(numberOf('officer'), LONG_AGO);
  duty(numberOf('officer'), NEXT_WEEK, PLANNED);
  for (const name of ['officer', 'seconded', 'beat 1'])
    world.arrest(`of-${numberOf(name)}`, numberOf(name), at(YESTERDAY, '12:00'));
  world.absence(numberOf('PCSO'), 'SICK_S', at(YESTERDAY, '00:00'), at(TOMORROW, '00:00'));
  world.absence(constable, 'AL', at(TOMORROW, '00:00'), at(addDays(TOMORROW, 3), '00:00'));
}
