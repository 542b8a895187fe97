import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOfCommand } from '../../../lib/organisation/command.ts';
import { isEmployed, peopleOn, postingsOf } from '../../../lib/organisation/people.ts';
import { organisationOf } from '../../../lib/organisation/snapshot.ts';
import { unitsOn } from '../../../lib/organisation/units.ts';
import { assignmentRow, DATE, personRow, positionRow, unitRow } from '../day/world.ts';
import { person } from '../world.ts';

describe('units of a day', () => {
  it('have their path from the top, and the row that started last', () => {
    const rows = [
      unitRow('T', 'TEAM', 'OLD'),
      unitRow('T', 'TEAM', 'D', { effective_from: '2026-01-01' }),
      unitRow('D', 'DEPT', 'F'),
      unitRow('F', 'FORCE', null),
      unitRow('OLD', 'DEPT', 'F', { effective_to: DATE }),
    ];
    const units = unitsOn(rows, DATE);
    expect(units.get('T')).toMatchObject({ path: 'F/D/T', parent: 'D' });
    expect(units.has('OLD')).toBe(false);
  });

  it('with a loop above them, or a parent that is not there, are a top of their own', () => {
    const units = unitsOn([unitRow('A', 'DEPT', 'B'), unitRow('B', 'AREA', 'A'), unitRow('C', 'TEAM', 'GONE')], DATE);
    expect([...units.values()].map(({ path }) => path)).toEqual(['A', 'B', 'C']);
  });
});

describe('people of a day', () => {
  const units = unitsOn([unitRow('T1', 'TEAM', null), unitRow('T2', 'TEAM', null)], DATE);
  const personWith = (assignments: ReturnType<typeof assignmentRow>[]) =>
    peopleOn(
      { people: [personRow('1')], assignments, positions: [positionRow('P-T2', 'T2', { role_code: 'CUSTODY' })] },
      units,
      DATE,
    ).get('1') ?? person();
  const teams = (...assignments: ReturnType<typeof assignmentRow>[]) =>
    personWith(assignments).memberships.map(({ team, role }) => `${team} ${role}`);
  const postings = (...assignments: ReturnType<typeof assignmentRow>[]) => postingsOf(personWith(assignments));

  it('primary first, then acting up before the own post, then the latest', () => {
    expect(teams(assignmentRow('1', 'T1', { primary_flag: false }), assignmentRow('1', 'T2'))).toEqual(['T2 CUSTODY', 'T1 null']);
    expect(teams(assignmentRow('1', 'T1'), assignmentRow('1', 'T2', { kind: 'ACTING' }))).toEqual(['T2 CUSTODY', 'T1 null']);
    expect(teams(assignmentRow('1', 'T1'), assignmentRow('1', 'T2', { effective_from: '2026-01-01' }))).toEqual([
      'T2 CUSTODY',
      'T1 null',
    ]);
  });

  it('assignments count from their first day to before their last, when they may still name a team; unknown teams do not', () => {
    expect(
      teams(assignmentRow('1', 'T1', { effective_from: '2026-11-21' }), assignmentRow('1', 'T2', { effective_to: DATE })),
    ).toEqual(['T2 CUSTODY']);
    expect(postings(assignmentRow('1', 'T2', { effective_to: DATE }))).toEqual([]);
    expect(teams(assignmentRow('1', 'T1', { effective_from: DATE }), assignmentRow('1', 'NOWHERE'))).toEqual(['T1 null']);
  });

  it('are employed from joining until before leaving', () => {
    expect([
      isEmployed(person({ joined: DATE }), DATE),
      isEmployed(person({ left: DATE }), DATE),
      isEmployed(person({ joined: '2026-11-21' }), DATE),
      isEmployed(person({ joined: null, left: null }), DATE),
    ]).toEqual([true, false, false, true]);
  });
});

describe('the line of command', () => {
  const line = (...edges: (readonly [post: string, above: string | null])[]) =>
    lineOfCommand(
      edges.map(([post, above]) => positionRow(post, 'T', { reports_to_position_id: above })),
      DATE,
    );

  it('goes up over posts, vacancies included', () => {
    expect(line(['PC', 'PS'], ['PS', 'INSP'], ['INSP', null]).above.get('PC')).toEqual(['PS', 'INSP']);
  });

  it('cuts self-reports and orphans, and the line below stands', () => {
    const { above, cuts } = line(['PC', 'PS'], ['PS', 'PS'], ['X', 'GONE']);
    expect(cuts).toEqual([
      { post: 'PS', reason: 'SELF_REPORT' },
      { post: 'X', reason: 'ORPHAN' },
    ]);
    expect([above.get('PC'), above.get('PS'), above.get('X')]).toEqual([['PS'], [], []]);
  });

  it('cuts every edge of a loop and keeps what hangs below it', () => {
    const { above, cuts } = line(['A', 'B'], ['B', 'C'], ['C', 'A'], ['D', 'A']);
    expect(cuts.map(({ post, reason }) => `${post} ${reason}`)).toEqual(['A CYCLE', 'B CYCLE', 'C CYCLE']);
    expect(above.get('D')).toEqual(['A']);
  });

  it('gives nobody a post above that a cut edge would have given, whatever the graph', () => {
    const posts = ['A', 'B', 'C', 'D', 'E'];
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom(...posts, 'GONE'), { nil: null }), { minLength: 5, maxLength: 5 }),
        (parents) => {
          const { above, cuts } = line(...posts.map((post, n) => [post, parents[n] ?? null] as const));
          const cut = new Set(cuts.map(({ post }) => post));
          return posts.every((post) => {
            const up = above.get(post) ?? [];
            return !up.includes(post) && new Set(up).size === up.length && (!cut.has(post) || up.length === 0);
          });
        },
      ),
    );
  });
});

describe('the organisation', () => {
  it('keeps holdings with their dates, those to come and those that ended; a secondment may be to no post', () => {
    const people = [
      personRow('1', { directory_id: 'd1' }),
      personRow('2', { directory_id: 'd2' }),
      personRow('3', { directory_id: 'd2' }),
    ];
    const assignments = [
      assignmentRow('1', 'T1', { effective_to: '2026-12-01' }),
      assignmentRow('1', 'T2', { effective_from: '2026-12-01' }),
      assignmentRow('2', 'T1', { effective_to: DATE }),
      assignmentRow('2', 'T1', { assignment_id: 'OLD', effective_to: '2025-01-01' }),
      assignmentRow('3', 'T1', { position_id: null }),
      assignmentRow('3', 'T1', { assignment_id: 'AWAY', position_id: null, kind: 'SECONDMENT' }),
    ];
    const positions = [positionRow('P-T1', 'T1', { reports_to_position_id: 'TOP' }), positionRow('TOP', 'T1')];
    const organisation = organisationOf({ people, assignments, positions, units: [unitRow('T1', 'TEAM', null)] }, DATE);
    expect(
      organisation.people.map(({ holdings }) => holdings.map(({ post, from, to, above }) => ({ post, from, to, above }))),
    ).toEqual([
      [
        { post: 'P-T1', from: '2020-01-01', to: '2026-12-01', above: ['TOP'] },
        { post: 'P-T2', from: '2026-12-01', to: null, above: [] },
      ],
      [{ post: 'P-T1', from: '2020-01-01', to: DATE, above: ['TOP'] }],
      [{ post: null, from: '2020-01-01', to: null, above: [] }],
    ]);
    expect(organisation).toMatchObject({ sharedDirectoryIds: ['d2'], units: [{ code: 'T1' }], cuts: [] });
  });
});
