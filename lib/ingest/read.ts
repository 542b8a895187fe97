import { CsvError, parse } from 'csv-parse/sync';
import { FileRefused, type Issue } from '../errors.ts';
import { gunzip } from './gunzip.ts';

export interface ReadOptions {
  readonly gzipped: boolean;
  readonly encoding: 'utf-8' | 'latin1';
  readonly delimiter: string;
  /** Records before the header. */
  readonly preamble: number;
  readonly limits: { readonly bytes: number; readonly ratio: number };
}

export interface Table {
  readonly header: readonly string[];
  /** Hands over every record after the header with the line it starts on; a fault found on the way refuses the file. */
  forEach(visit: (fields: readonly string[], line: number) => void): void;
}

const LONGEST_RECORD = 65_536;
/** What the reader can hold, however short its rows are; blank lines are rows too. */
const MOST_ROWS = 500_000;

/** Of a file that is too large nothing else is said: where its size is listed, it is not fetched. */
export function tooLarge(limit: number): Issue {
  return { code: 'TOO_LARGE', message: 'the file is too large: send it in parts', allowed: `${limit} bytes` };
}

/** Bytes to records. Throws FileRefused for whatever makes the whole file unreadable; single rows are judged later. */
export function readTable(bytes: Uint8Array, options: ReadOptions): Table {
  if (bytes.length === 0) throw refuse('EMPTY', 'the file is empty', 'a header and at least one row');
  const plain = options.gzipped ? gunzip(bytes, options.limits) : bytes;
  if (plain.length > options.limits.bytes) throw new FileRefused(tooLarge(options.limits.bytes));
  const text = decode(plain, options.encoding);
  const header = readHeader(text, options);
  return { header, forEach: (visit) => eachRecord(text, options, visit) };
}

function refuse(code: string, message: string, allowed: string, line?: number): FileRefused {
  return new FileRefused({ code, message, allowed, ...(line === undefined ? {} : { line }) });
}

function decode(bytes: Uint8Array, encoding: ReadOptions['encoding']): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw refuse('UTF16', 'the file is UTF-16', 'UTF-8');
  }
  if (first === 0x50 && second === 0x4b)
    throw refuse('ZIP', 'the file is a zip archive or a spreadsheet', 'CSV, or CSV packed by gzip');
  if (first === 0x1f && second === 0x8b)
    throw refuse('BAD_KEY', 'the file is packed but its name does not end in .gz', 'a name that ends in .csv.gz');
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw refuse('NUL', 'the file holds a NUL byte', 'text only', lineOf(bytes, nul));
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError)
      throw refuse('NOT_UTF8', 'the file is not valid UTF-8', 'UTF-8, or latin1 declared in the mapping');
    throw cause;
  }
}

function lineOf(bytes: Uint8Array, end: number): number {
  let line = 1;
  for (let at = 0; at < end; at += 1) {
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) line += 1;
  }
  return line;
}

type Layout = Pick<ReadOptions, 'delimiter' | 'preamble'>;

function eachRecord(
  text: string,
  { delimiter, preamble }: Layout,
  visit: (fields: readonly string[], line: number) => void,
): void {
  let records = 0;
  let rows = 0;
  let nextLine = 1;
  walk(text, delimiter, (fields, endLine) => {
    records += 1;
    if (records > preamble + 1 + MOST_ROWS)
      throw refuse('TOO_MANY_ROWS', 'the file has too many rows: send it in parts', `${MOST_ROWS} rows a file`);
    if (records > preamble + 1) {
      visit(fields, nextLine);
      // A blank line is a row of a wrong width, but no row that says anything.
      if (fields.length > 1 || fields[0] !== '') rows += 1;
    }
    nextLine = endLine + 1;
    return null;
  });
  if (rows === 0)
    throw refuse(
      'HEADER_ONLY',
      'the file has a header and no row',
      'at least one row: a file without rows never means that nothing happened',
    );
}

function readHeader(text: string, { delimiter, preamble }: Layout): readonly string[] {
  let header: readonly string[] | undefined;
  let seen = 0;
  walk(
    text,
    delimiter,
    (fields) => {
      seen += 1;
      if (seen === preamble + 1) header = fields;
      return null;
    },
    preamble + 1,
  );
  if (header === undefined) throw refuse('EMPTY', 'the file is empty', 'a header and at least one row');
  return header;
}

function walk(text: string, delimiter: string, visit: (fields: string[], endLine: number) => null, upTo = -1): void {
  let lastLine = 0;
  // The parser counts a CRLF inside quotes as two lines.
  let countedTwice = 0;
  try {
    parse(text, {
      columns: false,
      delimiter,
      info: true,
      max_record_size: LONGEST_RECORD,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      to: upTo,
      // Returning null keeps the parser from collecting what has been visited.
      on_record: (record: unknown) => {
        const { record: fields, info } = record as { record: string[]; info: { lines: number } };
        for (const field of fields) countedTwice += crlfsIn(field);
        lastLine = info.lines - countedTwice;
        return visit(fields, lastLine);
      },
    });
  } catch (cause) {
    // The parser tells where it gave up; the fault of an open quote is in the record that begins before.
    if (cause instanceof CsvError) throw csvFault(cause, lastLine + 1);
    throw cause;
  }
}

function crlfsIn(field: string): number {
  let count = 0;
  for (let at = field.indexOf('\r\n'); at >= 0; at = field.indexOf('\r\n', at + 2)) count += 1;
  return count;
}

const FAULTS: Readonly<Record<string, readonly [code: string, message: string, allowed: string]>> = {
  CSV_QUOTE_NOT_CLOSED: ['QUOTE_NOT_CLOSED', 'a quote is opened and never closed', 'a closing quote'],
  CSV_MAX_RECORD_SIZE: ['RECORD_TOO_LONG', 'a record is longer than 64 KiB: probably a quote is not closed', '64 KiB a record'],
  INVALID_OPENING_QUOTE: [
    'MISPLACED_QUOTE',
    'a quote stands inside a field that is not quoted',
    'fields with quotes wholly in quotes, inner quotes doubled',
  ],
  CSV_INVALID_CLOSING_QUOTE: [
    'MISPLACED_QUOTE',
    'text follows a closing quote',
    'fields with quotes wholly in quotes, inner quotes doubled',
  ],
};

function csvFault(cause: CsvError, line: number): FileRefused {
  const [code, message, allowed] = FAULTS[cause.code] ?? ['BAD_CSV', 'the file is not readable as CSV', 'RFC 4180'];
  return refuse(code, message, allowed, line);
}
