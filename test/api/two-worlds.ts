import { demoFiles, morningFiles } from '../../demo/files.ts';
import { makeForce } from '../../demo/force.ts';
import { personasOf } from '../../demo/personas.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import type { FeedName } from '../../lib/sources/catalogue.ts';
import { type DropFile, type MemoryForce, memoryForce } from '../../local/memory/force.ts';
import type { Call } from '../../local/memory/table.ts';
import { type Row, withRows } from './rows.ts';

/** Sixty people over twelve days: one window of four weeks has ended. */
const WORLD = { people: 60, days: 12, end: '2026-11-12', seed: 7 } as const;
const NEXT = { ...WORLD, days: 13, end: '2026-11-13' } as const;

const people = makeForce(WORLD.people, WORLD.seed, '2026-01-05');
export const PERSONAS = personasOf(people) as Readonly<Record<keyof ReturnType<typeof personasOf>, string>>;

/** Posted to a response team and, without a post, to a neighbourhood team as well: nobody leads them there. */
const ON_TWO_TEAMS = '100021';
export const SECOND_TEAM = 'A01-NEI-1';
/** Whose rows differ between two worlds, one at a time. */
export const SUBJECTS = {
  tutor: PERSONAS.tutor,
  student: PERSONAS.studentPaired,
  'sergeant of another team': '100019',
  'officer on two teams': ON_TWO_TEAMS,
} as const;
/** Shares the tutor's post. */
export const JOB_SHARER = PERSONAS.partTimer;

/** From this day on the subjects have neither event nor status: whether they were on duty must not show. */
const QUIET_FROM = '2026-11-07';
/** Duties differ only on days after the first quiet one: events of a night reach into the day before. */
const DUTIES_FROM = '2026-11-08';

type Edits = Parameters<typeof withRows>[1];

/** What both worlds have in common. */
function common(files: Iterable<DropFile>): DropFile[] {
  const subjects = new Set<string>(Object.values(SUBJECTS));
  const quiet = (person: string, at: string) => (rows: Row[]) =>
    rows.filter((row) => !subjects.has(row[person] ?? '') || (row[at] ?? '') < QUIET_FROM);
  const shared = people.people.find(({ id }) => id === PERSONAS.tutor)?.post ?? '';
  return withRows([...files], {
    statuses: quiet('employee_no', 'from_at'),
    attendances: quiet('employee_no', 'despatched_at'),
    arrests: quiet('officer_no', 'arrested_at'),
    'stop-searches': quiet('officer_no', 'searched_at'),
    'force-reports': quiet('officer_no', 'used_at'),
    'intelligence-reports': quiet('submitter_no', 'submitted_at'),
    outcomes: quiet('oic_no', 'outcome_date'),
    assignments: (rows) =>
      rows.flatMap((row) => {
        if (row.employee_no === JOB_SHARER) return [{ ...row, position_id: shared, fte_split: '0.5' }];
        if (row.employee_no !== ON_TWO_TEAMS) return [row];
        const second = { assignment_id: `${row.assignment_id}-2`, team_code: SECOND_TEAM, position_id: '', primary_flag: 'N' };
        return [row, { ...row, ...second, fte_split: '0.2' }];
      }),
  });
}

const UPDATED = '2026-10-30T06:00:00Z';

