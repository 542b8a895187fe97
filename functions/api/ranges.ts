import { Refusal } from '../../lib/api/problem.ts';
import { addDays, daysBetween, type LocalDate } from '../../lib/dates.ts';
import { datesBetween } from './published.ts';

/** Longest range of days for one person or unit. */
export const MOST_DAYS = 400;
/** Days that one page reads: four reads of a hundred keys. */
const DAYS_A_PAGE = 400;

export interface Page {
  /** The days that the page shows. */
  readonly dates: readonly LocalDate[];
  /** Those and the days before them that a rolling window of the first one needs. */
  readonly needed: readonly LocalDate[];
  readonly next: LocalDate | null;
}

/** Throws BAD_RANGE or RANGE_TOO_LONG. */
export function checkRange(from: LocalDate, to: LocalDate): void {
  if (from > to) throw new Refusal(422, 'BAD_RANGE', 'The range ends before it begins.');
  if (daysBetween(from, to) >= MOST_DAYS) throw new Refusal(422, 'RANGE_TOO_LONG', `A range has ${MOST_DAYS} days at most.`);
}

/** Throws as `checkRange` does. `length` is that of the rolling window. */
export function pageOfDays(
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  position: string | null,
  length = 1,
): Page {
  checkRange(from, to);
  const start = position === null || position < from ? from : position;
  const most = Math.max(1, DAYS_A_PAGE - (length - 1));
  const last = addDays(start, most - 1);
  const end = last < to ? last : to;
  return {
    dates: datesBetween(start, end),
    needed: datesBetween(addDays(start, 1 - length), end),
    next: end < to ? addDays(end, 1) : null,
  };
}
