import { dutyDayOf, MINUTE } from '../calendar.ts';
import { addDays, type EpochMs, type LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import type { Policy } from '../policy/policy.ts';
import type { Segment } from './segment.ts';

export interface Attribution {
  readonly date: LocalDate;
  readonly segment: Segment | null;
}

/**
 * The one duty date that an event of a person belongs to (method: Time). A segment that contains the instant beats
 * grace, then the nearer boundary, then the earlier segment. Only segments of the duty day of the instant and of the
 * days beside it are looked at, so that every day that could credit the event decides alike.
 */
export function attribute(instant: EpochMs, segments: readonly Segment[], policy: Policy): Attribution {
  const dutyDay = dutyDayOf(instant, policy.dutyDayStart);
  const first = addDays(dutyDay, -1);
  const last = addDays(dutyDay, 1);
  const [best] = segments
    .filter(({ date, timeClass }) => first <= date && date <= last && (timeClass === 'working' || timeClass === 'committed'))
    .flatMap((segment) => {
      const distance = distanceTo(instant, segment, policy);
      return distance === null ? [] : [{ segment, distance }];
    })
    .sort(
      by(
        ({ distance }) => distance,
        ({ segment }) => segment.start,
        ({ segment }) => segment.date,
        ({ segment }) => segment.no,
      ),
    );
  return best === undefined ? { date: dutyDay, segment: null } : { date: best.segment.date, segment: best.segment };
}

/** 0 inside (start included, end not), else the minutes to the nearer boundary within grace, else null; never 0 outside. */
function distanceTo(instant: EpochMs, segment: Segment, policy: Policy): number | null {
  if (segment.start <= instant && instant < segment.end) return 0;
  if (instant < segment.start) {
    const before = (segment.start - instant) / MINUTE;
    return before <= policy.graceBeforeMinutes ? before : null;
  }
  const after = (instant - segment.end) / MINUTE;
  // An event at the very end lies outside, but no boundary is nearer.
  return after <= policy.graceAfterMinutes ? Math.max(after, Number.MIN_VALUE) : null;
}
