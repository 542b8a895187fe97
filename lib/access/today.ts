import type { EpochMs, LocalDate } from '../dates.ts';

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The London day of an instant: on it intervals of posts begin and end. Without the calendar's library, which a request has no other use for. */
export function londonDay(instant: EpochMs): LocalDate {
  return london.format(instant);
}
