import { by } from '../order.ts';

interface Sized {
  readonly code: string;
  readonly path: string;
  readonly officers: number;
}

/**
 * The units whose figures of a day everybody may see: of so many officers or more, and none from which the figures of a
 * smaller one could be had by taking its sisters from the unit above (complementary suppression). The smallest sister is
 * then kept back as well.
 */
export function openUnits<U extends Sized>(units: readonly U[], fewest: number): U[] {
  const open = new Set(units.filter(({ officers }) => officers >= fewest));
  const children = Map.groupBy(units, ({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  for (const parent of units) {
    const own = children.get(parent.path) ?? [];
    if (!own.some(({ officers }) => officers > 0 && officers < fewest)) continue;
    const left = own.filter((unit) => open.has(unit)).sort(bySize);
    let rest = parent.officers - left.reduce((sum, { officers }) => sum + officers, 0);
    while (rest < fewest && left.length > 0) {
      const [kept] = left.splice(0, 1) as [U];
      open.delete(kept);
      rest += kept.officers;
    }
  }
  return units.filter((unit) => open.has(unit));
}

const bySize = by<Sized>(
  ({ officers }) => officers,
  ({ code }) => code,
);
