import { atLocalTime } from '../calendar.ts';
import type { Day } from '../day/day.ts';
import { covered, type Span, subtract, union } from '../interval.ts';
import { by } from '../order.ts';
import { isEmployed } from '../organisation/people.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { StudentPhase } from '../vocabulary.ts';
import { canPartner, serviceYears } from './gate.ts';
import { type AvailabilityInputs, awayOf, type Partner, type Student, shiftOf, spanOf } from './inputs.ts';

/** Phases in which a student goes out with a tutor. */
const TUTORED: ReadonlySet<StudentPhase> = new Set(['ACCOMP', 'DIRECTED']);

export interface Pairings {
  readonly students: ReadonlyMap<string, Student>;
  /** Tutor -> the students whom they tutor in this shift. */
  readonly tutored: ReadonlyMap<string, readonly string[]>;
}

type Everybody = ReadonlyMap<string, AvailabilityInputs>;

/** Who is a student on the day, with whom they go out, and who tutors (method sections 5 and 6). */
export function pairingsOf(day: Day, everybody: Everybody): Pairings {
  const students = new Map<string, Student>();
  const tutored = new Map<string, string[]>();
  for (const [id, inputs] of everybody) {
    const student = studentOf(day, inputs, everybody);
    students.set(id, student);
    if (student.state !== 'student' || !TUTORED.has(student.phase) || timeLeft(inputs).length === 0) continue;
    for (const partner of student.partners) {
      if (partner.eligible && partner.onDuty === true) tutored.set(partner.person, [...(tutored.get(partner.person) ?? []), id]);
    }
  }
  return { students, tutored };
}

function studentOf(day: Day, inputs: AvailabilityInputs, everybody: Everybody): Student {
  if (inputs.person.type !== 'OFFICER') return { state: 'none' };
  if (!day.feeds.has('students')) return { state: 'notLoaded' };
  const rows = day.records.students?.get(inputs.person.id) ?? [];
  const phase = phaseOn(rows, inputs);
  if (phase !== null) return { state: 'student', phase, partners: partnersOf(day, inputs, everybody) };
  // Who has finished is no student any more, whatever the length of service.
  if (rows.some((row) => row.phase === 'FOC' && Date.parse(row.from_at) <= askedAt(inputs))) return { state: 'none' };
  const years = serviceYears(inputs);
  return years !== null && years >= inputs.policy.student.years && rows.length === 0 ? { state: 'none' } : { state: 'unknown' };
}

/** The phase in force when the shift starts, or the duty day without one; of two the later one. */
function phaseOn(rows: readonly RowOf<'students'>[], inputs: AvailabilityInputs): StudentPhase | null {
  const at = askedAt(inputs);
  const inForce = rows.filter((row) => {
    const { start, end } = spanOf(row.from_at, row.to_at);
    return start <= at && at < end;
  });
  return inForce.toSorted(by((row) => row.from_at)).at(-1)?.phase ?? null;
}

function askedAt({ segments, date, policy }: AvailabilityInputs): number {
  const starts = shiftOf(segments).map(({ start }) => start);
  return starts.length > 0 ? Math.min(...starts) : atLocalTime(date, policy.dutyDayStart);
}

/** The duty names the partner, else a leader's decision, else the assigned tutors. */
function partnersOf(day: Day, inputs: AvailabilityInputs, everybody: Everybody): Partner[] {
  const { id } = inputs.person;
  const onDuty = inputs.segments.flatMap(({ pairedWith }) => (pairedWith === null ? [] : [pairedWith]));
  const decided = day.pairings.filter((pairing) => pairing.student === id).map(({ partner }) => partner);
  const assigned = assignedTutors(day, id, askedAt(inputs));
  const [how, named] =
    onDuty.length > 0
      ? (['duty', onDuty] as const)
      : decided.length > 0
        ? (['decision', decided] as const)
        : (['assigned', assigned] as const);
  return [...new Set(named)].sort().map((person) => partnerOf(person, how, day, inputs, everybody));
}

function assignedTutors(day: Day, student: string, at: number): string[] {
  return (day.records.tutors?.get(student) ?? [])
    .filter((row) => {
      const { start, end } = spanOf(row.from_at, row.to_at);
      return start <= at && at < end;
    })
    .map(({ tutor_no }) => tutor_no);
}

function partnerOf(person: string, how: Partner['by'], day: Day, student: AvailabilityInputs, everybody: Everybody): Partner {
  const inputs = everybody.get(person);
  const eligible =
    inputs !== undefined && person !== student.person.id && isEmployed(inputs.person, day.date) && mayTutor(day, inputs);
  return {
    person,
    by: how,
    eligible,
    onDuty: inputs === undefined ? false : isThere(student, inputs),
    deployable: inputs === undefined ? false : canPartner(inputs),
  };
}

/** A student never tutors a student, unless they have finished. */
function mayTutor(day: Day, inputs: AvailabilityInputs): boolean {
  const phase = phaseOn(day.records.students?.get(inputs.person.id) ?? [], inputs);
  return phase === null || phase === 'FOC';
}

/** On duty for the share of the student's shift that the policy asks for; null when the roster is not known. */
function isThere(student: AvailabilityInputs, partner: AvailabilityInputs): boolean | null {
  if (!student.dutiesKnown || !student.absencesKnown) return null;
  const shift = workingTime(student);
  const whole = shift.reduce((sum, span) => sum + span.end - span.start, 0);
  if (whole === 0) return false;
  const there = timeLeft(partner);
  const shared = shift.reduce((sum, span) => sum + covered(there, span), 0);
  return shared >= student.policy.student.partnerShare * whole;
}

function workingTime({ segments }: AvailabilityInputs): Span[] {
  return union(segments.filter(({ timeClass }) => timeClass === 'working').map(({ start, end }) => ({ start, end })));
}

/** Working time less whatever takes the person away from it. */
function timeLeft(inputs: AvailabilityInputs): Span[] {
  const gone = union([...awayOf(inputs.segments), ...inputs.absences, ...(inputs.suspensions ?? [])]);
  return subtract(workingTime(inputs), gone);
}
