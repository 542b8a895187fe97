import { ask, type Product, published, reasonOf } from './ask.ts';
import { isRight, oracleOf } from './oracle.ts';
import { EXTRACT_DAY, type Family } from './worlds.ts';

export interface Comparison {
  /** Worlds that were asked of both, up to the first on which they differ. */
  readonly worlds: number;
  /** How often the oracle gave each answer. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly disagreement: string | null;
}

/** Publishes every world of a family and asks both; stops at the first on which they differ. */
export function firstDisagreement(product: Product, family: Family): Comparison {
  const people = family.people.map(({ row }) => row);
  const assignments = family.people.flatMap((one) => one.assignments);
  const reasons: Record<string, number> = {};
  let worlds = 0;
  for (const positions of family.graphs) {
    const rows = { positions, assignments, people };
    const oracle = oracleOf(rows, EXTRACT_DAY);
    const organisation = published(product, rows, EXTRACT_DAY);
    for (const [viewer, subject] of family.pairs)
      for (const given of family.given(viewer, subject))
        for (const moment of family.moments) {
          const asked = { viewer, subject, given, ...moment };
          const decision = ask(product, organisation, asked);
          const expected = oracle(asked);
          worlds += 1;
          reasons[expected] = (reasons[expected] ?? 0) + 1;
          if (reasonOf(decision) === expected && decision.allowed === isRight(expected)) continue;
          const line = positions.map((row) => `${row.position_id}>${row.reports_to_position_id}`).join(' ');
          const disagreement = `${JSON.stringify(asked)} over ${line}: ${reasonOf(decision)} instead of ${expected}`;
          return { worlds, reasons, disagreement };
        }
  }
  return { worlds, reasons, disagreement: null };
}
