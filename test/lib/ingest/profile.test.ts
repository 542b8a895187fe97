import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDropKey, parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { formInWords, formOf, profileOf, profileSchema } from '../../../lib/ingest/profile.ts';
import type { AcceptedRow } from '../../../lib/ingest/reading.ts';
import { CATALOGUE, type FeedName } from '../../../lib/sources/catalogue.ts';
import { columnsOf } from '../../../lib/sources/feed.ts';
import { AT, fileOf, ROWS, read } from './files.ts';

const dropOf = (feed: FeedName) => parseDropKey(formatDropKey(CATALOGUE[feed].system, feed, AT));
const profileIn = (feed: FeedName, ...rows: Readonly<Record<string, string>>[]) => read(fileOf(feed, ...rows), { feed }).profile;
const at = (instant: string, n = 0) => ({ ...ROWS.arrests, arrest_id: `A${n}`, arrested_at: instant });
const hours = (counts: Readonly<Record<number, number>>) => Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0);

describe('the profile of a file', () => {
  it('counts times by hour, midnights, blanks, forms of ids and codes, and the rows', () => {
    const rows = [
      at('2026-11-19T12:00:00Z', 1),
      at('2026-11-19T12:59:59Z', 20),
      { ...at('2026-11-19T00:00:00Z', 3), role: 'ASSIST', custody_no: 'C0001', deleted_at: '2026-11-20T03:00:00Z' },
    ];
    const found = profileIn('arrests', ...rows, rows[0] ?? {}, { ...at('2026-11-19T12:00:00Z', 4), role: 'WATCHING' });
    expect(found).toStrictEqual({
      feed: 'arrests',
      name: 'arrests_20261120T090000Z.csv',
      extractTime: '2026-11-20T09:00:00Z',
      rows: 5,
      duplicates: 1,
      accepted: 3,
      times: { arrested_at: { hours: hours({ 0: 1, 12: 2 }), midnight: 1 } },
      blank: { custody_no: 2, offence_group: 3, deleted_at: 2 },
      ids: { arrest_id: { xd1: 2, xd2: 1 }, officer_no: { d6: 3 }, custody_no: { xz4: 1 } },
      codes: { role: { ARRESTING: 2, ASSIST: 1 } },
    });
    expect(profileSchema.parse(JSON.parse(JSON.stringify(found)))).toStrictEqual(found);
  });

  it('takes the hour and the midnight of London, an hour on in summer', () => {
    const found = profileIn(
      'arrests',
      at('2026-07-19T23:00:00Z', 1),
      at('2026-07-19T00:00:00Z', 2),
      at('2026-07-19T22:00:00Z', 3),
    );
    expect(found?.times).toEqual({ arrested_at: { hours: hours({ 0: 1, 1: 1, 23: 1 }), midnight: 1 } });
  });

  it.each(['2026-11-19T00:00:01Z', '2026-11-19T00:01:00Z', '2026-11-19T10:00:00Z'])('%s is no midnight', (instant) => {
    expect(profileIn('arrests', at(instant))?.times.arrested_at?.midnight).toBe(0);
  });

  it('has no midnights of a feed that is dated by a day: a duty may end with it', () => {
    const duty = { employee_no: '100001', duty_date: '2026-11-19', segment_no: '1', duty_code: 'LATE', break_mins: '0' };
    const times = { planned_start: '2026-11-19T14:00:00Z', planned_end: '2026-11-20T00:00:00Z' };
    const found = profileIn('duties', { ...duty, ...times, status: 'P', updated_at: '2026-11-19T13:00:00Z' });
    expect(found?.times.planned_end).toStrictEqual({ hours: hours({ 0: 1 }) });
    expect(Object.keys(found?.times ?? {})).toEqual(['planned_start', 'planned_end', 'actual_start', 'actual_end']);
    expect(found?.times.actual_end?.hours).toEqual(hours({}));
  });

  it('has no times of a snapshot: its instants bound what is valid', () => {
    const absence = { absence_id: 'A1', employee_no: '100001', absence_code: 'AL', approved: 'Y', planned: 'Y' };
    const found = profileIn('absences', { ...absence, start_at: '2026-11-19T00:00:00Z', updated_at: '2026-11-19T00:00:00Z' });
    expect(found).toMatchObject({ times: {}, blank: { end_at: 1 }, codes: { absence_code: { AL: 1 } } });
  });

  it('counts codes of the policy as codes, not as ids', () => {
    const found = profileIn('statuses', ROWS.statuses, { ...ROWS.statuses, from_at: '2026-11-19T13:00:00Z' });
    expect(found).toMatchObject({ codes: { status_code: { PATROL: 2 } }, ids: { employee_no: { d6: 2 }, callsign: {} } });
    expect(Object.keys(found?.ids ?? {})).toEqual(['employee_no', 'callsign']);
  });

  it('is that of the accepted rows alone', () => {
    expect(profileIn('arrests', at('2026-11-19T12:00:00Z', 1), { ...at('2026-11-19T12:00:00Z', 2), role: 'X' })).toMatchObject({
      rows: 2,
      accepted: 1,
      codes: { role: { ARRESTING: 1 } },
    });
  });

  it('is the same to the byte in whatever order the rows stand', () => {
    const row = fc.record({
      arrest_id: fc.constantFrom('A1', 'B22', '0003', 'D', '5'),
      officer_no: fc.constantFrom('100001', '00000002', 'PC7'),
      role: fc.constantFrom('ARRESTING', 'ASSIST'),
      arrested_at: fc.constantFrom('2026-11-19T00:00:00Z', '2026-11-19T12:10:00Z', '2026-11-18T23:59:59Z'),
      custody_no: fc.constantFrom('', 'C1'),
      updated_at: fc.constant('2026-11-19T13:00:00Z'),
    });
    const shuffled = fc
      .array(row, { minLength: 2, maxLength: 20 })
      .chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
      );
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(JSON.stringify(profileIn('arrests', ...other))).toBe(JSON.stringify(profileIn('arrests', ...rows)));
      }),
    );
  });
});

