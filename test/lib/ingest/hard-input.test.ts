import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FileRefused } from '../../../lib/errors.ts';
import { formatDropKey, parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { gunzip } from '../../../lib/ingest/gunzip.ts';
import { readDrop } from '../../../lib/ingest/reading.ts';
import { CATALOGUE, type FeedName, SNAPSHOT_FEEDS } from '../../../lib/sources/catalogue.ts';
import { columnsOf } from '../../../lib/sources/feed.ts';
import { canonicalMapping, type Mapping, mappingSchema } from '../../../lib/sources/mapping.ts';
import { force, policy } from '../world.ts';

const AT = Date.parse('2026-11-20T09:00:00Z');
const namesOf = (feed: FeedName) => columnsOf(CATALOGUE[feed]).map(([name]) => name);
const HEADER = namesOf('arrests').join(',');
const ARREST: Readonly<Record<string, string>> = {
  arrest_id: 'A1',
  officer_no: '100001',
  role: 'ARRESTING',
  arrested_at: '2026-11-19T12:00:00',
  updated_at: '2026-11-19T13:00:00Z',
};
const row = (feed: FeedName, cells: Readonly<Record<string, string>>) =>
  namesOf(feed)
    .map((name) => cells[name] ?? '')
    .join(',');
const arrest = (over: Readonly<Record<string, string>> = {}) => row('arrests', { ...ARREST, ...over });
const file = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;

interface Options {
  readonly feed?: FeedName;
  readonly suffix?: string;
  readonly mapping?: Mapping;
  readonly bytes?: number;
}

function read(body: string | Uint8Array, { feed = 'arrests', suffix = '.csv', mapping, bytes }: Options = {}) {
  const drop = parseDropKey(formatDropKey(CATALOGUE[feed].system, feed, AT, suffix));
  const policies = bytes === undefined ? force.policies : [{ ...policy, fileLimits: { bytes, ratio: 200 } }];
  return readDrop(Buffer.from(body), drop, mapping ?? canonicalMapping(CATALOGUE[feed]), policies);
}

function said(body: string | Uint8Array, options?: Options): string {
  const { state, reason, accepted } = read(body, options);
  if (state === 'refused') expect(accepted).toEqual([]);
  return [state, reason?.code, reason?.line === undefined ? undefined : `line ${reason.line}`].filter(Boolean).join(' ');
}

describe('a key', () => {
  it.each([
    'mytime/duties/duties_20261122T090000Z%.csv',
    'mytime/duties/duties_20261122T090000Z_%zz.csv',
    'mytime/%2e%2e/duties/duties_20261122T090000Z.csv',
    'mytime/duties/../duties_20261122T090000Z.csv',
    'mytime\\duties\\duties_20261122T090000Z.csv',
    '/mytime/duties/duties_20261122T090000Z.csv',
    'mytime//duties/duties_20261122T090000Z.csv',
    'mytime/duties/duties_20230229T090000Z.csv',
    'mytime/duties/duties_20261131T090000Z.csv',
    'mytime/duties/duties_20261122T240000Z.csv',
    'mytime/duties/duties_20261122T090060Z.csv',
    'mytime/duties/duties_２０２６1122T090000Z.csv',
    'mytime/duties/duties_20261122T090000Z_PART.csv',
    'mytime/duties/duties_20261122T090000Z_a_b.csv',
    'mytime/duties/duties_20261122T090000Z_.csv',
    'mytime/duties/duties_20261122T090000Z.CSV',
    'mytime/duties/duties_20261122T090000Z.csv\n',
    'mytime/duties/duties_20261122T090000Z.csv.gz.gz',
    'mytime/duties/duties_20261122T090000+0000.csv',
    'MYTIME/duties/duties_20261122T090000Z.csv',
    'mytime/dut\u0131es/dut\u0131es_20261122T090000Z.csv',
    `mytime/duties/duties_20261122T090000Z_${'a'.repeat(17)}.csv`,
    '',
  ])('%j is no drop, and the form of one is told', (key) => {
    const refuse = () => parseDropKey(key);
    expect(refuse).toThrow(FileRefused);
    expect(refuse).toThrow(expect.objectContaining({ code: 'BAD_KEY' }));
  });

  it('of one system with the feed of another names no feed', () => {
    const key = 'connect/duties/duties_20261122T090000Z.csv';
    expect(() => parseDropKey(key)).toThrow(expect.objectContaining({ code: 'UNKNOWN_FEED' }));
  });

  it('on a leap day, and with a part, is one', () => {
    expect(parseDropKey('mytime/duties/duties_20240229T235959Z_0a.csv').extractTime).toBe('2024-02-29T23:59:59Z');
  });
});

describe('a file of bytes that are no text', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  it.each([
    ['a BOM alone', Buffer.from('\ufeff'), 'refused EMPTY'],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(file(arrest())).swap16()]), 'refused UTF16'],
    ['UTF-16 without a BOM', utf16(file(arrest())), 'refused NUL line 1'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'refused UTF16'],
    ['NUL in the header', file(arrest()).replace('role', 'ro\0le'), 'refused NUL line 1'],
    ['NUL as the last byte', `${file(arrest())}\0`, 'refused NUL line 3'],
    ['NUL after CRLF', file(arrest(), arrest({ custody_no: '\0' })).replaceAll('\n', '\r\n'), 'refused NUL line 3'],
    ['two BOMs', `\ufeff\ufeff${file(arrest())}`, 'refused MISSING_HEADER line 1'],
  ])('%s: it is refused', (_, body, expected) => {
    expect(said(body)).toBe(expected);
  });

  // lib/ingest/read.ts counts LF only where it looks for the line of a NUL.
  it('NUL in a file whose lines end in CR: the line is that of the row', () => {
    expect(said(file(arrest(), arrest({ custody_no: '\0' })).replaceAll('\n', '\r'))).toBe('refused NUL line 3');
  });

  it.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that starts nothing', [0x80]],
    ['a sequence cut off by the end of the file', [0xe2, 0x82]],
  ])('invalid UTF-8, %s: it is refused', (_, bad) => {
    const body = Buffer.from(file(arrest()));
    expect(said(Buffer.concat([body.subarray(0, -2), Buffer.from(bad)]))).toBe('refused NOT_UTF8');
    expect(said(gzipSync(Buffer.concat([body, Buffer.from(bad)])), { suffix: '.csv.gz' })).toBe('refused NOT_UTF8');
  });
});

