import type { Day } from '../day/day.ts';
import type { Incident } from '../day/incidents.ts';
import type { Unit } from '../organisation/units.ts';
import { GRADES, type NullReason } from '../vocabulary.ts';

/** Logs opened on a duty day, merged ones once: what the public asked of an area. Nothing in it is about an officer. */
export interface Demand {
  /** Reported by the public, by final grade; grades without a log are left out, `none` was never graded. */
  readonly byGrade: Readonly<Record<string, number>>;
  /** Found by an officer. */
  readonly selfInitiated: number;
  readonly reason: NullReason | null;
  readonly complete: boolean;
}

/** Of areas by where it happened, of the force everything; a log has no team or department: null. */
export function demandOf(day: Day, { code, type }: Unit): Demand | null {
  if (type !== 'AREA' && type !== 'FORCE') return null;
  const logs = type === 'FORCE' ? day.incidents : day.incidents.filter(({ area }) => area === code);
  const arrival = day.arrivals.incidents ?? 'missing';
  return {
    byGrade: byGrade(logs.filter(({ selfInitiated }) => !selfInitiated)),
    selfInitiated: logs.filter(({ selfInitiated }) => selfInitiated).length,
    reason: day.status === 'planned' ? 'notYet' : arrival === 'missing' ? 'feedMissing' : null,
    complete: day.status !== 'planned' && arrival === 'complete',
  };
}

function byGrade(logs: readonly Incident[]): Record<string, number> {
  const grades = Map.groupBy(logs, ({ finalGrade }) => finalGrade ?? 'none');
  return Object.fromEntries(
    [...GRADES, 'none' as const].flatMap((grade) => {
      const count = grades.get(grade)?.length ?? 0;
      return count === 0 ? [] : [[grade, count] as const];
    }),
  );
}
