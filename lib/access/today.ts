import type { EpochMs, LocalDate } from '../dates.ts';

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

const HOUR = 3_600_000;
/** Of the hour asked for last: every change of London's clock, and so every midnight, is at a whole hour of UTC. */
let kept = { hour: Number.NaN, day: '' };

/** The London day of an instant: on it intervals of posts begin and end. Without the calendar's library, which a request has no other use for. */
export function londonDay(instant: EpochMs): LocalDate {
  const hour = Math.floor(instant / HOUR);
  if (hour !== kept.hour) kept = { hour, day: london.format(instant) };
  return kept.day;
}
