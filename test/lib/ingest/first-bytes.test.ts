import { describe, expect, it } from 'vitest';
import { readTable } from '../../../lib/ingest/read.ts';
import { refusedBy } from './files.ts';

type Encoding = 'utf-8' | 'latin1';

const headerOf = (bytes: readonly number[], encoding: Encoding) =>
  readTable(Uint8Array.from(bytes), {
    gzipped: false,
    encoding,
    delimiter: ',',
    preamble: 0,
    limits: { bytes: 1000, ratio: 200 },
  }).header;
const fault = (bytes: readonly number[], encoding: Encoding) => refusedBy(() => headerOf(bytes, encoding));

describe('a file that begins', () => {
  const utf16 = { code: 'UTF16', message: 'the file is UTF-16', allowed: 'UTF-8' };
  const zip = { code: 'ZIP', message: 'the file is a zip archive or a spreadsheet', allowed: 'CSV, or CSV packed by gzip' };
  const packed = {
    code: 'BAD_KEY',
    message: 'the file is packed but its name does not end in .gz',
    allowed: 'a name that ends in .csv.gz',
  };
  const nul = { code: 'NUL', message: 'the file holds a NUL byte', allowed: 'text only' };
  const notUtf8 = {
    code: 'NOT_UTF8',
    message: 'the file is not valid UTF-8',
    allowed: 'UTF-8, or latin1 declared in the mapping',
  };

  it.each([
    ['as UTF-16, little end first', [0xff, 0xfe, 0x61, 0], utf16],
    ['as UTF-16, big end first', [0xfe, 0xff, 0, 0x61], utf16],
    ['as a zip', [0x50, 0x4b, 3, 4], zip],
    ['as a packed file', [0x1f, 0x8b, 8, 0], packed],
    ['with NUL', [0, 0x61], { ...nul, line: 1 }],
    ['with a line, then NUL', [0x61, 0x0a, 0], { ...nul, line: 2 }],
  ] as const)('%s is refused, whatever its encoding', (_, bytes, issue) => {
    expect(fault(bytes, 'utf-8')).toStrictEqual([issue]);
    expect(fault(bytes, 'latin1')).toStrictEqual([issue]);
  });

  // One of two bytes alone is a letter of somebody's first column.
  it.each([
    [[0xff, 0x61], 'ÿa'],
    [[0xfe, 0x61], 'þa'],
    [[0x61, 0xff], 'aÿ'],
    [[0x61, 0xfe], 'aþ'],
    [[0x50, 0x61], 'Pa'],
    [[0x61, 0x4b], 'aK'],
    [[0x1f, 0x61], '\u001fa'],
    [[0x61, 0x8b], 'a‹'],
  ])('with %j is latin1 text', (bytes, text) => {
    expect(headerOf(bytes, 'latin1')).toEqual([text]);
  });

  it('with a letter of latin1 is no UTF-8', () => {
    expect(fault([0xe9, 0x61], 'utf-8')).toStrictEqual([notUtf8]);
  });
});

describe('an encoding that no decoder knows', () => {
  it('is a fault of the program and refuses no file', () => {
    expect(() => headerOf([0x61], 'utf-7' as Encoding)).toThrow(RangeError);
  });
});
