import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { gunzip } from '../../../lib/ingest/gunzip.ts';
import { mappingSchema } from '../../../lib/sources/mapping.ts';

import { ARRESTS, arrest, bytes, file, header, read, refusal, rejected } from './files.ts';

describe('drop keys', () => {
  it('are read as they come', () => {
    expect(parseDropKey('mytime/duties/duties_20261122T090000Z_part1.csv.gz')).toMatchObject({
      name: 'duties_20261122T090000Z_part1.csv.gz',
      extractTime: '2026-11-22T09:00:00Z',
      gzipped: true,
    });
  });

  it.each([
    ['../mytime/duties/duties_20261122T090000Z.csv', 'BAD_KEY'],
    ['mytime/duties/duties_20260230T090000Z.csv', 'BAD_KEY'],
    ['mytime/duties/duties_20261122T250000Z.csv', 'BAD_KEY'],
    ['mytime/duties/Duties_20261122T090000Z.csv', 'BAD_KEY'],
    ['mytime/duties/arrests_20261122T090000Z.csv', 'BAD_KEY'],
    ['mytime/duties/duties_20261122T090000Z.csv\0', 'BAD_KEY'],
    ['mytime/duties/duties_20261122T090000Z_\u202e.csv', 'BAD_KEY'],
    ['mytime/duties/duties%5F20261122T090000Z.csv', 'BAD_KEY'],
    ['mytime/duties/duties_20261122T090000Z_a+b.csv', 'BAD_KEY'],
    [`mytime/duties/duties_20261122T090000Z.csv${' '.repeat(200)}`, 'BAD_KEY'],
    ['mytime/people/people_20261122T090000Z.csv', 'UNKNOWN_FEED'],
    ['fusion/toString/toString_20261122T090000Z.csv', 'BAD_KEY'],
    ['fusion/constructor/constructor_20261122T090000Z.csv', 'UNKNOWN_FEED'],
  ])('%j is refused', (key, code) => {
    expect(() => parseDropKey(key)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a file', () => {
  it('is accepted with one BOM, any line ends, no last line end, rows in any order', () => {
    for (const body of [
      `\ufeff${file(arrest())}`,
      file(arrest()).replaceAll('\n', '\r\n'),
      file(arrest()).replaceAll('\n', '\r'),
      file(arrest()).trimEnd(),
      `${ARRESTS}\r\n${arrest()}\n${arrest({ arrest_id: 'B' })}\r`,
    ]) {
      expect(read(body).state).toBe('accepted');
    }
  });

  it.each([
    ['empty', '', 'refused EMPTY'],
    ['header only', `${ARRESTS}\n`, 'refused HEADER_ONLY'],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x61, 0]), 'refused UTF16'],
    ['zip', Uint8Array.from([0x50, 0x4b, 3, 4]), 'refused ZIP'],
    ['NUL', file(arrest({ custody_no: '\0' })), 'refused NUL line 2'],
    ['packed without .gz', gzipSync(file(arrest())), 'refused BAD_KEY'],
    ['duplicate header', `${ARRESTS},role\n`, 'refused DUPLICATE_HEADER line 1'],
    ['missing header', `${ARRESTS.replace(',role', '')}\n`, 'refused MISSING_HEADER line 1'],
    ['extra header', `${ARRESTS},__proto__\n${arrest()},\n`, 'refused EXTRA_HEADER line 1'],
    ['misplaced quote', file(arrest(), arrest({ custody_no: 'a"b' })), 'refused MISPLACED_QUOTE line 3'],
    ['text after a quote', file(arrest({ custody_no: '"a"b' })), 'refused MISPLACED_QUOTE line 2'],
    [
      'unclosed quote',
      file(arrest(), arrest({ custody_no: '"a' }), arrest({ arrest_id: 'B' })),
      'refused QUOTE_NOT_CLOSED line 3',
    ],
    ['a record over 64 KiB', file(arrest({ custody_no: `"${'x'.repeat(70_000)}` }), arrest()), 'refused RECORD_TOO_LONG line 2'],
  ])('%s is refused', (_, body, said) => {
    expect(refusal(body as string | Uint8Array)).toBe(said);
  });

  it('invalid UTF-8 is refused, unless the mapping declares latin1', () => {
    const body = Buffer.from(file(arrest({ offence_group: 'Aff\u00e9' })), 'latin1');
    expect(refusal(body)).toBe('refused NOT_UTF8');
    const mapping = mappingSchema.parse({ system: 'connect', feed: 'arrests', encoding: 'latin1' });
    expect(read(body, { mapping }).accepted[0]?.fact.r.offence_group).toBe('Aff\u00e9');
  });

  it('reads quotes, doubled quotes, and line ends inside them; lines are those a person counts', () => {
    const { accepted, quarantined } = read(
      file(
        arrest({ offence_group: '"a ""b"", c"' }),
        arrest({ arrest_id: 'B', offence_group: '"x\ny"' }),
        arrest({ arrest_id: 'C', role: 'NOBODY' }),
      ),
    );
    expect(accepted[0]?.fact.r.offence_group).toBe('a "b", c');
    expect(quarantined.map(({ line }) => line).sort()).toEqual([3, 5]);
  });

  it('a packed file: one whole member, nothing else', () => {
    const packed = gzipSync(file(arrest()));
    const gz = (body: Uint8Array) => refusal(body, { suffix: '.csv.gz' });
    expect(read(packed, { suffix: '.csv.gz' }).state).toBe('accepted');
    const damaged = Buffer.from(packed);
    damaged[packed.length - 6] = (damaged[packed.length - 6] ?? 0) ^ 1;
    const wrongLength = Buffer.from(packed);
    wrongLength[packed.length - 1] = 9;
    for (const body of [
      Buffer.concat([packed, packed]),
      packed.subarray(0, 40),
      packed.subarray(0, packed.length - 3),
      damaged,
      wrongLength,
      bytes(file(arrest())),
      packed.subarray(0, 5),
    ])
      expect(gz(body)).toBe('refused BAD_GZIP');
    expect(gz(gzipSync('x'.repeat(10_000_000)))).toBe('refused TOO_LARGE');
  });

  it('reads optional parts of a gzip header', () => {
    const [head, rest] = [gzipSync('hello').subarray(0, 10), gzipSync('hello').subarray(10)];
    const named = Buffer.concat([head, Buffer.from('name\0'), rest]);
    named[3] = 8;
    expect(Buffer.from(gunzip(named, { bytes: 100, ratio: 100 })).toString()).toBe('hello');
  });

  it('is held when more than 2 % and more than 5 rows are rejected', () => {
    const bad = (count: number) => Array.from({ length: count }, (_, n) => arrest({ arrest_id: `X${n}`, role: 'NOBODY' }));
    const good = (count: number) => Array.from({ length: count }, (_, n) => arrest({ arrest_id: `G${n}` }));
    expect(read(file(...bad(5), ...good(5))).state).toBe('accepted');
    expect(refusal(file(...bad(6), ...good(5)))).toBe('held TOO_MANY_REJECTED');
    expect(read(file(...bad(6), ...good(294))).state).toBe('accepted');
    expect(read(file(...bad(6), ...good(293))).state).toBe('held');
  });

  it('a snapshot without one good row is refused', () => {
    expect(refusal(`${header('units')}\nU1,2020-01-01,PLANET,,x,,,2026-01-01T00:00:00Z\n`, { feed: 'units' })).toBe(
      'refused NO_GOOD_ROW',
    );
  });
});

