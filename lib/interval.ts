import type { EpochMs } from './dates.ts';

/** Half-open, in milliseconds of UTC. */
export interface Span {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** The union of spans as disjoint spans in order; splitting or doubling a span changes nothing. */
export function union(spans: readonly Span[]): Span[] {
  const merged: { start: EpochMs; end: EpochMs }[] = [];
  for (const span of spans.filter(({ start, end }) => start < end).toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

/** Milliseconds of `within` that the disjoint `spans` cover. */
export function covered(spans: readonly Span[], within: Span): number {
  let length = 0;
  for (const span of spans) length += Math.max(0, Math.min(span.end, within.end) - Math.max(span.start, within.start));
  return length;
}

/** What is left of disjoint spans without other disjoint spans, both in order. */
export function subtract(from: readonly Span[], gone: readonly Span[]): Span[] {
  const left: Span[] = [];
  for (const span of from) {
    let { start } = span;
    for (const hole of gone) {
      if (hole.end <= start || hole.start >= span.end) continue;
      if (hole.start > start) left.push({ start, end: hole.start });
      start = hole.end;
    }
    if (start < span.end) left.push({ start, end: span.end });
  }
  return left;
}
