import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileRefused } from '../../lib/errors.ts';
import { formatDropKey, parseDropKey } from '../../lib/ingest/drop-key.ts';
import { type ReadOptions, readTable } from '../../lib/ingest/read.ts';
import { readDrop } from '../../lib/ingest/reading.ts';
import { CATALOGUE } from '../../lib/sources/catalogue.ts';
import { canonicalMapping } from '../../lib/sources/mapping.ts';
import { force } from '../lib/world.ts';
import { describeReal } from './data.ts';

/**
 * What each file holds, or why and on which line it is refused. Records come from Python's `csv` module (strict), lines
 * and quotes from a second reader of RFC 4180 that agrees with it; a blank line is a record of one blank field.
 * `sha256` is that of the compact JSON of all records from the header on, `lastLine` the line on which the last begins.
 */
interface Expected {
  readonly delimiter?: string;
  readonly encoding?: 'latin1';
  readonly preamble?: number;
  readonly code?: string;
  readonly line?: number;
  readonly records?: number;
  readonly header?: number;
  readonly widths?: Readonly<Record<string, number>>;
  readonly lastLine?: number;
  readonly sha256?: string;
}

const EXPECTED = JSON.parse(readFileSync(join(import.meta.dirname, 'torture', 'expected.json'), 'utf8')) as Record<
  string,
  Expected
>;
const LIMITS = { bytes: 1_000_000, ratio: 200 };
const PLAIN: ReadOptions = { gzipped: false, encoding: 'utf-8', delimiter: ',', preamble: 0, limits: LIMITS };

interface FoundRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

function recordsOf(bytes: Uint8Array, options: Partial<ReadOptions> = {}): { header: readonly string[]; rows: FoundRecord[] } {
  const table = readTable(bytes, { ...PLAIN, ...options });
  const rows: FoundRecord[] = [];
  table.forEach((fields, line) => {
    rows.push({ fields: [...fields], line });
  });
  return { header: table.header, rows };
}

function asExpected(bytes: Uint8Array, { delimiter, encoding, preamble }: Expected): Expected {
  const options = {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(preamble === undefined ? {} : { preamble }),
  };
  try {
    const { header, rows } = recordsOf(bytes, options);
    const widths: Record<string, number> = {};
    for (const { fields } of rows) widths[fields.length] = (widths[fields.length] ?? 0) + 1;
    const all = JSON.stringify([header, ...rows.map(({ fields }) => fields)]);
    const sha256 = createHash('sha256').update(all).digest('hex');
    return { ...options, records: rows.length, header: header.length, widths, lastLine: rows.at(-1)?.line ?? 0, sha256 };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const line = cause.issues[0]?.line;
    return { ...options, code: cause.code, ...(line === undefined ? {} : { line }) };
  }
}

const NAMES = Object.keys(EXPECTED);
const SPECTRUM = NAMES.filter((name) => name.startsWith('spectrum--csvs--'));

