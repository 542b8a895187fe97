import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readTable } from '../../../lib/ingest/read.ts';
import { refusedBy } from './files.ts';

type Options = Partial<ReadOptions>;

const table = (body: string | Uint8Array, over: Options = {}) =>
  readTable(Buffer.from(body), {
    gzipped: false,
    encoding: 'utf-8',
    delimiter: ',',
    preamble: 0,
    limits: { bytes: 100_000, ratio: 200 },
    ...over,
  });
const rowsOf = (body: string | Uint8Array, over?: Options) => {
  const rows: [number, ...string[]][] = [];
  table(body, over).forEach((fields, line) => {
    rows.push([line, ...fields]);
  });
  return rows;
};
const fault = (body: string | Uint8Array, over?: Options) => refusedBy(() => rowsOf(body, over));

describe('a table', () => {
  it('has a header, and rows that are told with the line they start on', () => {
    const body = 'a,b\n1,2\n"3\n4",5\n6,7\n';
    expect(table(body).header).toEqual(['a', 'b']);
    expect(rowsOf(body)).toEqual([
      [2, '1', '2'],
      [3, '3\n4', '5'],
      [5, '6', '7'],
    ]);
  });

  it('with CRLF as line ends counts one inside quotes as one line, also where a field begins with it', () => {
    expect(rowsOf('a,b\r\n"\r\n1",2\r\n"3\r\n\r\n4\r\n",5\r\n6,7\r\n')).toEqual([
      [2, '\r\n1', '2'],
      [4, '3\r\n\r\n4\r\n', '5'],
      [8, '6', '7'],
    ]);
  });

  it('of one column has rows of one field', () => {
    expect(rowsOf('a\n1\n\n2\n')).toEqual([
      [2, '1'],
      [3, ''],
      [4, '2'],
    ]);
  });

  it('with another delimiter keeps commas within fields', () => {
    expect(rowsOf('a;b\n1,5;2\n', { delimiter: ';' })).toEqual([[2, '1,5', '2']]);
  });

  it('may have as many bytes as are allowed', () => {
    expect(rowsOf('a,b\n1,2\n', { limits: { bytes: 8, ratio: 200 } })).toEqual([[2, '1', '2']]);
  });

  it('tells its header before anything that is wrong below it', () => {
    expect(table('a,b\n1,"2"x\n').header).toEqual(['a', 'b']);
    expect(table('printed\na,b\n1,"2"x\n', { preamble: 1 }).header).toEqual(['a', 'b']);
  });

  it.each([
    [
      0,
      'printed on Friday',
      [
        [2, 'page 1'],
        [3, 'a', 'b'],
        [4, '1', '2'],
      ],
    ],
    [
      1,
      'page 1',
      [
        [3, 'a', 'b'],
        [4, '1', '2'],
      ],
    ],
    [2, 'a,b', [[4, '1', '2']]],
  ])('behind %i records that a report prints has the header %s', (preamble, header, rows) => {
    const body = 'printed on Friday\npage 1\na,b\n1,2\n';
    expect(table(body, { preamble }).header.join()).toBe(header);
    expect(rowsOf(body, { preamble })).toEqual(rows);
  });
});

describe('a file that is no table', () => {
  const zipped = { gzipped: true };
  const noRow = {
    code: 'HEADER_ONLY',
    message: 'the file has a header and no row',
    allowed: 'at least one row: a file without rows never means that nothing happened',
  };
  const empty = { code: 'EMPTY', message: 'the file is empty', allowed: 'a header and at least one row' };
  const quotes = 'fields with quotes wholly in quotes, inner quotes doubled';

  it.each([
    ['without a byte', '', {}, empty],
    ['without a byte, and with the name of a packed one', '', zipped, empty],
    ['of nothing, packed', gzipSync(''), zipped, empty],
    ['with fewer records than stand before the header', 'printed\n', { preamble: 2 }, empty],
    ['with as many records as stand before the header', 'printed\npage 1\n', { preamble: 2 }, empty],
    ['of a header', 'a,b\n', {}, noRow],
    ['of a header and blank lines', 'a,b\n\n\n', {}, noRow],
    ['of what stands before the header, and a header', 'printed\na,b\n', { preamble: 1 }, noRow],
    [
      'beyond the limit',
      'a,b\n1,2\n',
      { limits: { bytes: 7, ratio: 200 } },
      { code: 'TOO_LARGE', message: 'the file is too large: send it in parts', allowed: '7 bytes' },
    ],
    [
      'with a quote that is not closed',
      'a,b\n1,2\n3,"4\n',
      {},
      { code: 'QUOTE_NOT_CLOSED', message: 'a quote is opened and never closed', allowed: 'a closing quote', line: 3 },
    ],
    [
      'with a record without end',
      `a,b\n1,2\n"3\n","${'x'.repeat(70_000)}`,
      {},
      {
        code: 'RECORD_TOO_LONG',
        message: 'a record is longer than 64 KiB: probably a quote is not closed',
        allowed: '64 KiB a record',
        line: 3,
      },
    ],
    [
      'with a quote in a plain field',
      'a,b\n1,2"3\n',
      {},
      { code: 'MISPLACED_QUOTE', message: 'a quote stands inside a field that is not quoted', allowed: quotes, line: 2 },
    ],
    [
      'with text behind a quoted field',
      'a,b\n"1\n1",2\n3,"4"5\n',
      {},
      { code: 'MISPLACED_QUOTE', message: 'text follows a closing quote', allowed: quotes, line: 4 },
    ],
    [
      'with a quote in the header',
      'a,b"c\n1,2\n',
      {},
      { code: 'MISPLACED_QUOTE', message: 'a quote stands inside a field that is not quoted', allowed: quotes, line: 1 },
    ],
  ])('%s is refused', (_, body, over, issue) => {
    expect(fault(body, over)).toStrictEqual([issue]);
  });
});
