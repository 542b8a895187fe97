import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../../lib/ingest/receipt.ts';
import { rowWarningOf } from '../../../lib/ingest/usual.ts';

function receipt(day: number, rows: number, over: Partial<Receipt> = {}): Receipt {
  const extractTime = `2026-11-${String(day).padStart(2, '0')}T09:00:00Z`;
  const counts = { inFile: rows, accepted: rows, quarantined: 0, outOfScope: 0, duplicate: 0 };
  return {
    key: `control-works/statuses/${day}`,
    feed: 'statuses',
    name: String(day),
    extractTime,
    reader: 'R',
    rev: 1,
    stateRev: 1,
    seen: [{ versionId: 'v', dropId: `d${day}`, sha: 's', state: 'accepted', bytes: 1, counts }],
    accepted: `d${day}`,
    days: {},
    ...over,
  };
}
const usual = [1, 2, 3, 4].map((day) => receipt(day, 100));
const warn = (last: Receipt, before = usual) => rowWarningOf(last, [...before, last]);

describe('fewer rows than usual', () => {
  it('is said at half the median of the extracts before, and below', () => {
    expect(warn(receipt(9, 50))).toEqual({ rows: 50, usual: 100 });
    expect(warn(receipt(9, 51))).toBeNull();
    expect(warn(receipt(9, 400))).toBeNull();
  });

  it('is the median of the latest eight, so that one odd day does not count', () => {
    const odd = [...[1, 2, 3, 4].map((day) => receipt(day, 1)), ...[5, 6, 7, 8, 10].map((day) => receipt(day, 100))];
    expect(warn(receipt(11, 40), odd)).toEqual({ rows: 40, usual: 100 });
  });

  it('parts of one extract are one', () => {
    const part = { ...receipt(9, 30), name: '9_b', key: 'b' };
    expect(rowWarningOf(receipt(9, 30), [...usual, receipt(9, 30), part])).toBeNull();
  });

  it('is not judged with fewer than three extracts before it, nor for what does not count', () => {
    expect(warn(receipt(9, 1), usual.slice(0, 2))).toBeNull();
    expect(warn(receipt(9, 1), usual.slice(0, 3))).not.toBeNull();
    expect(warn(receipt(9, 1, { accepted: null }))).toBeNull();
    expect(warn(receipt(9, 1), [...usual.slice(0, 2), receipt(5, 100, { accepted: null }), receipt(10, 100)])).toBeNull();
  });

  it('is the middle of the numbers, in whatever order they came', () => {
    const rows = [1000, 20, 9, 300, 100];
    const before = rows.map((count, at) => receipt(at + 1, count));
    expect(warn(receipt(9, 50), before)).toEqual({ rows: 50, usual: 100 });
    expect(warn(receipt(9, 50), before.toReversed())).toEqual({ rows: 50, usual: 100 });
  });

  it('looks at the latest eight extracts, in whatever order they are handed over', () => {
    const before = Array.from({ length: 17 }, (_, at) => receipt(at + 1, at < 9 ? 1000 : 100));
    for (const given of [before, before.toReversed()]) {
      expect(warn(receipt(20, 50), given)).toEqual({ rows: 50, usual: 100 });
      expect(warn(receipt(20, 51), given)).toBeNull();
    }
  });
});

describe('the rows of an extract', () => {
  const version = (dropId: string, state: Receipt['seen'][number]['state'], inFile: number) => ({
    versionId: `${dropId} ${state}`,
    dropId,
    sha: dropId,
    state,
    bytes: 1,
    counts: { inFile, accepted: inFile, quarantined: 0, outOfScope: 0, duplicate: 0 },
  });
  const seen = (...versions: Receipt['seen']) => receipt(9, 0, { seen: versions });

  it.each([
    ['held', [version('d10', 'held', 400), version('d9', 'accepted', 50)]],
    ['accepted, but no longer in force', [version('d8', 'accepted', 400), version('d9', 'accepted', 50)]],
    ['the same content again', [version('d9', 'duplicate', 400), version('d9', 'accepted', 50)]],
  ])('are those of the version in force, not of one that is %s', (_, versions) => {
    expect(warn(seen(...versions))).toEqual({ rows: 50, usual: 100 });
  });

  it('are none when its version was not counted or is not told', () => {
    const { counts: _counts, ...uncounted } = version('d9', 'accepted', 400);
    expect(warn(seen(uncounted))).toEqual({ rows: 0, usual: 100 });
    expect(warn(seen())).toEqual({ rows: 0, usual: 100 });
  });
});
