import * as z from 'zod';
import { instantToLocal } from '../calendar.ts';
import { by } from '../order.ts';
import type { ColumnMeta } from '../sources/columns.ts';
import { columnsOf, type Feed, isConfidential, timeColumnsOf } from '../sources/feed.ts';
import type { DropKey } from './drop-key.ts';
import type { AcceptedRow, RowCounts } from './reading.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);

/** What one file looks like as a whole: counts by which it can be compared with others without their rows. */
export const profileSchema = z.object({
  feed: z.string(),
  /** The last part of the drop key. */
  name: z.string(),
  extractTime: z.string(),
  /** Rows of the file, and how many of these are copies and how many were accepted. */
  rows: count,
  duplicates: count,
  accepted: count,
  /** Column -> times by hour of the London day; those at exactly 00:00:00 where midnight is no bound of a day. */
  times: z.record(z.string(), z.object({ hours: z.array(count).length(24), midnight: count.optional() })),
  /** Column that may be blank -> blank cells. */
  blank: counts,
  /** Column -> form of its ids (`formOf`) -> how many. */
  ids: z.record(z.string(), counts),
  /** Column -> code -> how many. */
  codes: z.record(z.string(), counts),
});
export type Profile = z.output<typeof profileSchema>;

/** The profile of one file, in one pass over its accepted rows; the same in whatever order they stand. */
export function profileOf(drop: DropKey, accepted: readonly AcceptedRow[], { inFile, duplicate }: RowCounts): Profile {
  const { feed, name, extractTime } = drop;
  const looked = columnsOf(feed).flatMap(([column, meta]) => {
    const part = partOf(feed, column, meta);
    return part === null ? [] : [{ column, meta, part, keyOf: KEYS[part], seen: new Map<string, number>() }];
  });
  for (const { fact } of accepted) {
    for (const { column, keyOf, seen } of looked) {
      const value = fact.r[column];
      const key = value === null ? BLANK : keyOf(value as string);
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  const of = <T>(wanted: Part, read: (seen: ReadonlyMap<string, number>) => T): Record<string, T> =>
    Object.fromEntries(looked.flatMap(({ column, part, seen }) => (part === wanted ? [[column, read(seen)]] : [])));
  const optional = isConfidential(feed) ? [] : looked.filter(({ meta }) => meta.optional === true);
  return {
    feed: feed.name,
    name,
    extractTime,
    rows: inFile,
    duplicates: duplicate,
    accepted: accepted.length,
    times: of('time', (seen) => timesIn(seen, feed)),
    blank: Object.fromEntries(optional.map(({ column, seen }) => [column, seen.get(BLANK) ?? 0])),
    ids: of('id', (seen) => commonest(seen, MOST_FORMS)),
    codes: of('code', (seen) => commonest(seen, seen.size)),
  };
}

type Part = 'time' | 'id' | 'code' | 'rest';

/** What is looked at in a column; null: nothing. Of a confidential feed only ids: an hour or a code would be somebody's. */
function partOf(feed: Feed, column: string, { kind, optional }: ColumnMeta): Part | null {
  if (isConfidential(feed)) return kind === 'id' ? 'id' : null;
  if (timeColumnsOf(feed).includes(column)) return 'time';
  if (kind === 'code' || feed.policyCodes?.[column] !== undefined) return 'code';
  if (kind === 'id') return 'id';
  return optional === true ? 'rest' : null;
}

const BLANK = '';
const MIDNIGHT = 'midnight';

const KEYS: Readonly<Record<Part, (value: string) => string>> = {
  time: (instant) => {
    const time = instantToLocal(Date.parse(instant)).slice(11);
    return time === '00:00:00' ? MIDNIGHT : time.slice(0, 2);
  },
  id: formOf,
  code: (code) => code,
  rest: () => 'filled',
};

/** A duty may well begin or end at midnight; what is dated by its own instant does so by chance alone. */
function timesIn(seen: ReadonlyMap<string, number>, feed: Feed): Profile['times'][string] {
  const midnight = seen.get(MIDNIGHT) ?? 0;
  const hours = Array.from({ length: 24 }, (_, hour) => seen.get(String(hour).padStart(2, '0')) ?? 0);
  hours[0] = (hours[0] ?? 0) + midnight;
  return feed.shape === 'event' && 'instant' in feed.datedBy ? { hours, midnight } : { hours };
}

/** Keeps a profile small whatever a file holds; a form beyond these is that of less than a tenth of the ids. */
const MOST_FORMS = 10;

/** Of equal ones the first by name. */
export function commonestFirst([key, many]: readonly [string, number], [otherKey, others]: readonly [string, number]): number {
  return others - many || (key < otherKey ? -1 : 1);
}

function commonest(seen: ReadonlyMap<string, number>, most: number): Record<string, number> {
  const known = [...seen].filter(([key]) => key !== BLANK).sort(commonestFirst);
  return Object.fromEntries(known.slice(0, most).sort(by(([key]) => key)));
}

/**
 * The form of an id by its last digits: `d6` six of them, `z8` eight that begin with zero, `xd3` text and three, `x` text
 * alone. It says what padding changes, and nothing of whose id it is.
 */
export function formOf(id: string): string {
  let start = id.length;
  while (start > 0 && isDigit(id.charCodeAt(start - 1))) start -= 1;
  const text = start === 0 ? '' : 'x';
  return start === id.length ? text : `${text}${id[start] === '0' ? 'z' : 'd'}${id.length - start}`;
}

function isDigit(code: number): boolean {
  return 0x30 <= code && code <= 0x39;
}

/** A form in words: `8 digits with leading zeros`. */
export function formInWords(form: string): string {
  const [, text, zero, length] = /^(x?)(?:([dz])(\d+))?$/.exec(form) ?? [];
  if (length === undefined) return 'no digits at the end';
  return `${text === 'x' ? 'text and ' : ''}${length} digit${length === '1' ? '' : 's'}${zero === 'z' ? ' with leading zeros' : ''}`;
}
