import type { Payload } from '../lib/api/responses.ts';
import { number, plural, sentenceCase } from './format.ts';
import type { Column } from './parts/table.tsx';

type Row = Pick<Payload<'comparison'>['rows'][number], 'id' | 'count' | 'inner' | 'outer'>;

/** On which side of what chance makes a count lies; null within it. */
export function readingOf({ count, outer }: Pick<Row, 'count' | 'outer'>): 'higher' | 'lower' | null {
  if (count > outer.upper) return 'higher';
  return count < outer.lower ? 'lower' : null;
}

/** The same in words; `against` is what is expected of it, such as "for the hours worked". */
export function readingText(row: Pick<Row, 'count' | 'outer'>, against: string): string {
  const reading = readingOf(row);
  return reading === null ? 'Within chance' : `${sentenceCase(reading)} than expected ${against}, ask why before concluding`;
}

/** What chance alone keeps to, in 95 and in 99.8 of a hundred cases. */
export const LIMITS: readonly Column<Pick<Row, 'inner' | 'outer'>>[] = [
  { head: 'Chance, 95%', numeric: true, cell: ({ inner }) => `${number(inner.lower)} to ${number(inner.upper)}` },
  { head: 'Chance, 99.8%', numeric: true, cell: ({ outer }) => `${number(outer.lower)} to ${number(outer.upper)}` },
];

/** Points of a funnel, each at its size. */
export function marksOf<R extends Row>(rows: readonly R[], at: (row: R) => number) {
  return rows.map((row) => ({ id: row.id, at: at(row), count: row.count, outside: readingOf(row) !== null }));
}

/** The finding of a funnel: how many lie beyond the limits, named by `name`. */
export function findingOf(rows: readonly Row[], name: string, none: string): string {
  const outside = rows.filter((row) => readingOf(row) !== null).length;
  return outside === 0 ? none : `${plural(outside, name)} beyond the limits of chance: ask why`;
}
