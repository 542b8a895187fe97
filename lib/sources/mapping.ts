import * as z from 'zod';
import { localToInstant, ZONE } from '../calendar.ts';
import { formatInstant, isDate } from '../dates.ts';
import type { Issue } from '../errors.ts';
import { columnsOf, type Feed } from './feed.ts';

const source = z.union([
  z.strictObject({ from: z.string().min(1) }),
  z.strictObject({ constant: z.string() }),
  z.strictObject({ extractTime: z.literal(true) }),
]);

/** How one force's export of a feed becomes the canonical feed: data only. Without a file for a feed its export is canonical. */
export const mappingSchema = z.strictObject({
  system: z.string(),
  feed: z.string(),
  zone: z.string().default(ZONE),
  encoding: z.enum(['utf-8', 'latin1']).default('utf-8'),
  delimiter: z.string().length(1).default(','),
  /** Records before the header, as reports print them. */
  preamble: z.int().min(0).max(50).default(0),
  /** Canonical column -> where it comes from; a column that is not named is read under its own name. */
  columns: z.record(z.string(), source).default({}),
  /** Columns of the export that are not read. */
  ignored: z.array(z.string()).default([]),
  /** Accepted writings of a date or an instant, e.g. `DD/MM/YYYY HH:mm` or `EXCEL` (a serial number); ISO 8601 always is. */
  dateFormats: z.array(z.string()).default([]),
  instantFormats: z.array(z.string()).default([]),
  /** Canonical column -> the source's code -> ours. A code that is not listed stays as it is, and is then checked. */
  codes: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Person columns that hold a collar number; the people extract of the day says whose it is. */
  collarNumbers: z.array(z.string()).default([]),
  /** Canonical id column -> width to which it is padded with zeros. */
  padded: z.record(z.string(), z.int().min(1).max(20)).default({}),
  /** Rows that another product counts, by their own words: canonical column -> codes (after the code map). */
  outOfScope: z.record(z.string(), z.array(z.string())).default({}),
});
export type Mapping = z.output<typeof mappingSchema>;

export function canonicalMapping(feed: Feed): Mapping {
  return mappingSchema.parse({ system: feed.system, feed: feed.name });
}

export interface MappedRow {
  readonly cells: Record<string, string>;
  readonly issues: readonly Issue[];
  readonly flags: readonly string[];
  readonly outOfScope: boolean;
}

export interface RowMapper {
  /** The header names that the file must have, and those it may have; anything else is refused. */
  readonly required: readonly string[];
  readonly ignored: ReadonlySet<string>;
  /** Binds to the header as it stands in one file; the extract time is that of the drop key, UTC. */
  bind(header: readonly string[], extractTime: string): (fields: readonly string[], line: number) => MappedRow;
}

type Convert = (text: string) => { value: string; flag?: string } | { issue: Omit<Issue, 'line' | 'column'> };

/** Prepares a mapping for its feed. Throws a TypeError when it names a column that the feed does not have. */
export function rowMapper(feed: Feed, mapping: Mapping): RowMapper {
  const columns = columnsOf(feed);
  const known = new Set(columns.map(([name]) => name));
  const byColumn = [mapping.columns, mapping.codes, mapping.padded, mapping.outOfScope].flatMap(Object.keys);
  for (const named of [...byColumn, ...mapping.collarNumbers]) {
    if (!known.has(named))
      throw new TypeError(`mapping ${mapping.system}/${mapping.feed} names a column ${named} that the feed does not have`);
  }
  const origins = columns.map(([name]) => mapping.columns[name] ?? { from: name });
  const required = [...new Set(origins.flatMap((origin) => ('from' in origin ? [origin.from] : [])))];
  const converters = columns.map(([name, meta]) => converter(name, meta.kind, mapping));
  const scope = Object.entries(mapping.outOfScope);

  return {
    required,
    ignored: new Set(mapping.ignored),
    bind(header, extractTime) {
      const positions = origins.map((origin) => ('from' in origin ? header.indexOf(origin.from) : -1));
      const constants = origins.map((origin) => ('constant' in origin ? origin.constant : extractTime));
      return (fields, line) => {
        const cells: Record<string, string> = {};
        const issues: Issue[] = [];
        const flags: string[] = [];
        for (let at = 0; at < columns.length; at += 1) {
          const name = columns[at]?.[0] as string;
          const position = positions[at] as number;
          const raw = position < 0 ? (constants[at] as string) : (fields[position] as string);
          const converted = (converters[at] as Convert)(raw);
          if ('issue' in converted) issues.push({ line, column: name, ...converted.issue });
          else {
            cells[name] = converted.value;
            if (converted.flag !== undefined) flags.push(`${converted.flag}:${name}`);
          }
        }
        return { cells, issues, flags, outOfScope: scope.some(([name, values]) => values.includes(cells[name] ?? '')) };
      };
    },
  };
}

