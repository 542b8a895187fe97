import { daysBetween, type LocalDate } from '../dates.ts';
import { by } from '../order.ts';
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
  standIns: ReadonlyMap<string, ReadonlySet<string>> = NO_RENAMES,
): Course {
  if (known === null || !known.has(code)) return { code, state: 'unknown', validTo: null };
  const latest = rows
    .filter((row) => standsFor(row, code, standIns) && row.achieved_on <= date)
    .toSorted(byAttempt)
    .at(-1);
  if (latest === undefined || latest.result === 'FAIL') return { code, state: 'missing', validTo: null };
  const validTo = validToOf(latest);
  return { code, state: validTo === null || date <= validTo ? 'valid' : 'expired', validTo };
}

const NO_RENAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map();

function standsFor(row: RowOf<'training'>, code: string, standIns: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return row.course_code === code || row.replaces_course_code === code || standIns.get(code)?.has(row.course_code) === true;
}

/** Two attempts on one day are the renamed course and the old one: the pass counts, and of two the longer one. */
const byAttempt = by<RowOf<'training'>>(
  (row) => row.achieved_on,
  (row) => (row.result === 'PASS' ? 1 : 0),
  (row) => validToOf(row) ?? '9999-12-31',
);

function validToOf({ expires_on, extended_to }: RowOf<'training'>): LocalDate | null {
  return expires_on !== null && extended_to !== null && extended_to > expires_on ? extended_to : expires_on;
}

/** Days until the next of the valid courses expires; null when none does. */
export function daysToExpiry(courses: readonly Course[], date: LocalDate): number | null {
  const ends = courses.flatMap(({ state, validTo }) => (state === 'valid' && validTo !== null ? [validTo] : []));
  const [next] = ends.sort();
  return next === undefined ? null : daysBetween(date, next);
}
