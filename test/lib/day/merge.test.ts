import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Move, mergeVersions, type PlacedFact } from '../../../lib/day/merge.ts';

function fact(version: string, content: unknown = version, over: Partial<PlacedFact> & { deleted?: string } = {}): PlacedFact {
  const { deleted = null, ...placed } = over;
  return {
    date: '2026-11-20',
    dropName: 'a.csv',
    fact: { k: 'K', v: version, l: 1, r: { content, deleted_at: deleted } },
    ...placed,
  };
}
const NO_MOVES = new Map<string, Move[]>();
const fates = (facts: PlacedFact[], moves: ReadonlyMap<string, readonly Move[]> = NO_MOVES) =>
  mergeVersions(facts, moves)
    .fates.map(({ placed, fate }) => `${placed.fact.v}${placed.dropName[0]} ${fate}`)
    .sort();

describe('versions of a row', () => {
  it('files out of order: the highest version counts', () => {
    expect(fates([fact('1'), fact('3'), fact('2')])).toEqual(['1a superseded', '2a superseded', '3a current']);
  });

  it('the same row in two files counts once, from the first file by name', () => {
    const rows = [fact('1', 'same', { dropName: 'b.csv' }), fact('1', 'same')];
    expect(fates(rows)).toEqual(['1a current', '1b superseded']);
    expect(mergeVersions(rows, NO_MOVES).conflicts).toEqual([]);
  });

  it('the same version with other content is a conflict: neither counts, and the key is named', () => {
    const rows = [fact('2', 'x'), fact('2', 'y', { dropName: 'b.csv' }), fact('1')];
    expect(fates(rows)).toEqual(['1a superseded', '2a conflict', '2b conflict']);
    expect(mergeVersions(rows, NO_MOVES)).toMatchObject({
      current: [],
      conflicts: [{ key: 'K', dates: new Set(['2026-11-20']) }],
    });
  });

  it('a newer version ends a conflict', () => {
    expect(mergeVersions([fact('2', 'x'), fact('2', 'y', { dropName: 'b.csv' }), fact('3')], NO_MOVES).conflicts).toEqual([]);
  });

  it('a withdrawn row counts no more', () => {
    expect(fates([fact('2', 'gone', { deleted: '2026-11-20T00:00:00Z' }), fact('1')])).toEqual(['1a superseded', '2a deleted']);
    const withoutColumn = { ...fact('1'), fact: { k: 'K', v: '1', l: 1, r: {} } };
    expect(fates([withoutColumn])).toEqual(['1a current']);
  });

  it('a row whose newest version lies on another date has moved', () => {
    const moves = new Map([
      [
        'K',
        [
          { version: '1', date: '2026-11-20' },
          { version: '2', date: '2026-11-10' },
        ],
      ],
    ]);
    expect(fates([fact('1')], moves)).toEqual(['1a moved']);
    const back = new Map([
      [
        'K',
        [
          { version: '1', date: '2026-11-20' },
          { version: '0', date: '2026-11-10' },
        ],
      ],
    ]);
    expect(fates([fact('1')], back)).toEqual(['1a current']);
  });

  it('a row that moved within the gathered dates: superseded on its own date, moved on another', () => {
    expect(fates([fact('2', 'new'), fact('1', 'old')])).toEqual(['1a superseded', '2a current']);
    expect(fates([fact('2', 'new'), fact('1', 'old', { date: '2026-11-19' })])).toEqual(['1a moved', '2a current']);
  });

  it('one version under two dates is a conflict', () => {
    const moves = new Map([
      [
        'K',
        [
          { version: '1', date: '2026-11-20' },
          { version: '1', date: '2026-11-10' },
        ],
      ],
    ]);
    expect(fates([fact('1')], moves)).toEqual(['1a conflict']);
  });

  it('keeps keys apart and in order', () => {
    const other = (key: string) => ({ ...fact('1'), fact: { ...fact('1').fact, k: key } });
    expect(mergeVersions([other('B'), other('A')], NO_MOVES).current.map(({ fact: { k } }) => k)).toEqual(['A', 'B']);
  });

  it('gives one fate to every row and the same result in any order', () => {
    const rows = fc.array(
      fc.record({
        version: fc.constantFrom('1', '2', '3'),
        content: fc.constantFrom('x', 'y'),
        drop: fc.constantFrom('a.csv', 'b.csv', 'c.csv'),
        date: fc.constantFrom('2026-11-19', '2026-11-20'),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (some, chance) => {
        const facts = some.map(({ version, content, drop, date }) => fact(version, content, { dropName: drop, date }));
        const keys = new Map(facts.map((one) => [one, chance.next().value]));
        const shuffled = facts.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        const [one, two] = [mergeVersions(facts, NO_MOVES), mergeVersions(shuffled, NO_MOVES)];
        const content = (merged: typeof one) =>
          JSON.stringify([
            merged.current.map((row) => [row.dropName, row.date, row.fact.v]),
            merged.conflicts.map(({ key, dates }) => [key, ...[...dates].sort()]),
          ]);
        return one.fates.length === facts.length && content(one) === content(two) && one.current.length <= 1;
      }),
    );
  });
});
