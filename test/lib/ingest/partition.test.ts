import { describe, expect, it } from 'vitest';
import { parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { parseFacts } from '../../../lib/ingest/facts.ts';
import { partition } from '../../../lib/ingest/partition.ts';
import type { AcceptedRow } from '../../../lib/ingest/reading.ts';

const MEBIBYTE = 1024 * 1024;
const ARRESTS = 'connect/arrests/arrests_20261120T090000Z.csv';
const UNITS = 'fusion/units/units_20261120T090000Z.csv';

const row = (k: string, date: string | null, text = ''): AcceptedRow => ({
  date,
  fact: { k, v: '2026-11-19T13:00:00Z', l: 2, r: { text } },
});
const lineOf = ({ fact }: AcceptedRow) => `${JSON.stringify(fact)}\n`;
/** A row of which the line is so many characters long, with its line end. */
const long = (k: string, length: number) => {
  const date = '2026-11-19';
  return row(k, date, 'x'.repeat(length - lineOf(row(k, date)).length));
};
const lay = (key: string, rows: readonly AcceptedRow[]) => partition(parseDropKey(key), 'ID', rows);

describe('the rows of a snapshot', () => {
  const key = 'facts/snapshot/units/units_20261120T090000Z.csv/ID';

  it('lie in one object, a line each, and belong to no day', () => {
    const rows = [row('b', null), row('a', null)];
    expect(lay(UNITS, rows)).toStrictEqual({ objects: [{ key, body: rows.map(lineOf).join('') }], days: {} });
  });

  it('stay in one object however large', () => {
    const { objects } = lay(UNITS, [long('a', MEBIBYTE), long('b', MEBIBYTE)]);
    expect(objects.map(({ body }) => body.length)).toEqual([2 * MEBIBYTE]);
  });
});

describe('the rows of an event feed', () => {
  const key = (date: string, n: number) => `facts/${date}/arrests/arrests_20261120T090000Z.csv/ID/0000${n}`;

  it('lie by their duty date, in order of the dates', () => {
    const rows = [row('a', '2026-11-19'), row('b', '2026-11-18'), row('c', '2026-11-19')] as const;
    expect(lay(ARRESTS, rows)).toStrictEqual({
      objects: [
        { key: key('2026-11-18', 0), body: lineOf(rows[1]) },
        { key: key('2026-11-19', 0), body: lineOf(rows[0]) + lineOf(rows[2]) },
      ],
      days: { '2026-11-18': 1, '2026-11-19': 1 },
    });
  });

  it('that are none make no object', () => {
    expect(lay(ARRESTS, [])).toStrictEqual({ objects: [], days: {} });
  });

  it.each([
    ['just a mebibyte', [MEBIBYTE - 400, 400], [['a', 'b']]],
    ['a character more', [MEBIBYTE - 400, 401], [['a'], ['b']]],
    ['one line of more than a mebibyte', [MEBIBYTE + 1], [['a']]],
    ['a line of more than a mebibyte among others', [200, MEBIBYTE + 1, 200], [['a'], ['b'], ['c']]],
    ['what fits again after a full object', [MEBIBYTE, 200, 200], [['a'], ['b', 'c']]],
  ])('of one day with %s are laid out whole', (_, lengths, expected) => {
    const { objects, days } = lay(
      ARRESTS,
      lengths.map((length, at) => long('abc'.charAt(at), length)),
    );
    expect(objects.map(({ body }) => parseFacts(body).map(({ k }) => k))).toEqual(expected);
    expect(objects.map((object) => object.key)).toEqual(expected.map((_keys, n) => key('2026-11-19', n)));
    expect(objects.reduce((sum, { body }) => sum + body.length, 0)).toBe(lengths.reduce((sum, length) => sum + length, 0));
    expect(days).toEqual({ '2026-11-19': expected.length });
  });
});
