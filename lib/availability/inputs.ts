import type { LocalDate } from '../dates.ts';
import type { Segment } from '../day/segment.ts';
import type { Span } from '../interval.ts';
import type { Person } from '../organisation/people.ts';
import type { Policy, RoleProfile } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { DeployEffect, StudentPhase, TimeClass } from '../vocabulary.ts';

export interface Absence extends Span {
  readonly id: string;
  readonly code: string;
  readonly timeClass: TimeClass;
}

export interface Restriction {
  readonly id: string;
  readonly effect: DeployEffect;
  readonly reviewOn: LocalDate | null;
}

/** Somebody with whom a student may be paired on a duty date, as far as it matters to the student. */
export interface Partner {
  readonly person: string;
  readonly by: 'duty' | 'decision' | 'assigned';
  /** No student, or one who has finished. */
  readonly eligible: boolean;
  /** Null when the roster or the absences are not known. */
  readonly onDuty: boolean | null;
  readonly deployable: boolean | null;
}

export type Student =
  | { readonly state: 'none' | 'notLoaded' }
  /** Short service, or a record that breaks off: nothing says whether this is a student. */
  | { readonly state: 'unknown' }
  | { readonly state: 'student'; readonly phase: StudentPhase; readonly partners: readonly Partner[] };

/** All that the availability of one person on one duty date depends on. */
export interface AvailabilityInputs {
  readonly date: LocalDate;
  readonly policy: Policy;
  readonly person: Person;
  /** Null without a role code: then nothing says what training the post needs. */
  readonly profile: RoleProfile | null;
  readonly segments: readonly Segment[];
  readonly absences: readonly Absence[];
  readonly training: readonly RowOf<'training'>[];
  readonly coursesKnown: ReadonlySet<string> | null;
  readonly standIns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly dutiesKnown: boolean;
  readonly absencesKnown: boolean;
  /** In force on the date; null without an extract. */
  readonly restrictions: readonly Restriction[] | null;
  /** Time under suspension; null without an extract. */
  readonly suspensions: readonly Span[] | null;
  /** Told of a restriction by professional standards on the date; no effect by itself. */
  readonly restrictedDuty: boolean;
  readonly student: Student;
  /** Students in phase ACCOMP or DIRECTED who are tutored in this shift. */
  readonly tutored: readonly string[];
  /** False when the force loads students and tutors, and an extract of them is missing. */
  readonly tutoringKnown: boolean;
  /** The feeds that the force loads. */
  readonly feeds: ReadonlySet<string>;
}

const FOREVER = Number.MAX_SAFE_INTEGER;

/** Leave counts when approved; what nobody plans counts as it is recorded. */
export function absencesOf(rows: readonly RowOf<'absences'>[], policy: Policy): Absence[] {
  return rows.flatMap((row) => {
    const timeClass = policy.absenceClasses[row.absence_code];
    if (timeClass !== 'unplanned' && !row.approved) return [];
    return [{ id: row.absence_id, code: row.absence_code, timeClass, ...spanOf(row.start_at, row.end_at) }];
  });
}

/** A span between two instants; without an end it lasts on. */
export function spanOf(from: string, to: string | null): Span {
  return { start: Date.parse(from), end: to === null ? FOREVER : Date.parse(to) };
}

/** The restrictions in force on a day; the end date is the last day. */
export function restrictionsOn(rows: readonly RowOf<'restrictions'>[], date: LocalDate): Restriction[] {
  return rows
    .filter((row) => row.start_on <= date && (row.end_on === null || date <= row.end_on))
    .map((row) => ({ id: row.restriction_id, effect: row.deploy_effect, reviewOn: row.review_on }));
}

/** The segments that make up the shift of a day: working or committed. */
export function shiftOf(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ timeClass }) => timeClass === 'working' || timeClass === 'committed');
}

const REST_DAY = 'RD';

/**
 * Segments of planned time away. A rest day takes nothing away from a shift that is worked all the same: it has its own
 * length.
 */
export function awayOf(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ timeClass, code }) => timeClass === 'committed' || (timeClass === 'leave' && code !== REST_DAY));
}