describe('a header', () => {
  it.each([
    ['in capitals', HEADER.toUpperCase(), 'refused MISSING_HEADER line 1'],
    ['with a space before a name', HEADER.replace('role', ' role'), 'refused MISSING_HEADER line 1'],
    ['with one more name, blank', `${HEADER},`, 'refused EXTRA_HEADER line 1'],
    ['with __proto__ twice', `${HEADER},__proto__,__proto__`, 'refused DUPLICATE_HEADER line 1'],
    ['with constructor', `${HEADER},constructor`, 'refused EXTRA_HEADER line 1'],
    ['that is __proto__ instead of a name', HEADER.replace('role', '__proto__'), 'refused MISSING_HEADER line 1'],
    ['after a blank line', `\n${HEADER}`, 'refused MISSING_HEADER line 1'],
  ])('%s: the file is refused', (_, header, expected) => {
    expect(said(`${header}\n${arrest()}\n`)).toBe(expected);
  });

  it('in quotes and another order is the same header', () => {
    const reversed = (line: string) => line.split(',').reverse().join(',');
    const header = reversed(HEADER).replace(/[^,]+/g, '"$&"');
    const { state, accepted } = read(`${header}\n${reversed(arrest())}\n`);
    expect([state, accepted[0]?.fact.r]).toEqual(['accepted', read(file(arrest())).accepted[0]?.fact.r]);
  });

  it('with __proto__ declared as not read pollutes nothing', () => {
    const mapping = mappingSchema.parse({ system: 'connect', feed: 'arrests', ignored: ['__proto__'] });
    const { state, accepted } = read(`${HEADER},__proto__\n${arrest()},polluted\n`, { mapping });
    expect(state).toBe('accepted');
    expect(JSON.stringify(accepted)).not.toContain('polluted');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  // A renamed column is one name missing and one too many; lib/ingest/reading.ts tells the first fault only.
  it('of which one name is missing and one too many: both are told', () => {
    const message = read(`${HEADER.replace('role', 'rolle')}\n${arrest()}\n`).reason?.message ?? '';
    expect(message).toMatch(/missing: role\b/);
    expect(message).toContain('rolle');
  });

  // "Header only" with a blank line below: one row of a wrong width is within the limit, so nothing is counted as a day's whole.
  it.each(['\n', '\r\n', '\n\n\n'])('followed by nothing but %j is a file without a row', (blank) => {
    expect(said(`${HEADER}\n${blank}`)).toBe('refused HEADER_ONLY');
  });
});

describe('quotes', () => {
  it('one that is never closed is stopped within 64 KiB and told with its own line', () => {
    const rows = Array.from({ length: 2000 }, (_, n) => arrest({ arrest_id: `B${n}` }));
    expect(said(file(arrest(), arrest({ custody_no: '"C1' }), ...rows))).toBe('refused RECORD_TOO_LONG line 3');
  });

  it.each([
    ['opened at the last field', `${arrest().slice(0, -1)},"`, 'refused QUOTE_NOT_CLOSED line 2'],
    ['after a space', arrest({ custody_no: ' "C1"' }), 'refused MISPLACED_QUOTE line 2'],
    ['a space after it', arrest({ custody_no: '"C1" ' }), 'refused MISPLACED_QUOTE line 2'],
    ['with a backslash', arrest({ custody_no: '"a\\"b"' }), 'refused MISPLACED_QUOTE line 2'],
  ])('%s: the file is refused', (_, line, expected) => {
    expect(said(`${HEADER}\n${line}\n`)).toBe(expected);
  });

  // The parser counts CR and LF inside quotes as two lines.
  it('a line end within them is one line when it is CRLF', () => {
    const body = file(arrest({ offence_group: '"x\ny"' }), arrest({ arrest_id: 'B', role: 'NOBODY' })).replaceAll('\n', '\r\n');
    expect(read(body).quarantined.map(({ line }) => line)).toEqual([2, 4]);
  });
});

describe('a packed file', () => {
  const gz = { suffix: '.csv.gz' };
  const packed = gzipSync(file(arrest(), arrest({ arrest_id: 'B' })));

  it('is refused wherever it is cut off', () => {
    for (let length = 1; length < packed.length; length += 1)
      expect(said(packed.subarray(0, length), gz)).toBe('refused BAD_GZIP');
  });

  it('with one wrong bit anywhere is refused, or the bit is one that says nothing: the padding of the last byte', () => {
    const whole = read(packed, gz).accepted;
    let refused = 0;
    for (let at = 10; at < packed.length; at += 1) {
      const damaged = Buffer.from(packed);
      damaged[at] = (damaged[at] as number) ^ 0x10;
      const { state, reason, accepted } = read(damaged, gz);
      if (state === 'accepted') expect(accepted, `byte ${at}`).toEqual(whole);
      else expect(reason?.code, `byte ${at}`).toMatch(/^(BAD_GZIP|TOO_LARGE)$/);
      if (state === 'refused') refused += 1;
    }
    expect(refused).toBeGreaterThanOrEqual(packed.length - 11);
  });

  it.each([
    ['a zip with the name of a packed file', Buffer.from('PK\u0003\u0004'.padEnd(60, 'x')), 'refused BAD_GZIP'],
    ['zeros behind it, as tapes have', Buffer.concat([packed, Buffer.alloc(512)]), 'refused BAD_GZIP'],
    ['an empty second member', Buffer.concat([packed, gzipSync('')]), 'refused BAD_GZIP'],
    ['nothing in it', gzipSync(''), 'refused EMPTY'],
    ['a header alone in it', gzipSync(HEADER), 'refused HEADER_ONLY'],
    ['a packed file in it', gzipSync(packed), 'refused BAD_KEY'],
    ['a zip in it', gzipSync('PK\u0003\u0004'), 'refused ZIP'],
    ['NUL in it', gzipSync(file(arrest({ custody_no: '\0' }))), 'refused NUL line 2'],
  ])('%s: it is refused', (_, body, expected) => {
    expect(said(body, gz)).toBe(expected);
  });

  it('that unpacks to too much is stopped by its size and by its ratio; what is just within is not', () => {
    const fault = (bytes: number, ratio: number) => {
      try {
        return gunzip(gzipSync(Buffer.alloc(1_000_000)), { bytes, ratio }).length;
      } catch (cause) {
        return (cause as FileRefused).code;
      }
    };
    expect([fault(999_999, 1e6), fault(1_000_000, 1e6), fault(1e9, 200), fault(1e9, 2000)]).toEqual([
      'TOO_LARGE',
      1_000_000,
      'TOO_LARGE',
      1_000_000,
    ]);
  });

  it('and one that is not packed have the same limit of size', () => {
    const body = file(...Array.from({ length: 50 }, (_, n) => arrest({ arrest_id: `A${n}` })));
    expect(said(body, { bytes: body.length })).toBe('accepted');
    expect(said(body, { bytes: body.length - 1 })).toBe('refused TOO_LARGE');
    expect(said(gzipSync(body), { ...gz, bytes: body.length - 1 })).toBe('refused TOO_LARGE');
  });
});

describe('a snapshot', () => {
  it.each(SNAPSHOT_FEEDS.filter((feed) => feed !== 'duty-effects'))('%s without one good row is refused, however few', (feed) => {
    for (const count of [1, 5, 6, 400]) {
      const rows = Array.from({ length: count }, () => row(feed, {}));
      expect(said(`${[namesOf(feed).join(','), ...rows].join('\n')}\n`, { feed })).toBe('refused NO_GOOD_ROW');
    }
  });
});
