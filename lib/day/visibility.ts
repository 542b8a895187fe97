import { MINUTE } from '../calendar.ts';
import type { EpochMs } from '../dates.ts';
import { covered, type Span, union } from '../interval.ts';
import { by } from '../order.ts';
import type { Policy } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { Segment } from './segment.ts';

export interface Visibility {
  /** Minutes of duty in a visible status; no place, ever. */
  readonly minutes: number;
  /** Minutes of duty of which the radio says nothing. */
  readonly unknownMinutes: number;
}

export interface Status extends Span {
  readonly visible: boolean;
  readonly callsign: string | null;
}

/** Visible time of one person over working segments of a duty date: the union of visible statuses, clipped to them. */
export function visibilityOf(statuses: readonly RowOf<'statuses'>[], segments: readonly Segment[], policy: Policy): Visibility {
  const duty = union(segments.map(({ start, end }) => ({ start, end })));
  const spans = statusesOf(statuses, policy);
  const visible = union(spans.filter((span) => span.visible));
  const known = withSmallGaps(union(spans), policy.statusGapMinutes * MINUTE);
  let minutes = 0;
  let unknownMinutes = 0;
  for (const span of duty) {
    minutes += covered(visible, span) / MINUTE;
    unknownMinutes += (span.end - span.start - covered(known, span)) / MINUTE;
  }
  return { minutes, unknownMinutes };
}

/** One person's statuses in order. One without an end lasts until the next, at most as long as a gap may be. */
export function statusesOf(statuses: readonly RowOf<'statuses'>[], { statusClasses, statusGapMinutes }: Policy): Status[] {
  const inOrder = statuses.toSorted(by((row) => row.from_at));
  return inOrder.map(({ from_at, to_at, status_code, callsign }, at) => {
    const start = Date.parse(from_at);
    const next = inOrder[at + 1];
    const open = start + statusGapMinutes * MINUTE;
    const end = to_at !== null ? Date.parse(to_at) : Math.min(open, next === undefined ? open : Date.parse(next.from_at));
    return { start, end, visible: statusClasses[status_code] === 'visible', callsign };
  });
}

/** A short silence between two statuses is known time; a longer one is not. */
function withSmallGaps(spans: readonly Span[], most: EpochMs): Span[] {
  const joined: { start: EpochMs; end: EpochMs }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.start - last.end <= most) last.end = span.end;
    else joined.push({ ...span });
  }
  return joined;
}
