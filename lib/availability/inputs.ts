import type { LocalDate } from '../calendar.ts';
import type { Segment } from '../day/segment.ts';
import type { Person } from '../organisation/people.ts';
import type { Policy, RoleProfile } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { TimeClass } from '../vocabulary.ts';
import type { Span } from './interval.ts';

export interface Absence extends Span {
  readonly id: string;
  readonly code: string;
  readonly timeClass: TimeClass;
}

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
  readonly dutiesKnown: boolean;
  readonly absencesKnown: boolean;
}

const FOREVER = Number.MAX_SAFE_INTEGER;

/** Leave counts when approved; what nobody plans counts as it is recorded. */
export function absencesOf(rows: readonly RowOf<'absences'>[], policy: Policy): Absence[] {
  return rows.flatMap((row) => {
    const timeClass = policy.absenceClasses[row.absence_code];
    if (timeClass !== 'unplanned' && !row.approved) return [];
    const end = row.end_at === null ? FOREVER : Date.parse(row.end_at);
    return [{ id: row.absence_id, code: row.absence_code, timeClass, start: Date.parse(row.start_at), end }];
  });
}

/** The segments that make up the shift of a day: working or committed. */
export function shiftOf(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ timeClass }) => timeClass === 'working' || timeClass === 'committed');
}