function converter(name: string, kind: string, mapping: Mapping): Convert {
  const codes = mapping.codes[name];
  const width = mapping.padded[name];
  if (kind === 'instant') return instantConverter(mapping);
  if (kind === 'date') return dateConverter(mapping);
  if (codes !== undefined) return (text) => ({ value: Object.hasOwn(codes, text) ? (codes[text] as string) : text });
  if (width !== undefined) return (text) => ({ value: text === '' ? text : text.padStart(width, '0') });
  return (text) => ({ value: text });
}

// `T` or a space between date and time; seconds and fractions optional; an offset or none.
const ISO_INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

function instantConverter(mapping: Mapping): Convert {
  const formats = mapping.instantFormats.map(formatPattern);
  return (text) => {
    if (text === '') return { value: text };
    const iso = ISO_INSTANT.exec(text);
    const parts = iso
      ? { date: iso[1] as string, time: `${iso[2]}:${iso[3]}:${iso[4] ?? '00'}`, offset: iso[5] }
      : firstMatch(formats, text);
    if (parts === undefined || !isDate(parts.date)) {
      const allowed = ['2026-11-22T07:00:00', 'with or without an offset', ...mapping.instantFormats].join(', ');
      return { issue: { code: 'NOT_A_TIME', message: 'this is no date and time', value: text, allowed } };
    }
    if (parts.offset !== undefined) {
      const offset = parts.offset === 'Z' ? 'Z' : `${parts.offset.slice(0, 3)}:${parts.offset.slice(-2)}`;
      return { value: formatInstant(Date.parse(`${parts.date}T${parts.time}${offset}`)) };
    }
    const reading = localToInstant(`${parts.date}T${parts.time}`, mapping.zone);
    if (reading.kind === 'nonexistent') {
      const message = `the clocks went forward: this time does not exist in ${mapping.zone}`;
      return {
        issue: { code: 'NONEXISTENT_LOCAL_TIME', message, value: text, allowed: 'a time that exists, or one with an offset' },
      };
    }
    const value = formatInstant(reading.instant);
    return reading.kind === 'ambiguous' ? { value, flag: 'AMBIGUOUS_LOCAL_TIME' } : { value };
  };
}

const EXCEL = 'EXCEL';
/** Day 0 of Excel's calendar as seen from 1 March 1900 on: it takes 1900 for a leap year. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** `39449.666` is a day of the year 2008 and a time on it; the day is what counts. */
function excelDate(text: string): string | undefined {
  const serial = /^\d{5}(?:\.\d{1,12})?$/.exec(text)?.[0];
  return serial === undefined
    ? undefined
    : new Date(EXCEL_EPOCH + Math.floor(Number(serial)) * DAY_MS).toISOString().slice(0, 10);
}

function dateConverter(mapping: Mapping): Convert {
  const formats = mapping.dateFormats.filter((format) => format !== EXCEL).map(formatPattern);
  const excel = mapping.dateFormats.includes(EXCEL);
  return (text) => {
    if (text === '' || isDate(text)) return { value: text };
    const serial = excel ? excelDate(text) : undefined;
    if (serial !== undefined) return { value: serial };
    const parts = firstMatch(formats, text);
    if (parts !== undefined && isDate(parts.date)) return { value: parts.date };
    const allowed = ['YYYY-MM-DD', ...mapping.dateFormats].join(', ');
    return { issue: { code: 'NOT_A_DATE', message: 'this is no calendar date', value: text, allowed } };
  };
}

interface Parts {
  date: string;
  time: string;
  offset: string | undefined;
}

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<YYYY>\\d{4})',
  MM: '(?<MM>\\d{2})',
  DD: '(?<DD>\\d{2})',
  HH: '(?<HH>[01]\\d|2[0-3])',
  mm: '(?<mm>[0-5]\\d)',
  ss: '(?<ss>[0-5]\\d)',
  S: '\\d{1,9}',
};

function formatPattern(format: string): RegExp {
  const source = format.replace(
    /YYYY|MM|DD|HH|mm|ss|S|[^A-Za-z]|[A-Za-z]/g,
    (token) => TOKENS[token] ?? token.replace(/[^\w\s]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`);
}

function firstMatch(formats: readonly RegExp[], text: string): Parts | undefined {
  for (const format of formats) {
    const found = format.exec(text)?.groups;
    if (found === undefined) continue;
    const { YYYY, MM, DD, HH = '00', mm = '00', ss = '00' } = found;
    return { date: `${YYYY}-${MM}-${DD}`, time: `${HH}:${mm}:${ss}`, offset: undefined };
  }
  return undefined;
}
