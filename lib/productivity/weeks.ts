import type { LocalDate } from '../dates.ts';

const WEEK = 7;

/**
 * The latest unbroken run of whole weeks of daily counts: a week with a day that is not known ends it. `dates` begin on a
 * Monday and end on a Sunday; weeks at the end of which nothing is known yet are passed over.
 */
export function latestWeeks(
  dates: readonly LocalDate[],
  values: readonly (number | null)[],
): { starts: LocalDate[]; counts: number[] } {
  const starts: LocalDate[] = [];
  const counts: number[] = [];
  for (let from = dates.length - WEEK; from >= 0; from -= WEEK) {
    const week = values.slice(from, from + WEEK).filter((value) => value !== null);
    if (week.length === WEEK) {
      starts.unshift(dates[from] as LocalDate);
      counts.unshift(week.reduce((sum, value) => sum + value, 0));
    } else if (counts.length > 0) break;
  }
  return { starts, counts };
}
