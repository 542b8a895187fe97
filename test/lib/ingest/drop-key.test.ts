import { describe, expect, it } from 'vitest';
import { dropNameStem, formatDropKey, parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { CATALOGUE } from '../../../lib/sources/catalogue.ts';
import { AT, refusedBy } from './files.ts';

const FORM = '<system>/<feed>/<feed>_<YYYYMMDDTHHMMSSZ>[_<part>].csv[.gz]';

describe('a drop key', () => {
  it.each([
    ['mytime/duties/duties_20261122T090507Z.csv', 'duties_20261122T090507Z.csv', '2026-11-22T09:05:07Z', false],
    ['mytime/duties/duties_20240229T235959Z_part1.csv.gz', 'duties_20240229T235959Z_part1.csv.gz', '2024-02-29T23:59:59Z', true],
  ])('%s says system, feed, name, time of the extract and packing', (key, name, extractTime, gzipped) => {
    expect(parseDropKey(key)).toStrictEqual({ key, system: 'mytime', feed: CATALOGUE.duties, name, extractTime, gzipped });
  });

  it.each([
    ['of another form', 'mytime/duties.csv', 'BAD_KEY', 'the name of the file is not that of a drop'],
    [
      'with a folder of another feed than its file',
      'mytime/duties/absences_20261122T090000Z.csv',
      'BAD_KEY',
      'the folder and the file name different feeds',
    ],
    [
      'of a feed that its system does not have',
      'mytime/people/people_20261122T090000Z.csv',
      'UNKNOWN_FEED',
      'no feed mytime/people exists',
    ],
    ['with a day that is none', 'mytime/duties/duties_20260230T090000Z.csv', 'BAD_KEY', 'the extract time is no date'],
  ])('%s is refused with the key, the fault and the form of one', (_, key, code, message) => {
    expect(refusedBy(() => parseDropKey(key))).toStrictEqual([{ code, message, value: key, allowed: FORM }]);
  });

  it('that is longer than 200 characters is repeated up to there', () => {
    const refused = (length: number) => refusedBy(() => parseDropKey('mytime/'.padEnd(length, 'x')))[0]?.value;
    expect([refused(200), refused(201), refused(3000)]).toEqual(Array(3).fill('mytime/'.padEnd(200, 'x')));
  });
});

describe('the name of a drop', () => {
  it('begins with its feed and the time of the extract', () => {
    expect(dropNameStem('stop-searches', AT)).toBe('stop-searches_20261120T090000Z');
  });

  it.each([
    [undefined, 'connect/arrests/arrests_20261120T090000Z.csv'],
    ['_part2.csv.gz', 'connect/arrests/arrests_20261120T090000Z_part2.csv.gz'],
  ])('with the ending %s makes the key %s', (ending, key) => {
    expect(formatDropKey('connect', 'arrests', AT, ending)).toBe(key);
  });
});