describe('a row', () => {
  it.each([
    [{ role: 'NOBODY' }, '3 role UNKNOWN_CODE'],
    [{ officer_no: '' }, '3 officer_no BLANK'],
    [{ officer_no: ' 7 ' }, '3 officer_no BAD_VALUE'],
    [{ arrested_at: 'yesterday' }, '3 arrested_at NOT_A_TIME'],
    [{ arrested_at: '2026-02-30T12:00:00' }, '3 arrested_at NOT_A_TIME'],
    [{ arrested_at: '2026-03-29T01:30:00' }, '3 arrested_at NONEXISTENT_LOCAL_TIME'],
    [{ arrested_at: '2016-11-01T12:00:00' }, '3 arrested_at OUT_OF_RANGE'],
    [{ arrested_at: '2028-01-01T12:00:00' }, '3 arrested_at OUT_OF_RANGE'],
    [{ custody_no: 'x,y' }, '3 undefined FIELD_COUNT'],
  ])('%j is quarantined with line, column and code', (over, said) => {
    expect(rejected(over as Record<string, string>)).toEqual([said]);
  });

  it('tells every fault at once', () => {
    expect(rejected({ role: 'NOBODY', officer_no: '', arrested_at: 'x' }).sort()).toEqual([
      '3 arrested_at NOT_A_TIME',
      '3 officer_no BLANK',
      '3 role UNKNOWN_CODE',
    ]);
  });

  it.each(['1e3', '0x10', '٣', ' 7 ', '-1', '1.0'])('%j is no whole number', (text) => {
    const row = [
      '100001',
      '2026-11-19',
      text,
      '',
      '',
      '',
      '',
      'EARLY',
      '',
      '',
      '',
      '',
      '0',
      'C',
      '2026-11-19T13:00:00Z',
      '',
    ].join(',');
    expect(read(`${header('duties')}\n${row}\n`, { feed: 'duties' }).quarantined[0]?.issues[0]).toMatchObject({
      code: 'NOT_A_NUMBER',
      column: 'segment_no',
      value: text,
    });
  });

  it('converts offsets, keeps whole seconds, flags ambiguous and old times', () => {
    const instant = (text: string) => read(file(arrest({ arrested_at: text }))).accepted[0]?.fact;
    expect(instant('2026-06-01T23:30:00+01:00')?.r.arrested_at).toBe('2026-06-01T22:30:00Z');
    expect(instant('2026-06-01T23:30:15.999')?.r.arrested_at).toBe('2026-06-01T22:30:15Z');
    expect(instant('2026-06-01 23:30')?.r.arrested_at).toBe('2026-06-01T22:30:00Z');
    expect(instant('2026-10-25T01:30:00')).toMatchObject({
      r: { arrested_at: '2026-10-25T00:30:00Z' },
      f: ['AMBIGUOUS_LOCAL_TIME:arrested_at'],
    });
    expect(instant('2026-10-25T01:30:00Z')?.f).toBeUndefined();
    expect(instant('2024-11-01T12:00:00')?.f).toEqual(['OLD:arrested_at']);
  });

  it('belongs to the duty day of its own instant', () => {
    const date = (text: string) => read(file(arrest({ arrested_at: text }))).accepted[0]?.date;
    expect([
      date('2026-11-19T06:59:00'),
      date('2026-11-19T07:00:00'),
      date('2026-06-01T05:59:00Z'),
      date('2026-06-01T06:00:00Z'),
    ]).toEqual(['2026-11-18', '2026-11-19', '2026-05-31', '2026-06-01']);
  });

  it('twice in a file counts once; the same version with other content is a conflict of both', () => {
    expect(read(file(arrest(), arrest()))).toMatchObject({
      state: 'accepted',
      counts: { inFile: 2, accepted: 1, duplicate: 1, quarantined: 0 },
    });
    const clash = read(file(arrest(), arrest({ custody_no: 'C9' }), arrest({ arrest_id: 'B' })));
    expect(clash.counts).toEqual({ inFile: 3, accepted: 1, quarantined: 2, outOfScope: 0, duplicate: 0 });
    expect(clash.quarantined.map(({ line, issues }) => `${line} ${issues[0]?.code}`)).toEqual(['2 CONFLICT', '3 CONFLICT']);
    expect(read(file(arrest(), arrest({ custody_no: 'C9', updated_at: '2026-11-19T14:00:00Z' }))).counts.accepted).toBe(2);
  });

  it('a segment must make sense: start near its date, end after start, no longer than a duty is', () => {
    const duty = (start: string, end: string) =>
      read(`${header('duties')}\n100001,2026-11-19,1,${start},${end},,,EARLY,,,,,0,C,2026-11-19T13:00:00Z,\n`, {
        feed: 'duties',
      }).quarantined[0]?.issues.map(({ code }) => code) ?? [];
    expect(duty('2026-11-18T18:00:00', '2026-11-19T04:00:00')).toEqual([]);
    expect(duty('2026-11-18T17:59:00', '2026-11-19T04:00:00')).toEqual(['OUTSIDE_DUTY_DATE']);
    expect(duty('2026-11-20T06:01:00', '2026-11-20T08:00:00')).toEqual(['OUTSIDE_DUTY_DATE']);
    expect(duty('2026-11-19T08:00:00', '2026-11-19T08:00:00')).toEqual(['SEGMENT_LENGTH']);
    expect(duty('2026-11-19T08:00:00', '2026-11-20T10:01:00')).toEqual(['SEGMENT_LENGTH']);
    expect(duty('', '2026-11-19T08:00:00')).toEqual(['END_WITHOUT_START']);
  });
});
