import { daysBetween, type LocalDate } from '../calendar.ts';
import type { RowOf } from '../sources/catalogue.ts';

export type CourseState = 'valid' | 'expired' | 'missing' | 'unknown';

export interface Course {
  readonly code: string;
  readonly state: CourseState;
  readonly validTo: LocalDate | null;
}

/**
 * What a person's training says of one course on a day. The latest attempt decides; a pass holds through its expiry
 * date, or the date it was extended to. A course that no row of the whole extract carries is unknown: a feed fault.
 */
export function courseOn(
  code: string,
  rows: readonly RowOf<'training'>[],
  known: ReadonlySet<string> | null,
  date: LocalDate,
): Course {
  if (known === null || !known.has(code)) return { code, state: 'unknown', validTo: null };
  const latest = rows
    .filter((row) => (row.course_code === code || row.replaces_course_code === code) && row.achieved_on <= date)
    .reduce<RowOf<'training'> | null>((best, row) => (best === null || isLater(row, best) ? row : best), null);
  if (latest === null || latest.result === 'FAIL') return { code, state: 'missing', validTo: null };
  const validTo = laterOf(latest.expires_on, latest.extended_to);
  return { code, state: validTo === null || date <= validTo ? 'valid' : 'expired', validTo };
}

/** Two attempts on one day: the renamed course and the old one; the pass counts. */
function isLater(row: RowOf<'training'>, best: RowOf<'training'>): boolean {
  if (row.achieved_on !== best.achieved_on) return row.achieved_on > best.achieved_on;
  return row.result === 'PASS' && best.result === 'FAIL';
}

function laterOf(expires: LocalDate | null, extended: LocalDate | null): LocalDate | null {
  if (expires === null || extended === null) return expires;
  return extended > expires ? extended : expires;
}

/** Days until the next of the valid courses expires; null when none does. */
export function daysToExpiry(courses: readonly Course[], date: LocalDate): number | null {
  const ends = courses.flatMap(({ state, validTo }) => (state === 'valid' && validTo !== null ? [validTo] : []));
  return ends.length === 0
    ? null
    : daysBetween(
        date,
        ends.reduce((least, end) => (end < least ? end : least)),
      );
}
