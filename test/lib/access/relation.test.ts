import { describe, expect, it } from 'vitest';
import { holdingsOn, isActive, isBelow, lineBetween } from '../../../lib/access/relation.ts';
import { at, someone, TODAY } from './people.ts';

const [YESTERDAY, TOMORROW] = ['2026-06-09', '2026-06-11'];

describe('employed on a day', () => {
  it.each([
    ['without any date', null, null, true],
    ['from the first day', TODAY, null, true],
    ['not before', TOMORROW, null, false],
    ['until before the last', null, TOMORROW, true],
    ['not on the last', null, TODAY, false],
  ])('%s', (_, joined, left, expected) => {
    expect(isActive({ joined, left }, TODAY)).toBe(expected);
  });
});

describe('what somebody holds on a day', () => {
  const posts = (...holdings: Parameters<typeof holdingsOn>[0]['holdings']) =>
    holdingsOn({ holdings }, TODAY).map(({ post }) => post);

  it('begins with its first day and ends before its last', () => {
    const held = [
      at('A', [], { from: TODAY }),
      at('B', [], { from: TOMORROW }),
      at('C', [], { to: TODAY }),
      at('D', [], { to: TOMORROW }),
    ];
    expect(posts(...held)).toEqual(['A', 'D']);
  });

  it('is the secondment alone while it runs, all of them when there are several', () => {
    const away = { kind: 'SECONDMENT' };
    expect(posts(at('A'), at('B', [], away), at(null, [], away), at('C', [], { kind: 'ACTING' }))).toEqual(['B', null]);
    expect(posts(at('A'), at('B', [], { ...away, to: TODAY }), at('C', [], { ...away, from: TOMORROW }))).toEqual(['A']);
  });
});

describe('a line', () => {
  const constable = someone('S', [at('PC', ['PS', 'INSP', 'CI'], { from: YESTERDAY })]);

  it('is none from a secondment to no post', () => {
    const away = someone('V', [at(null, [], { kind: 'SECONDMENT' })]);
    const away2 = someone('S', [at(null, [], { kind: 'SECONDMENT' })]);
    expect([lineBetween(away, constable, TODAY), lineBetween(someone('V', [at('PS')]), away2, TODAY)]).toEqual([null, null]);
    expect(lineBetween(away, away2, TODAY)).toBeNull();
    expect(lineBetween(someone('V', [at('PS')]), someone('S', [at(null, ['PS'])]), TODAY)).toBeNull();
  });

  it('is there beside posts that make none', () => {
    const two = [at('X'), at('PS'), at('Y')];
    const relation = { relation: 'first-line', since: YESTERDAY };
    expect(lineBetween(someone('V', two), constable, TODAY)).toEqual(relation);
    const subject = someone('S', [at('Z'), ...constable.holdings]);
    expect(lineBetween(someone('V', two.toReversed()), subject, TODAY)).toEqual(relation);
  });

  it('is the nearest of several, and as old as the oldest', () => {
    const posts = [at('CI', [], { from: '2026-01-01' }), at('PS', ['INSP', 'CI'], { from: TODAY })];
    for (const holdings of [posts, posts.toReversed()])
      expect(lineBetween(someone('V', holdings), constable, TODAY)).toEqual({ relation: 'first-line', since: YESTERDAY });
  });

  it('is staff-direct and one post long for everybody who is no officer', () => {
    const see = (type: string, post: string) => lineBetween(someone('V', [at(post)], { type }), constable, TODAY)?.relation;
    expect(['STAFF', 'PCSO', 'SPECIAL', 'OFFICER'].map((type) => see(type, 'PS'))).toEqual([
      'staff-direct',
      'staff-direct',
      'staff-direct',
      'first-line',
    ]);
    expect(['STAFF', 'PCSO', 'SPECIAL', 'OFFICER'].map((type) => see(type, 'INSP'))).toEqual([
      undefined,
      undefined,
      undefined,
      'chain',
    ]);
  });
});

describe('below somebody', () => {
  const boss = someone('V', [at('TOP'), at('OTHER')], { type: 'STAFF' });

  it('is who stands at any depth under any of the posts', () => {
    const below = [at('A', ['TOP']), at('B', ['A', 'OTHER']), at('C', ['X']), at('TOP')].map((post) => someone('S', [post]));
    expect(below.map((person) => isBelow(person, boss, TODAY))).toEqual([true, true, false, false]);
    expect(isBelow(someone('S', [at('C', ['X']), at('A', ['TOP'])]), boss, TODAY)).toBe(true);
  });

  it('is nobody by a holding that ended', () => {
    expect(isBelow(someone('S', [at('A', ['TOP'], { to: TODAY })]), boss, TODAY)).toBe(false);
    expect(isBelow(someone('S', [at('A', ['TOP'])]), someone('V', [at('TOP', [], { to: TODAY })]), TODAY)).toBe(false);
  });
});
