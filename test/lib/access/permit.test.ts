import { describe, expect, it } from 'vitest';
import { decide, type Permit, type Viewer } from '../../../lib/access/decide.ts';
import type { Holding, OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import { settings } from './ask.ts';
import { breakGlass, cover } from './grant-rows.ts';
import { at, FRESH, NOW, someone } from './people.ts';

const SHIFT = { from: '2026-06-10T08:00:00Z', to: '2026-06-10T16:00:00Z' };
const since = (post: string, from: string, above: readonly string[] = []): Holding => at(post, above, { from });

function permitOf(viewer: OrganisationPerson, subject: OrganisationPerson, given: Partial<Viewer> = {}, now = NOW): Permit {
  const decision = decide({ person: viewer, covers: [], breakGlass: [], ...given }, 'read', subject, FRESH, now, settings);
  if (!decision.allowed) throw new Error(decision.reason);
  return decision.permit;
}
const opened = ({ relation, fields, from, to }: Permit) => [relation, fields, from, to];

describe('a permit opens', () => {
  const constable = someone('S', [since('PC', '2026-03-01', ['PS', 'INSP'])]);
  const sergeant = someone('V', [since('PS', '2026-05-01', ['INSP'])]);

  it('everything of the own, of all days', () => {
    expect(opened(permitOf(sergeant, sergeant))).toEqual(['self', 'own', '0000-01-01', '9999-12-31']);
  });

  it('to a leader what leaders see, from 91 days before both held their posts', () => {
    expect(opened(permitOf(sergeant, constable))).toEqual(['first-line', 'leader', '2026-01-30', '9999-12-31']);
    const old = someone('V', [since('PS', '2020-01-01', ['INSP'])]);
    expect(opened(permitOf(old, constable))).toEqual(['first-line', 'leader', '2025-11-30', '9999-12-31']);
  });

  it('everything before to a leader whose post has no known beginning', () => {
    const [always, ever] = [someone('V', [since('PS', '0001-01-01')]), someone('S', [since('PC', '0001-01-01', ['PS'])])];
    expect(permitOf(always, ever).from).toBe('0000-01-01');
    expect(permitOf(someone('V', [since('PS', '0001-01-02')]), ever).from).toBe('0000-10-03');
  });

  it('by the nearest of several lines, and the days of the longest', () => {
    const both = someone('V', [since('PS', '2026-06-01', ['INSP']), since('INSP', '2025-01-01')]);
    expect(opened(permitOf(both, constable))).toEqual(['first-line', 'leader', '2025-11-30', '9999-12-31']);
    const turned = someone('V', both.holdings.toReversed());
    expect(opened(permitOf(turned, constable))).toEqual(opened(permitOf(both, constable)));
  });

  it('to a cover today and seven days ahead, by London days', () => {
    const leader = someone('L', [since('PS', '2026-05-01')]);
    const covers = [{ grant: cover('V', 'L', { ...SHIFT, to: '2026-06-11T16:00:00Z' }), leader }];
    const viewer = someone('V', [at('X')]);
    expect(opened(permitOf(viewer, constable, { covers }))).toEqual(['cover', 'cover', '2026-06-10', '2026-06-17']);
    const afterMidnight = Date.parse('2026-06-10T23:00:00Z');
    expect(opened(permitOf(viewer, constable, { covers }, afterMidnight))).toEqual([
      'cover',
      'cover',
      '2026-06-11',
      '2026-06-18',
    ]);
  });

  it('to who broke the glass what leaders see, of all days', () => {
    const granted = [{ grant: breakGlass('V', 'S', 'A', SHIFT), approver: someone('A') }];
    const said = opened(permitOf(someone('V'), constable, { breakGlass: granted }));
    expect(said).toEqual(['break-glass', 'leader', '0000-01-01', '9999-12-31']);
  });

  it('its first and its last day and those between', () => {
    const leader = someone('L', [at('PS')]);
    const permit = permitOf(someone('V'), constable, { covers: [{ grant: cover('V', 'L', SHIFT), leader }] });
    const days = ['2026-06-09', '2026-06-10', '2026-06-13', '2026-06-17', '2026-06-18'];
    expect(days.map((day) => permit.covers(day))).toEqual([false, true, true, true, false]);
  });
});

describe('a permit', () => {
  const permit = permitOf(someone('V', [at('PS')]), someone('S', [at('PC', ['PS'])]));
  const wider = { from: { value: '0000-01-01' } };

  it('names who asked about whom', () => {
    expect([permit.viewer, permit.subject]).toEqual(['V', 'S']);
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(permit, { from: '0000-01-01' })).toThrow(TypeError);
    expect(() => Object.defineProperties(permit, wider)).toThrow(TypeError);
  });

  // To the compiler these are permits; what they cannot do is answer.
  it.each<[string, () => Permit]>([
    ['cloned', () => structuredClone(permit)],
    ['copied into another object', () => Object.assign({}, permit)],
    ['inherited from', () => Object.create(permit, wider)],
    ['given its prototype', () => Object.setPrototypeOf({ ...permit }, Object.getPrototypeOf(permit))],
    ['put behind a proxy', () => new Proxy(permit, {})],
  ])('is none any more when %s', (_, forge) => {
    const forged = forge();
    expect(() => forged.covers('2026-06-10')).toThrow(TypeError);
  });
});
