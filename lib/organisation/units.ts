import type { LocalDate } from '../dates.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { UnitType } from '../vocabulary.ts';

export interface Unit {
  readonly code: string;
  readonly type: UnitType;
  readonly name: string;
  readonly parent: string | null;
  /** From the top down to the unit itself, codes joined by `/`. */
  readonly path: string;
}

interface Dated {
  readonly effective_from: LocalDate;
  readonly effective_to: LocalDate | null;
}

export function inForce(row: Dated, date: LocalDate): boolean {
  return row.effective_from <= date && (row.effective_to === null || date < row.effective_to);
}

/** Of the rows in force with the same key the one with the latest start counts. */
export function latestInForce<R extends Dated>(rows: readonly R[], key: (row: R) => string, date: LocalDate): Map<string, R> {
  const found = new Map<string, R>();
  for (const row of rows) {
    if (!inForce(row, date)) continue;
    const other = found.get(key(row));
    if (other === undefined || other.effective_from < row.effective_from) found.set(key(row), row);
  }
  return found;
}

/** The units of a day by code. A unit whose parents form a loop, or whose parent is not there, is a top of its own. */
export function unitsOn(rows: readonly RowOf<'units'>[], date: LocalDate): Map<string, Unit> {
  const current = latestInForce(rows, (row) => row.unit_code, date);
  const units = new Map<string, Unit>();
  for (const code of [...current.keys()].sort()) {
    const row = current.get(code) as RowOf<'units'>;
    const line = lineUp(code, current);
    const parent = line.length > 1 ? (line[1] as string) : null;
    units.set(code, { code, type: row.unit_type, name: row.name, parent, path: line.toReversed().join('/') });
  }
  return units;
}

function lineUp(code: string, units: ReadonlyMap<string, RowOf<'units'>>): string[] {
  const line = [code];
  let parent = units.get(code)?.parent_code ?? null;
  while (parent !== null && units.has(parent)) {
    if (line.includes(parent)) return [code];
    line.push(parent);
    parent = units.get(parent)?.parent_code ?? null;
  }
  return line;
}