describeReal('CSV torture files', NAMES.length + SPECTRUM.length + 9, (data) => {
  const folder = join(data, 'csv-torture');
  const bytesOf = (name: string) => readFileSync(join(folder, name));

  it('are all looked at: there is no file without an expectation, and no expectation without its file', () => {
    expect(readdirSync(folder).sort()).toEqual([...NAMES].sort());
  });

  it.each(NAMES)('%s is read right, or refused with its line', (name) => {
    const expected = EXPECTED[name] as Expected;
    expect(asExpected(bytesOf(name), expected)).toEqual(expected);
  });

  it.each(SPECTRUM)('%s says what the JSON beside it says', (name) => {
    const title = name.replace('spectrum--csvs--', '').replace('.csv', '');
    const bytes = bytesOf(name);
    if (title === 'location_coordinates') {
      // Seconds of arc written as an unquoted quote; and its JSON has another telephone number than the file.
      expect(asExpected(bytes, {})).toEqual({ code: 'MISPLACED_QUOTE', line: 2 });
      return;
    }
    // The stored files whose names say CRLF have lost it on their way here; it is put back.
    const crlf = title.endsWith('_crlf');
    const text = bytes.toString('utf8');
    const { header, rows } = recordsOf(Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text));
    const said = rows.map(({ fields }) => Object.fromEntries(header.map((column, at) => [column, fields[at]])));
    expect(said).toEqual(JSON.parse(bytesOf(`spectrum--json--${title}.json`).toString('utf8')));
  });

  const linesWith = (end: string) => {
    const text = bytesOf('spectrum--csvs--quotes_and_newlines.csv').toString('utf8');
    return recordsOf(Buffer.from(text.replaceAll('\n', end))).rows.map(({ line }) => line);
  };

  it('count a line end inside quotes once, be it LF or CR', () => {
    expect(linesWith('\n')).toEqual([2, 5]);
    expect(linesWith('\r')).toEqual([2, 5]);
  });

  // lib/ingest/read.ts takes the parser's count, in which CR and LF inside quotes are two lines.
  it('count a line end inside quotes once when it is CRLF', () => {
    expect(linesWith('\r\n')).toEqual([2, 5]);
  });

  it('in latin1 are refused unless the mapping says so, and then read', () => {
    for (const [name, sign] of [
      ['csvkit--test_latin1.csv', '©'],
      ['tabulator--latin1.csv', '©'],
    ] as const) {
      expect(asExpected(bytesOf(name), {})).toEqual({ code: 'NOT_UTF8' });
      expect(recordsOf(bytesOf(name), { encoding: 'latin1' }).rows.at(-1)?.fields.at(-1)).toBe(sign);
    }
  });

  it('with one BOM name their first column without it', () => {
    expect(recordsOf(bytesOf('csvkit--test_utf8_bom.csv')).header).toEqual(['foo', 'bar', 'baz']);
    expect(recordsOf(bytesOf('tabulator--bom.csv')).header).toEqual(['id', 'name']);
    expect(recordsOf(bytesOf('papaparse--tests--utf-8-bom-sample.csv')).header).toEqual(['A', 'B', 'C']);
  });

  it('in another delimiter are one column wide, never guessed', () => {
    expect(recordsOf(bytesOf('csvkit--sniff_limit.csv')).header).toEqual(['a;b;c']);
    expect(recordsOf(bytesOf('csvkit--dummy.tsv')).header).toEqual(['a\tb\tc']);
    expect(recordsOf(bytesOf('csvkit--sniff_limit.csv'), { delimiter: ';' }).header).toEqual(['a', 'b', 'c']);
  });

  it('with reports before the header name the lines of the file, not those after it', () => {
    expect(recordsOf(bytesOf('csvkit--bad_skip_lines.csv'), { preamble: 3 }).rows.map(({ line }) => line)).toEqual([5, 6, 7]);
  });

  it('carry spreadsheet formulas as text and nothing else', () => {
    const payloads = bytesOf('csv-injection-payloads.txt')
      .toString('utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    expect(payloads).toHaveLength(6);
    const quoted = payloads.map((payload) => `"${payload.replaceAll('"', '""')}"`);
    const { rows } = recordsOf(Buffer.from(`payload\n${quoted.join('\n')}\n`));
    expect(rows.map(({ fields }) => fields)).toEqual(payloads.map((payload) => [payload]));
  });

  it('whose formulas stand in a column of text keep them to the letter; in an identifier they are rejected', () => {
    const payloads = bytesOf('csv-injection-payloads.txt')
      .toString('utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    const header = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
    const drop = parseDropKey(formatDropKey('connect', 'arrests', Date.parse('2026-11-20T09:00:00Z')));
    const read = (row: (quoted: string, n: number) => string) => {
      const rows = payloads.map((payload, n) => row(`"${payload.replaceAll('"', '""')}"`, n));
      const body = Buffer.from(`${[header, ...rows].join('\n')}\n`);
      return readDrop(body, drop, canonicalMapping(CATALOGUE.arrests), force.policies);
    };
    const inText = read((text, n) => `A${n},100001,ASSIST,2026-11-19T12:00:00Z,,${text},2026-11-19T13:00:00Z,`);
    expect(inText.accepted.map(({ fact }) => fact.r.offence_group)).toEqual(payloads);
    const inKey = read((text) => `${text},100001,ASSIST,2026-11-19T12:00:00Z,,,2026-11-19T13:00:00Z,`);
    expect(inKey.accepted).toEqual([]);
    expect(inKey.quarantined.map(({ issues }) => issues.map(({ column, code }) => `${column} ${code}`))).toEqual(
      payloads.map(() => ['arrest_id BAD_VALUE']),
    );
  });
});
