import { type EpochMs, type LocalDate, MINUTE } from '../calendar.ts';
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

type Status = Span & { readonly visible: boolean };

/** Visible time of one person on one duty date: the union of visible statuses, clipped to the duty. */
export function visibilityOf(
  statuses: readonly RowOf<'statuses'>[],
  segments: readonly Segment[],
  date: LocalDate,
  policy: Policy,
): Visibility {
  const duty = union(
    segments
      .filter((segment) => segment.date === date && segment.timeClass === 'working')
      .map(({ start, end }) => ({ start, end })),
  );
  const spans = spansOf(statuses, policy);
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

/** A status without an end lasts until the next one, at most as long as a gap may be. */
function spansOf(statuses: readonly RowOf<'statuses'>[], { statusClasses, statusGapMinutes }: Policy): Status[] {
  const inOrder = statuses.toSorted(by((row) => row.from_at));
  return inOrder.map(({ from_at, to_at, status_code }, at) => {
    const start = Date.parse(from_at);
    const next = inOrder[at + 1];
    const open = start + statusGapMinutes * MINUTE;
    const end = to_at !== null ? Date.parse(to_at) : Math.min(open, next === undefined ? open : Date.parse(next.from_at));
    return { start, end, visible: statusClasses[status_code] === 'visible' };
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
