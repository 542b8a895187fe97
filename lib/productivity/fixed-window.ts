import { addDays, daysBetween, type LocalDate } from '../dates.ts';

/** The first Monday of the fixed windows of four ISO weeks. */
const FIRST_WINDOW = '2026-01-05';
export const WINDOW_DAYS = 28;

/** First and last day of the fixed window that a date lies in. */
export function fixedWindowOf(date: LocalDate): { start: LocalDate; end: LocalDate } {
  const start = addDays(FIRST_WINDOW, Math.floor(daysBetween(FIRST_WINDOW, date) / WINDOW_DAYS) * WINDOW_DAYS);
  return { start, end: addDays(start, WINDOW_DAYS - 1) };
}