/** Everything closed about one person is other than in the first world; `again`: once more, for days long published. */
export function changesOf(subject: string, again = false): Edits {
  const mine = (row: Row, column = 'employee_no') => row[column] === subject;
  const absence = (id: string, absence_code: string, from: string, to: string): Row => ({
    ...{ absence_id: `AB-${subject}-${id}`, employee_no: subject, absence_code, updated_at: UPDATED },
    ...{ start_at: `${from}T06:00:00Z`, end_at: `${to}T06:00:00Z`, approved: 'Y', planned: 'N' },
  });
  const times = { from_at: '2026-10-20T00:00:00Z', to_at: '2026-11-30T00:00:00Z', updated_at: UPDATED };
  return {
    absences: (rows) => [
      ...rows.filter((row) => !mine(row)),
      absence('X1', 'SICK_S', '2026-11-02', '2026-11-05'),
      absence('X2', 'AL', '2026-11-06', '2026-11-07'),
      absence('X3', 'STUDY', '2026-11-12', '2026-11-13'),
      ...(again ? [absence('X4', 'SICK_L', '2026-11-01', '2026-11-11')] : []),
    ],
    training: (rows) =>
      rows
        .filter((row) => !(mine(row) && row.course_code === 'FIRST_AID'))
        .map((row) => (mine(row) && row.course_code === 'TASER' ? { ...row, expires_on: '2026-11-04' } : row)),
    restrictions: (rows) => [
      ...rows.filter((row) => !mine(row)),
      {
        ...{ restriction_id: `RS-${subject}`, employee_no: subject, deploy_effect: again ? 'NOT_AT_WORK' : 'NOT_FRONTLINE' },
        ...{ start_on: '2026-11-03', review_on: '2026-12-03', end_on: '2026-11-18', updated_at: UPDATED },
      },
    ],
    students: (rows) => [
      ...rows.filter((row) => !mine(row)),
      { employee_no: subject, phase: again ? 'TRAINING' : 'DIRECTED', ...times },
    ],
    tutors: (rows) => [
      ...rows.filter((row) => !mine(row, 'tutor_no') && !mine(row, 'student_no')),
      { student_no: PERSONAS.studentNotPaired, tutor_no: subject, ...times },
      { student_no: subject, tutor_no: PERSONAS.transferee, ...times },
    ],
    'duty-effects': (rows) => [
      ...rows.filter((row) => !mine(row)),
      {
        ...{ case_ref: `CASE-${subject}`, employee_no: subject, duty_effect: 'SUSPENDED', updated_at: UPDATED },
        ...{ subject_notified_at: '2026-11-10T10:00:00Z', from_at: '2026-11-10T12:00:00Z', to_at: '2026-11-12T12:00:00Z' },
      },
    ],
    duties: (rows, extractTime) => [
      ...rows.filter((row) => !mine(row) || (row.duty_date ?? '') < DUTIES_FROM),
      ...dutiesOf(subject, rows, extractTime),
    ],
  };
}

/** Other duties on the quiet days that a file speaks of: split over two teams, as a guest, on a course, cancelled, none. */
function dutiesOf(subject: string, rows: readonly Row[], extractTime: string): Row[] {
  const own = people.people.find(({ id }) => id === subject)?.team ?? '';
  const dates = [...new Set(rows.map(({ duty_date = '' }) => duty_date))].filter((date) => date >= DUTIES_FROM);
  return dates.flatMap((date) => {
    const kind = Number(date.slice(-2)) % 5;
    const row = (no: number, from: number, to: number, over: Row): Row => ({
      ...{ employee_no: subject, duty_date: date, segment_no: String(no), duty_code: 'DAY', team_code: own, break_mins: '0' },
      ...{ planned_start: at(date, from), planned_end: at(date, to), status: 'C', updated_at: extractTime },
      ...over,
    });
    if (kind === 0) return [];
    if (kind === 1) return [row(1, 6, 12, {}), row(2, 12, 15, { team_code: SECOND_TEAM })];
    if (kind === 2) return [row(1, 9, 17, { guest_team_code: 'A01-INV-1', paired_with_no: PERSONAS.constable })];
    return kind === 3 ? [row(1, 8, 16, { duty_code: 'TRG' })] : [row(1, 8, 16, { status: 'X' })];
  });
}

function at(date: string, hour: number): string {
  return `${date}T${String(hour).padStart(2, '0')}:00:00Z`;
}

export const FEEDS_THAT_DIFFER = Object.keys(changesOf('')) as FeedName[];

/** A world on the morning after its last day; `edits` are what differs in it. */
export async function worldOf(edits: Edits, onCall?: (call: Call) => void): Promise<MemoryForce> {
  const memory = memoryForce(atLocalTime('2026-11-13', '10:00'), onCall);
  await memory.publish(withRows(common(demoFiles(WORLD)), edits));
  return memory;
}

/** The extracts of the morning after that, a day later by the clock. */
export async function nextMorning(memory: MemoryForce, edits: Edits): Promise<void> {
  memory.now = atLocalTime('2026-11-14', '10:00');
  await memory.publish(withRows(common(morningFiles(NEXT, NEXT.end)), edits));
}
