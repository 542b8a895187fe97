import type { EpochMs, LocalDate } from '../dates.ts';

const HOUR = 3_600_000;
/** Of the hour asked for last: London's clock changes at a whole hour of UTC, and so every midnight is at one. */
let kept = { hour: Number.NaN, day: '' };

/**
 * The London day of an instant: on it intervals of posts begin and end. By the rule of summer time, since the runtime's own
 * calendar would be a fifth of what a cold function takes to load; a test holds the two against each other.
 */
export function londonDay(instant: EpochMs): LocalDate {
  const hour = Math.floor(instant / HOUR);
  if (hour !== kept.hour) kept = { hour, day: new Date(hour * HOUR + offsetAt(hour * HOUR)).toISOString().slice(0, 10) };
  return kept.day;
}

/** British Summer Time: from 01:00 UTC on the last Sunday of March to 01:00 UTC on that of October (S.I. 2002/262). */
function offsetAt(instant: EpochMs): number {
  const year = new Date(instant).getUTCFullYear();
  return changeIn(year, 2) <= instant && instant < changeIn(year, 9) ? HOUR : 0;
}

/** At 01:00 UTC on the last Sunday of a month of 31 days; `month` from 0. */
function changeIn(year: number, month: number): EpochMs {
  const last = new Date(Date.UTC(year, month, 31, 1));
  return last.setUTCDate(31 - last.getUTCDay());
}
