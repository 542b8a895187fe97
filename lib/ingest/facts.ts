import type { LocalDate } from '../dates.ts';

/** One accepted row as it stands in the facts bucket, a line of JSON each; short names because there are millions. */
export interface Fact {
  /** Natural key. */
  readonly k: string;
  /** Version: `updated_at`. */
  readonly v: string;
  /** Line of the row in its file. */
  readonly l: number;
  /** Flags of the row, e.g. an ambiguous local time. */
  readonly f?: readonly string[];
  /** Columns that hold a collar number instead of an employee number. */
  readonly c?: readonly string[];
  readonly r: Record<string, unknown>;
}

const SNAPSHOT = 'snapshot';

export function eventFactPrefix(date: LocalDate, feed?: string): string {
  return feed === undefined ? `facts/${date}/` : `facts/${date}/${feed}/`;
}

export function eventFactKey(date: LocalDate, feed: string, dropName: string, dropId: string, n: number): string {
  return `${eventFactPrefix(date, feed)}${dropName}/${dropId}/${String(n).padStart(5, '0')}`;
}

export function snapshotFactKey(feed: string, dropName: string, dropId: string): string {
  return `facts/${SNAPSHOT}/${feed}/${dropName}/${dropId}`;
}

export function quarantineKey(system: string, feed: string, dropName: string, dropId: string): string {
  return `quarantine/${system}/${feed}/${dropName}/${dropId}`;
}

export interface EventFactName {
  readonly date: LocalDate;
  readonly feed: string;
  readonly dropName: string;
  readonly dropId: string;
}

export function parseEventFactKey(key: string): EventFactName {
  const [, date = '', feed = '', dropName = '', dropId = ''] = key.split('/');
  return { date, feed, dropName, dropId };
}

export function parseFacts(body: string): Fact[] {
  return body.length === 0
    ? []
    : body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Fact);
}
