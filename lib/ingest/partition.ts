import type { LocalDate } from '../dates.ts';
import type { DropKey } from './drop-key.ts';
import { eventFactKey, snapshotFactKey } from './facts.ts';
import type { AcceptedRow } from './reading.ts';

export interface FactObject {
  readonly key: string;
  readonly body: string;
}

export interface Partition {
  readonly objects: readonly FactObject[];
  /** Objects a duty date, so that whoever lists the facts can tell that one is missing. Empty for a snapshot. */
  readonly days: Readonly<Record<LocalDate, number>>;
}

const OBJECT_SIZE = 1024 * 1024;

/** Lays the accepted rows out as fact objects: by duty date for an event feed, whole for a snapshot; order by key, not by line. */
export function partition(drop: DropKey, dropId: string, rows: readonly AcceptedRow[]): Partition {
  const lines = (some: readonly AcceptedRow[]) => some.map(({ fact }) => `${JSON.stringify(fact)}\n`);
  if (drop.feed.shape === 'snapshot') {
    return { objects: [{ key: snapshotFactKey(drop.feed.name, drop.name, dropId), body: lines(rows).join('') }], days: {} };
  }
  const objects: FactObject[] = [];
  const days: Record<LocalDate, number> = {};
  const byDate = Map.groupBy(rows, ({ date }) => date as LocalDate);
  for (const date of [...byDate.keys()].sort()) {
    const bodies = chunks(lines(byDate.get(date) ?? []));
    objects.push(...bodies.map((body, n) => ({ key: eventFactKey(date, drop.feed.name, drop.name, dropId, n), body })));
    days[date] = bodies.length;
  }
  return { objects, days };
}

function chunks(lines: readonly string[]): string[] {
  const bodies: string[] = [];
  let body = '';
  for (const line of lines) {
    if (body.length > 0 && body.length + line.length > OBJECT_SIZE) {
      bodies.push(body);
      body = '';
    }
    body += line;
  }
  bodies.push(body);
  return bodies;
}
