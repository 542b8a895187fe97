import { describe, expect, it } from 'vitest';
import { mappingSchema } from '../../../lib/sources/mapping.ts';
import { arrest, file, fileOf, ROWS, read } from './files.ts';

const UNIT = ROWS.units;
const NO_GOOD_ROW = { code: 'NO_GOOD_ROW', message: 'the file has no row without a fault', allowed: 'at least one good row' };

const many = (count: number, prefix: string, over: Readonly<Record<string, string>> = {}) =>
  Array.from({ length: count }, (_, n) => arrest({ arrest_id: `${prefix}${n}`, ...over }));
const bad = (count: number) => many(count, 'X', { role: 'NOBODY' });
const good = (count: number) => many(count, 'G');
const planned = (count: number) => many(count, 'P', { role: 'PLANNED' });

function verdict(...rows: string[]) {
  const mapping = mappingSchema.parse({ system: 'connect', feed: 'arrests', outOfScope: { role: ['PLANNED'] } });
  const { state, reason, counts } = read(file(...rows), { mapping });
  return { state, reason, counts };
}

function unitsVerdict(...rows: Readonly<Record<string, string>>[]) {
  const mapping = mappingSchema.parse({ system: 'fusion', feed: 'units', outOfScope: { unit_type: ['AREA'] } });
  const { state, reason, counts } = read(fileOf('units', ...rows), { feed: 'units', mapping });
  return { state, reason, counts };
}

describe('a file of events', () => {
  it.each([
    ['good rows', [...good(2)], { inFile: 2, accepted: 2 }],
    ['a row that another product counts', [...good(1), ...planned(1)], { inFile: 2, accepted: 1, outOfScope: 1 }],
    ['nothing but what another product counts', [...planned(2)], { inFile: 2, outOfScope: 2 }],
    ['as many rejected rows as are allowed', [...good(1), ...bad(5)], { inFile: 6, accepted: 1, quarantined: 5 }],
    ['a row twice', [...good(1), ...good(1)], { inFile: 2, accepted: 1, duplicate: 1 }],
  ])('with %s is accepted', (_, rows, counts) => {
    expect(verdict(...rows)).toStrictEqual({
      state: 'accepted',
      reason: undefined,
      counts: { accepted: 0, quarantined: 0, outOfScope: 0, duplicate: 0, ...counts },
    });
  });

  it('with few rows, each with a fault, is refused', () => {
    expect(verdict(...bad(5))).toMatchObject({ state: 'refused', reason: NO_GOOD_ROW, counts: { quarantined: 5 } });
  });

  it.each([
    ['among good ones', [...good(5), ...bad(6)], '6 of 11 rows were rejected'],
    ['alone', bad(7), '7 of 7 rows were rejected'],
  ])('with many rejected rows %s is held: somebody has to look at it', (_, rows, message) => {
    expect(verdict(...rows)).toMatchObject({
      state: 'held',
      reason: { code: 'TOO_MANY_REJECTED', message, allowed: '5 rows, or 2 % of the file' },
    });
  });
});

describe('a snapshot', () => {
  it.each([
    ['of nothing but faults', [{ ...UNIT, unit_type: 'PLANET' }]],
    ['of nothing but what another product counts', [{ ...UNIT, unit_type: 'AREA' }]],
    ['of many faults', Array.from({ length: 7 }, (_, n) => ({ ...UNIT, unit_code: `U${n}`, unit_type: 'PLANET' }))],
  ])('%s is refused: it would leave nothing of the one before', (_, rows) => {
    expect(unitsVerdict(...rows)).toMatchObject({ state: 'refused', reason: NO_GOOD_ROW, counts: { accepted: 0 } });
  });

  it('of one good row among what another product counts is accepted', () => {
    expect(unitsVerdict(UNIT, { ...UNIT, unit_code: 'U2', unit_type: 'AREA' })).toMatchObject({
      state: 'accepted',
      counts: { inFile: 2, accepted: 1, outOfScope: 1 },
    });
  });
});

describe('a file that is refused before its rows', () => {
  it('has no rows, no flags and counts nothing', () => {
    expect(read('')).toStrictEqual({
      state: 'refused',
      reason: { code: 'EMPTY', message: 'the file is empty', allowed: 'a header and at least one row' },
      counts: { inFile: 0, accepted: 0, quarantined: 0, outOfScope: 0, duplicate: 0 },
      accepted: [],
      quarantined: [],
      flags: {},
      profile: null,
    });
  });
});

describe('a row of a confidential file', () => {
  const told = {
    case_ref: 'C1',
    employee_no: '700001',
    from_at: '2026-03-03T12:00:00Z',
    subject_notified_at: '2026-03-03T10:00:00Z',
    duty_effect: 'SUSPENDED',
    updated_at: '2026-03-04T00:00:00Z',
  };
  const notice = (line: number) => ({
    code: 'NOTICE_MISSING',
    line,
    column: 'subject_notified_at',
    message: 'a row without subject_notified_at: nothing of this file is kept',
    allowed: 'rows of which the person has been told',
  });

  it.each([
    ['is blank', ''],
    ['is no time', 'yesterday'],
    ['never was a time', '2026-03-29T01:30:00'],
  ])('of which the notice %s refuses the whole file', (_, text) => {
    const body = fileOf('duty-effects', told, { ...told, case_ref: 'C2', subject_notified_at: text });
    expect(read(body, { feed: 'duty-effects' })).toMatchObject({ state: 'refused', accepted: [], quarantined: [] });
    expect(read(body, { feed: 'duty-effects' }).reason).toStrictEqual(notice(3));
  });

  it('of another width refuses it too', () => {
    expect(read(`${fileOf('duty-effects', told)}C2\n`, { feed: 'duty-effects' }).reason).toStrictEqual(notice(3));
  });
});
