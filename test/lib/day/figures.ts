import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { checkTotals, generationOf } from '../../../lib/generation/generation.ts';
import { personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { DATE } from './world.ts';

export const noon = `${DATE}T12:00:00Z`;

export function figures(from: DaySources) {
  const day = resolveDay(from);
  const generation = generationOf(day);
  checkTotals(from, day, generation);
  const units = new Map(unitFigures(day).map((unit) => [unit.code, unit.figures.arrests]));
  const own = (id: string) => {
    const person = day.people.get(id);
    return person === undefined ? undefined : personFigures(day, person).arrests;
  };
  const totals = Object.fromEntries(day.totals.map((one) => [one.feed, one]));
  return { day, generation, units, own, totals, force: generation.force.arrests };
}