describe('a confidential file', () => {
  const told = {
    case_ref: 'ZEBRA-1',
    employee_no: '700001',
    from_at: '2026-03-03T12:00:00Z',
    subject_notified_at: '2026-03-03T10:00:00Z',
    duty_effect: 'SUSPENDED',
    updated_at: '2026-03-04T00:00:00Z',
  };

  it('has the forms of its ids and nothing else that a single row says', () => {
    expect(profileIn('duty-effects', told)).toMatchObject({
      rows: 1,
      times: {},
      blank: {},
      ids: { case_ref: { xd1: 1 }, employee_no: { d6: 1 } },
      codes: {},
    });
  });

  it('that is refused leaves none', () => {
    expect(profileIn('duty-effects', told, { ...told, case_ref: 'Z2', subject_notified_at: '' })).toBeNull();
  });
});

describe('a file without a profile', () => {
  it.each([
    ['cannot be read', 'one,two\n1,2\n'],
    ['has no good row', fileOf('arrests', { ...ROWS.arrests, role: 'X' })],
  ])('is one that %s', (_, body) => {
    expect(read(body)).toMatchObject({ state: 'refused', profile: null });
  });
});

describe('the form of an id', () => {
  it.each([
    ['100001', 'd6', '6 digits'],
    ['00100001', 'z8', '8 digits with leading zeros'],
    ['7', 'd1', '1 digit'],
    ['0', 'z1', '1 digit with leading zeros'],
    ['9', 'd1', '1 digit'],
    ['PC0123', 'xz4', 'text and 4 digits with leading zeros'],
    ['AR-20261122-120', 'xd3', 'text and 3 digits'],
    ['CONTROL', 'x', 'no digits at the end'],
    ['4B', 'x', 'no digits at the end'],
    ['12:', 'x', 'no digits at the end'],
    ['12/', 'x', 'no digits at the end'],
    ['\u0664\u0662', 'x', 'no digits at the end'],
  ])('%s is %s: %s', (id, form, words) => {
    expect(formOf(id)).toBe(form);
    expect(formInWords(form)).toBe(words);
  });
});

describe('the size of a profile', () => {
  const rowsOf = (rows: readonly Record<string, unknown>[]): AcceptedRow[] =>
    rows.map((r, n) => ({ fact: { k: String(n), v: '', l: n, r }, date: null }));
  const ARREST = { officer_no: '1', role: 'ARRESTING', arrested_at: '2026-11-19T12:00:00Z', custody_no: null };
  const counts = (inFile: number) => ({ inFile, accepted: inFile, quarantined: 0, outOfScope: 0, duplicate: 0 });

  it('keeps the ten commonest forms of an id, of equal ones the first by name', () => {
    const ids = Array.from({ length: 12 }, (_, n) => '1'.repeat(n + 1));
    const rows = rowsOf([...ids, ...ids.slice(4)].map((arrest_id) => ({ ...ARREST, arrest_id })));
    const profile = profileOf(dropOf('arrests'), rows, counts(20));
    expect(profile.ids.arrest_id).toEqual({ d1: 1, d10: 2, d11: 2, d12: 2, d2: 1, d5: 2, d6: 2, d7: 2, d8: 2, d9: 2 });
  });

  it('is below 2 KB for the widest feeds of a force of 13,000', () => {
    const sizes = (['duties', 'attendances', 'incidents', 'outcomes'] as const).map((feed) => {
      const columns = columnsOf(CATALOGUE[feed]);
      const rows = Array.from({ length: 400 }, (_, n) => {
        const cell = (kind: string, allowed: string) => {
          if (kind === 'instant') return new Date(AT - n * 24_997_000).toISOString().replace('.000Z', 'Z');
          const codes = allowed.replace(', or blank', '').split(' ');
          return kind === 'code' ? codes[n % codes.length] : String(n);
        };
        return Object.fromEntries(columns.map(([name, { kind, allowed }]) => [name, cell(kind, allowed)]));
      });
      // As large as 25 times so many rows, in a fraction of the time.
      const larger = (_: string, value: unknown) => (typeof value === 'number' ? 25 * value : value);
      return JSON.stringify(profileOf(dropOf(feed), rowsOf(rows), counts(400)), larger).length;
    });
    expect(Math.max(...sizes)).toBeLessThan(2048);
    expect(Math.min(...sizes)).toBeGreaterThan(400);
  });
});
