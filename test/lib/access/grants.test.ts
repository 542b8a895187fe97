import { describe, expect, it } from 'vitest';
import { FUNCTIONAL_ROLES, grantSchema, isWithinHours, rolesOn } from '../../../lib/access/grants.ts';
import { SYSTEMS } from '../../../lib/vocabulary.ts';
import { breakGlass, cover, role } from './grant-rows.ts';

const TODAY = '2026-06-10';
const NOW = Date.parse('2026-06-10T12:00:00Z');

describe('a functional role', () => {
  const holds = (over: Parameters<typeof role>[1]) => rolesOn([role('P', over)], TODAY).length === 1;

  it('holds from its first day to the day before its last', () => {
    const dates = [
      { from: TODAY, to: null },
      { from: '2026-06-11', to: null },
      { from: '2026-01-01', to: TODAY },
      { from: '2026-01-01', to: '2026-06-11' },
      { from: TODAY, to: TODAY },
    ];
    expect(dates.map(holds)).toEqual([true, false, false, true, false]);
  });

  it('waits for the approval of another person, and is over once ended', () => {
    expect(holds({ approvedBy: null })).toBe(false);
    expect(holds({ givenBy: 'A', approvedBy: 'A' })).toBe(false);
    expect(holds({ approvedBy: 'P' })).toBe(false);
    expect(holds({ givenBy: 'P' })).toBe(false);
    expect(holds({ endedAt: '2026-06-09T12:00:00Z' })).toBe(false);
    expect(holds({ givenBy: 'A', approvedBy: 'B' })).toBe(true);
  });

  it('stands among other grants, each role that holds once told', () => {
    const overnight = { from: '2026-06-09T20:00:00Z', to: '2026-06-10T04:00:00Z' };
    const given = [role('P', { role: 'psd' }), cover('P', 'L'), breakGlass('P', 'S', 'A', overnight), role('P', { role: 'hr' })];
    expect(rolesOn([...given, role('P', { role: 'analyst', approvedBy: null })], TODAY)).toEqual(['psd', 'hr']);
  });

  it('is one of those the product knows, a steward of each source among them', () => {
    expect(FUNCTIONAL_ROLES.filter((name) => name.startsWith('steward:'))).toEqual(SYSTEMS.map((system) => `steward:${system}`));
    expect(grantSchema().safeParse(role('P')).success).toBe(true);
    expect(grantSchema().safeParse({ ...role('P'), role: 'chief' }).success).toBe(false);
  });
});

describe('hours of a grant', () => {
  const from = '2026-06-10T12:00:00Z';
  const holds = (over: Partial<{ from: string; to: string; endedAt: string | null }>, now = NOW, most = 8) =>
    isWithinHours({ from, to: '2026-06-10T20:00:00Z', endedAt: null, ...over }, now, most);

  it('begin with their first millisecond and end before their last', () => {
    const end = Date.parse('2026-06-10T20:00:00Z');
    expect([holds({}, NOW - 1), holds({}, NOW), holds({}, end - 1), holds({}, end)]).toEqual([false, true, true, false]);
  });

  it('that are longer than allowed never hold, not even at first', () => {
    expect([holds({ to: '2026-06-10T20:00:00Z' }), holds({ to: '2026-06-10T20:00:01Z' })]).toEqual([true, false]);
    expect(holds({ to: '2026-06-24T12:00:00Z' }, NOW, 14 * 24)).toBe(true);
  });

  it('end when they are ended', () => {
    const ended = ['2026-06-10T11:59:59Z', from, '2026-06-10T12:00:01Z'].map((endedAt) => holds({ endedAt }));
    expect(ended).toEqual([false, false, true]);
  });

  it('that cannot be read never hold', () => {
    expect([holds({ from: 'now' }), holds({ to: 'later' })]).toEqual([false, false]);
  });

  it('are whole seconds of UTC where they are kept', () => {
    const parsed = [cover('P', 'L'), breakGlass('P', 'S', 'A')].map((grant) => grantSchema().safeParse(grant).success);
    expect(parsed).toEqual([true, true]);
    expect(grantSchema().safeParse(cover('P', 'L', { to: '2026-05-04' })).success).toBe(false);
  });
});
