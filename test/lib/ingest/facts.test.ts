import { describe, expect, it } from 'vitest';
import {
  eventFactKey,
  eventFactPrefix,
  type Fact,
  parseEventFactKey,
  parseFacts,
  quarantineKey,
  snapshotFactKey,
} from '../../../lib/ingest/facts.ts';

const NAME = 'arrests_20261120T090000Z.csv';

describe('the key of facts', () => {
  it('of a day begins with the day, and then with the feed', () => {
    expect(eventFactPrefix('2026-11-19')).toBe('facts/2026-11-19/');
    expect(eventFactPrefix('2026-11-19', 'arrests')).toBe('facts/2026-11-19/arrests/');
  });

  it.each([
    [0, '00000'],
    [12, '00012'],
    [99_999, '99999'],
  ])('of object %i of an event feed ends in %s, so that keys sort as objects do', (n, last) => {
    expect(eventFactKey('2026-11-19', 'arrests', NAME, 'ID', n)).toBe(`facts/2026-11-19/arrests/${NAME}/ID/${last}`);
  });

  it('of a snapshot names no day', () => {
    expect(snapshotFactKey('units', 'units_20261120T090000Z.csv', 'ID')).toBe(
      'facts/snapshot/units/units_20261120T090000Z.csv/ID',
    );
  });

  it('of an object is read back into its parts', () => {
    expect(parseEventFactKey(eventFactKey('2026-11-19', 'arrests', NAME, 'ID', 3))).toStrictEqual({
      date: '2026-11-19',
      feed: 'arrests',
      dropName: NAME,
      dropId: 'ID',
    });
  });

  it('of something else has blank parts, which are no day and no feed', () => {
    expect(parseEventFactKey('facts')).toStrictEqual({ date: '', feed: '', dropName: '', dropId: '' });
  });
});

describe('the key of rejected rows', () => {
  it('lies apart from the facts, by system, feed, drop and content', () => {
    expect(quarantineKey('connect', 'arrests', NAME, 'ID')).toBe(`quarantine/connect/arrests/${NAME}/ID`);
  });
});

describe('an object of facts', () => {
  const facts: readonly Fact[] = [
    { k: '["A1"]', v: '2026-11-19T13:00:00Z', l: 2, r: { arrest_id: 'A1', offence_group: ' spaced ' } },
    { k: '["A2"]', v: '2026-11-19T13:00:00Z', l: 3, f: ['OLD:arrested_at'], c: ['officer_no'], r: {} },
  ];

  it('is read line by line', () => {
    expect(parseFacts(facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''))).toStrictEqual(facts);
  });

  it('without a line has no facts', () => {
    expect(parseFacts('')).toStrictEqual([]);
  });

  it('with a line that is cut off is an error, never fewer facts', () => {
    expect(() => parseFacts(`${JSON.stringify(facts[0])}\n{"k":"[`)).toThrow(SyntaxError);
  });
});
