import { MINUTE } from '../calendar.ts';
import type { Segment } from '../day/segment.ts';
import { covered, type Span, union } from '../interval.ts';
import { by } from '../order.ts';
import { type AvailabilityInputs, awayOf, shiftOf } from './inputs.ts';

export interface Work {
  /** E: rostered minutes of working and committed segments less breaks. */
  readonly expectedMinutes: number;
  /** P: minutes of the union of committed and leave time, clipped to the shift, breaks left out alike. */
  readonly plannedAbsenceMinutes: number;
  /** a = (E - P) / E; null when nothing was rostered. */
  readonly share: number | null;
  /** r, the reduction for tutoring a student. */
  readonly reduction: number;
  /** u1 = a (1 - r). */
  readonly availability: number | null;
}

/** Work availability of a duty date (method section 6). Unplanned absence is the gate's matter and is not in here. */
export function workAvailability(inputs: AvailabilityInputs): Work {
  const away = union([
    ...awayOf(inputs.segments).map(rostered),
    ...inputs.absences.filter(({ timeClass }) => timeClass === 'committed' || timeClass === 'leave'),
  ]);
  let expected = 0;
  let planned = 0;
  for (const { span, paid } of rosteredParts(shiftOf(inputs.segments))) {
    expected += ((span.end - span.start) / MINUTE) * paid;
    planned += (covered(away, span) / MINUTE) * paid;
  }
  // Whatever the number of students: one reduction.
  const reduction = inputs.tutored.length > 0 ? inputs.policy.tutorReduction : 0;
  const share = expected > 0 ? (expected - planned) / expected : null;
  return {
    expectedMinutes: expected,
    plannedAbsenceMinutes: planned,
    share,
    reduction,
    availability: share === null ? null : share * (1 - reduction),
  };
}

export function rostered(segment: Segment): Span {
  return { start: segment.rosteredStart, end: segment.rosteredEnd };
}

export interface RosteredPart {
  readonly span: Span;
  /** The part of its minutes that is no break: nobody knows when the break is taken, so it lies evenly over the segment. */
  readonly paid: number;
}

const byStart = by<Segment>(
  (segment) => segment.rosteredStart,
  (segment) => segment.no,
);

/** Segments that overlap count their shared time once: the later one starts where the earlier one ends. */
export function rosteredParts(segments: readonly Segment[]): RosteredPart[] {
  const found: RosteredPart[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const { rosteredStart, rosteredEnd, breakMinutes } of segments.toSorted(byStart)) {
    const start = Math.max(rosteredStart, end);
    if (start >= rosteredEnd) continue;
    end = rosteredEnd;
    const minutes = (end - start) / MINUTE;
    found.push({ span: { start, end }, paid: Math.max(0, minutes - breakMinutes) / minutes });
  }
  return found;
}
