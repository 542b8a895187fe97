import type { LocalDate } from '../dates.ts';
import type { Fact } from '../ingest/facts.ts';

import { by } from '../order.ts';

/** What became of one row of the facts; every row has exactly one fate, so that the totals of a day close. */
export type Fate = 'current' | 'superseded' | 'moved' | 'conflict' | 'deleted';

export interface PlacedFact {
  readonly fact: Fact;
  /** The duty date under which the row lies. */
  readonly date: LocalDate;
  readonly dropName: string;
}

/** What other drops hold of a row whose date moved: only the accepted ones. */
export interface Move {
  readonly version: string;
  readonly date: LocalDate;
}

export interface Merged {
  readonly current: readonly PlacedFact[];
  readonly fates: readonly { readonly placed: PlacedFact; readonly fate: Fate }[];
  /** Keys with two contents of one version, with the dates of both: neither counts. */
  readonly conflicts: readonly { readonly key: string; readonly dates: ReadonlySet<LocalDate> }[];
}

/** Of each key the highest version counts, whatever the order of arrival (method: Rows). */
export function mergeVersions(facts: readonly PlacedFact[], moves: ReadonlyMap<string, readonly Move[]>): Merged {
  const current: PlacedFact[] = [];
  const fates: { placed: PlacedFact; fate: Fate }[] = [];
  const conflicts: { key: string; dates: ReadonlySet<LocalDate> }[] = [];
  const byKey = Map.groupBy(facts, ({ fact }) => fact.k);
  for (const key of [...byKey.keys()].sort()) {
    const rows = byKey.get(key) as readonly PlacedFact[];
    const elsewhere = moves.get(key) ?? [];
    const highest = [...rows.map(({ fact }) => fact.v), ...elsewhere.map(({ version }) => version)].sort().at(-1) as string;
    // Of equal winners the first drop by name counts, so that no order of arrival shows.
    const winners = rows.filter(({ fact }) => fact.v === highest).sort(by((row) => row.dropName));
    const contents = new Set(winners.map(({ fact }) => JSON.stringify(fact.r)));
    // The same version under two dates is two contents as well: the date comes from the content.
    const dates = new Set([
      ...elsewhere.filter((move) => move.version === highest).map((move) => move.date),
      ...winners.map(({ date }) => date),
    ]);
    const clash = contents.size > 1 || dates.size > 1;
    if (clash) conflicts.push({ key, dates });
    for (const placed of rows) {
      const fate = fateOf(placed, highest, clash, winners);
      fates.push({ placed, fate });
      if (fate === 'current') current.push(placed);
    }
  }
  return { current, fates, conflicts };
}

function fateOf(placed: PlacedFact, highest: string, clash: boolean, winners: readonly PlacedFact[]): Fate {
  if (placed.fact.v !== highest) return winners.some(({ date }) => date === placed.date) ? 'superseded' : 'moved';
  if (clash) return 'conflict';
  if (placed !== winners[0]) return 'superseded';
  return placed.fact.r.deleted_at === null || placed.fact.r.deleted_at === undefined ? 'current' : 'deleted';
}
