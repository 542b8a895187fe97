import type { Merged, PlacedFact } from './merge.ts';

/** Where every row of a feed that a day looked at went; `rows` is their sum, or the day does not close. */
export interface FeedTotals {
  readonly feed: string;
  readonly rows: number;
  readonly credited: number;
  readonly otherDay: number;
  readonly moved: number;
  readonly superseded: number;
  readonly conflict: number;
  /** Withdrawn by `deleted_at`. */
  readonly deleted: number;
  readonly unresolved: number;
  /** Left out by a named rule. */
  readonly excluded: number;
}

type Place = 'credited' | 'otherDay' | 'unresolved' | 'excluded';

/** Counts the fates of the rows; `place` says of a row that counts where it counts. */
export function countFates(feed: string, merged: Merged, place: (placed: PlacedFact) => Place): FeedTotals {
  const counts = { credited: 0, otherDay: 0, moved: 0, superseded: 0, conflict: 0, deleted: 0, unresolved: 0, excluded: 0 };
  for (const { placed, fate } of merged.fates) counts[fate === 'current' ? place(placed) : fate] += 1;
  return { feed, rows: merged.fates.length, ...counts };
}

/** True when the parts add up to the rows that were read, counted apart. */
export function closes(totals: FeedTotals, rowsRead: number): boolean {
  const { credited, otherDay, moved, superseded, conflict, deleted, unresolved, excluded } = totals;
  return rowsRead === credited + otherDay + moved + superseded + conflict + deleted + unresolved + excluded;
}
