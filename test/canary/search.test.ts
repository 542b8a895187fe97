import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY, TELLING_CODES } from '../../demo/canaries.ts';
import { escapeXml } from '../../local/cloud/s3.ts';
import { searchFolder, searchLines } from './search.ts';

const found = (text: string) => searchLines(Buffer.from(text)).map(({ canary }) => canary);
const VALUES = Object.values(CANARY);

/** Every way in which a value may come into a log, an error or a message. */
const WRITTEN: readonly (readonly [way: string, write: (value: string) => string])[] = [
  ['as it is', (value) => value],
  ['in JSON', (value) => JSON.stringify({ id: value })],
  ['in JSON within JSON', (value) => JSON.stringify(JSON.stringify({ id: value }))],
  ['in JSON after a line break', (value) => JSON.stringify(`\n${value}\t`)],
  [
    'in JSON of ASCII alone',
    (value) => JSON.stringify(value).replace(/[^ -~]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
  ],
  ['in a URL', (value) => `/people/${encodeURIComponent(`"${value}"`)}?x`],
  ['in XML', (value) => `<Key>${escapeXml(`"${value}"`)}</Key>`],
];

describe('what is planted is found', () => {
  it.each(WRITTEN)('%s', (_, write) => {
    for (const value of [...VALUES, ...TELLING_CODES]) expect(found(`before ${write(value)} after`), value).toHaveLength(1);
  });

  it.each([0, 1, 2, 3, 4])('in base64, with %i bytes before it', (before) => {
    for (const value of VALUES)
      for (const encoding of ['base64', 'base64url'] as const) {
        const text = Buffer.from(`${'x'.repeat(before)}${value} and more`).toString(encoding);
        expect(found(`Basic ${text}`), value).toHaveLength(1);
      }
  });

  it('as a part of a key', () => {
    expect(found(`P#${CANARY.employeeNo} D#2026-11-20`)).toEqual(['employeeNo']);
  });

  it('a code only as a whole word', () => {
    expect(found('FORMAT, PATH: /SUSPEND, INJECT_PARTIAL2 matting')).toEqual([]);
    expect(found('{"reason":"PARTIAL"}')).toEqual(['PARTIAL']);
  });

  it('and in clean lines nothing is', () => {
    const line = { level: 'INFO', message: 'day scored', date: '2026-11-20', people: 60, request: '7f3c99-0417-731a' };
    expect(found(`${JSON.stringify(line)}\n`.repeat(100))).toEqual([]);
  });
});

describe('a folder of transcripts', () => {
  let folder: string;
  const clean = `output\t${'{"message":"day scored"}'}\n`;
  const planted = `error answer\t{"message":"no ${CANARY.surname} here"}\n`;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
    writeFileSync(join(folder, '1.txt'), clean.repeat(50));
    writeFileSync(join(folder, '2.txt'), `${clean.repeat(3)}${planted}${clean}failure\t${CANARY.employeeNo}`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([1, 7, 64, 1_000_000])('is searched in pieces of %i bytes, across their borders', (piece) => {
    const start = Buffer.byteLength(clean) * 3;
    expect(searchFolder(folder, piece)).toEqual({
      findings: [
        { file: '2.txt', offset: start, canary: 'surname' },
        { file: '2.txt', offset: start + Buffer.byteLength(planted + clean), canary: 'employeeNo' },
      ],
      files: 2,
      bytes: Buffer.byteLength(clean) * 54 + Buffer.byteLength(`${planted}failure\t${CANARY.employeeNo}`),
    });
  });
});
