import { describe, expect, it } from 'vitest';
import { type Action, decide, type Viewer } from '../../../lib/access/decide.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import { reasonOf, settings } from './ask.ts';
import { breakGlass, cover } from './grant-rows.ts';
import { at, FRESH, NOW, someone } from './people.ts';

const hours = { from: '2026-06-10T08:00:00Z', to: '2026-06-10T16:00:00Z' };

function viewer(person: OrganisationPerson | null, over: Partial<Viewer> = {}): Viewer {
  return { person, covers: [], breakGlass: [], ...over };
}
function verdict(who: Viewer, subject: OrganisationPerson | null, action: Action = 'read', dataTo = FRESH.dataTo): string {
  return reasonOf(decide(who, action, subject, { dataTo }, NOW, settings));
}
const coveringFor = (person: OrganisationPerson, leader: OrganisationPerson) =>
  viewer(person, { covers: [{ grant: cover(person.id, leader.id, hours), leader }] });
const opening = (person: OrganisationPerson, subject: OrganisationPerson, approver: OrganisationPerson) =>
  viewer(person, {
    breakGlass: [{ grant: breakGlass(person.id, subject.id, approver.id, hours), approver }],
  });

describe('a cover', () => {
  it('does not see the leader, not even one who acts above the own post', () => {
    const leader = someone('L', [at('PS', ['INSP']), at('INSP', [], { kind: 'ACTING' })]);
    const constable = someone('S', [at('PC', ['PS', 'INSP'])]);
    const who = coveringFor(someone('V', [at('X')]), leader);
    expect([verdict(who, constable), verdict(who, leader)]).toEqual(['cover', 'no-relation']);
  });
});

describe('break-glass', () => {
  it.each(['OFFICER', 'STAFF', 'PCSO', 'SPECIAL'])('is not approved from any depth below the viewer (%s)', (type) => {
    const boss = someone('V', [at('TOP')], { type });
    const subject = someone('S', [at('ELSEWHERE')]);
    const approvers = [at('A', ['TOP']), at('B', ['A', 'TOP']), at('C', ['B', 'A', 'TOP']), at('BESIDE', ['OTHER'])];
    const said = approvers.map((post) => verdict(opening(boss, subject, someone('A', [post])), subject));
    expect(said).toEqual(['no-relation', 'no-relation', 'no-relation', 'break-glass']);
  });
});

describe('a loop that was published all the same', () => {
  const [a, b] = [at('A', ['B', 'A', 'B']), at('B', ['A', 'B', 'A'])];
  const [onA, onB] = [viewer(someone('VA', [a])), viewer(someone('VB', [b]))];

  it('gives nobody on it a right on the others on it, nor on the own post', () => {
    expect([verdict(onA, someone('S', [b])), verdict(onB, someone('S', [a]))]).toEqual(['no-relation', 'no-relation']);
    expect(verdict(onA, someone('S', [a]))).toBe('no-relation');
    expect(verdict(viewer(someone('V', [at('X', ['X', 'X'])])), someone('S', [at('X', ['X', 'X'])]))).toBe('no-relation');
  });

  it('leaves the line below, up to where it is reached', () => {
    const below = someone('S', [at('LOWER', ['LOW', 'A', 'B', 'A'])]);
    const low = viewer(someone('V', [at('LOW', ['A', 'B', 'A'])]));
    expect([low, onA, onB].map((who) => verdict(who, below))).toEqual(['first-line', 'chain', 'no-relation']);
  });
});

describe('an age of the organisation that cannot be read', () => {
  it('counts as too old', () => {
    const [leader, constable] = [someone('L', [at('PS')]), someone('S', [at('PC', ['PS'])])];
    expect(verdict(viewer(leader), constable)).toBe('first-line');
    expect(verdict(viewer(leader), constable, 'read', 'yesterday')).toBe('stale-organisation');
  });
});
