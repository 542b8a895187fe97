import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/access/decide.ts';
import { FUNCTIONAL_ROLES, type Grant } from '../../../lib/access/grants.ts';
import type { RowOf } from '../../../lib/sources/catalogue.ts';
import { assignmentRow, personRow, positionRow } from '../day/world.ts';
import { PRODUCT, published, settings, viewerOf } from './ask.ts';
import { breakGlass, cover, role } from './grant-rows.ts';
import { FRESH, NOW, TODAY } from './people.ts';

/** Post and the post it reports to. */
const POSITIONS = [
  ['CI', null],
  ['INSP', 'CI'],
  ['PS-1', 'INSP'],
  ['PC-1', 'PS-1'],
  ['PS-2', 'INSP'],
  ['PC-2', 'PS-2'],
  ['MANAGER', 'INSP'],
  ['CLERK', 'MANAGER'],
  ['TRAINEE', 'CLERK'],
  ['LOOP-1', 'LOOP-2'],
  ['LOOP-2', 'LOOP-1'],
  ['UNDER-LOOP', 'LOOP-1'],
  ['ITSELF', 'ITSELF'],
  ['UNDER-ITSELF', 'ITSELF'],
  ['ORPHAN', 'GONE'],
  ['UNDER-ORPHAN', 'ORPHAN'],
].map(([post, top]) => positionRow(String(post), 'T', { reports_to_position_id: top ?? null }));

type Held = string | null | readonly [kind: RowOf<'assignments'>['kind'], post: string | null, from?: string, to?: string | null];

interface Someone {
  readonly posts: readonly Held[];
  readonly row: Partial<RowOf<'people'>>;
}

interface Case {
  /** Viewer V and subject S; the same one when there is no second. */
  readonly people: readonly [Someone | null, (Someone | null)?];
  /** L and the like, whom a grant names. */
  readonly others?: Readonly<Record<string, Someone>>;
  readonly given?: readonly Grant[];
  readonly dataTo?: string;
}

const OLD = '2026-06-03T10:59:59Z';
const TOMORROW = '2026-06-11';
const SHIFT = { from: '2026-06-10T08:00:00Z', to: '2026-06-10T16:00:00Z' };

const officer = (...posts: Held[]): Someone => ({ posts, row: { person_type: 'OFFICER' } });
const staff = (...posts: Held[]): Someone => ({ posts, row: { person_type: 'STAFF' } });
const but = ({ posts, row }: Someone, over: Partial<RowOf<'people'>>): Someone => ({ posts, row: { ...row, ...over } });

const led = { others: { L: officer('PS-1') } };
const coverFor = (viewer: Someone, over: Parameters<typeof cover>[2] = SHIFT): Case => ({
  ...led,
  people: [viewer, officer('PC-1')],
  given: [cover('V', 'L', over)],
});
const glass = (approver: Someone, over: Parameters<typeof breakGlass>[3] = SHIFT): Case => ({
  people: [officer('PS-2'), officer('PC-1')],
  others: { L: approver },
  given: [breakGlass('V', 'S', 'L', over)],
});

/** Viewer / subject, as the rows of docs/access.md call them. */
const CASES: Readonly<Record<string, Case>> = {
  'anybody employed / themselves': { people: [staff()] },
  'officer in the post right above / holder of the post': { people: [officer('PS-1'), officer('PC-1')] },
  'officer in a post further above / holder of the post': { people: [officer('CI'), officer('PC-1')] },
  'officer above a manager who is police staff / holder of a post below the manager': {
    people: [officer('INSP'), staff('CLERK')],
    others: { M: staff('MANAGER') },
  },
  'officer above a vacant post / holder of a post below it': { people: [officer('INSP'), officer('PC-2')] },
  'police staff in the post right above / holder of the post': { people: [staff('MANAGER'), staff('CLERK')] },
  'police staff in a post further above / holder of the post': { people: [staff('MANAGER'), staff('TRAINEE')] },
  'PCSO in the post right above / holder of the post': {
    people: [but(officer('MANAGER'), { person_type: 'PCSO' }), staff('CLERK')],
  },
  'special constable in a post further above / holder of the post': {
    people: [but(officer('INSP'), { person_type: 'SPECIAL' }), officer('PC-1')],
  },
  'officer acting up, on the first day / holder of a post below the higher post': {
    people: [officer('PC-2', ['ACTING', 'PS-1', TODAY, TOMORROW]), officer('PC-1')],
  },
  'officer acting up, on the day it ends / holder of a post below the higher post': {
    people: [officer('PC-2', ['ACTING', 'PS-1', '2026-06-01', TODAY]), officer('PC-1')],
  },
  'officer acting up / holder of a post below the own post': {
    people: [officer('PS-1', ['ACTING', 'CI', TODAY, TOMORROW]), officer('PC-1')],
  },
  'officer in a temporary post / holder of a post below it': {
    people: [officer(['TEMPORARY', 'PS-1', TODAY, null]), officer('PC-1')],
  },
  'officer above / who acts up below another officer': {
    people: [officer('PS-1'), officer('PC-1', ['ACTING', 'PS-2', TODAY, null])],
  },
  'who leaves today / themselves': { people: [but(officer('PS-1'), { leave_date: TODAY })] },
  'officer above who leaves today / holder of the post': {
    people: [but(officer('PS-1'), { leave_date: TODAY }), officer('PC-1')],
  },
  'who joins tomorrow / themselves': { people: [but(officer('PS-1'), { force_start: TOMORROW })] },
  'officer above / who leaves today': { people: [officer('PS-1'), but(officer('PC-1'), { leave_date: TODAY })] },
  'officer above / who joins tomorrow': { people: [officer('PS-1'), but(officer('PC-1'), { force_start: TOMORROW })] },
  'officer above the home post / who is seconded to another post': {
    people: [officer('PS-1'), officer('PC-1', ['SECONDMENT', 'PC-2'])],
  },
  'officer above the host post / who is seconded to it': {
    people: [officer('PS-2'), officer('PC-1', ['SECONDMENT', 'PC-2'])],
  },
  'officer above the home post / who is seconded to no post of the force': {
    people: [officer('PS-1'), officer('PC-1', ['SECONDMENT', null])],
  },
  'officer above the home post / who is back from a secondment today': {
    people: [officer('PS-1'), officer('PC-1', ['SECONDMENT', 'PC-2', '2026-01-01', TODAY])],
  },
  'officer who is seconded / holder of a post below the home post': {
    people: [officer('PS-1', ['SECONDMENT', 'PS-2']), officer('PC-1')],
  },
  'officer who is seconded / holder of a post below the host post': {
    people: [officer('PS-1', ['SECONDMENT', 'PS-2']), officer('PC-2')],
  },
  'holder of the same post / the other holder': { people: [officer('PS-1'), officer('PS-1')] },
  'peer of the team / holder of a post beside': { people: [officer('PS-1'), officer('PS-2')] },
  'tutor / the student': { people: [officer('PC-1'), officer('PC-1')] },
  'holder of the post / officer in the post right above': { people: [officer('PC-1'), officer('PS-1')] },
  'HR, PSD, auditor, analyst, administrator, any functional role / anybody': {
    people: [officer('PS-2'), officer('PC-1')],
    given: FUNCTIONAL_ROLES.map((name) => role('V', { role: name })),
  },
  'officer on a loop in the line of command / holder of another post on it': { people: [officer('LOOP-1'), officer('LOOP-2')] },
  'officer on a loop in the line of command / holder of a post below it': { people: [officer('LOOP-1'), officer('UNDER-LOOP')] },
  'officer in a post that reports to itself / holder of a post below it': {
    people: [officer('ITSELF'), officer('UNDER-ITSELF')],
  },
  'officer at the top / holder of a post whose line is broken below them': { people: [officer('CI'), officer('ORPHAN')] },
  'officer at the top of a tree of its own / holder of a post below': { people: [officer('ORPHAN'), officer('UNDER-ORPHAN')] },
  'officer above, the organisation being too old / holder of the post': {
    people: [officer('PS-1'), officer('PC-1')],
    dataTo: OLD,
  },
  'anybody employed, the organisation being too old / themselves': { people: [staff()], dataTo: OLD },
  'officer who covers for a leader / whom the leader may see': coverFor(officer('PC-2')),
  'officer who covers for a leader, hours over / whom the leader may see': coverFor(officer('PC-2'), {
    ...SHIFT,
    to: '2026-06-10T11:00:00Z',
  }),
  'officer who covers for a leader for more than 14 days / whom the leader may see': coverFor(officer('PC-2'), {
    from: '2026-06-10T08:00:00Z',
    to: '2026-06-24T08:00:01Z',
  }),
  'police staff who cover for a leader / whom the leader may see': coverFor(staff('PC-2')),
  'officer who covers for a leader / the leader': {
    people: [officer('PC-2'), officer('PC-1', ['ACTING', 'PS-1'])],
    given: [cover('V', 'S', SHIFT)],
  },
  'officer who covers for a cover / whom the leader may see': {
    people: [officer('PC-2'), officer('PC-1')],
    others: { L: officer('PS-1'), C: officer('PC-2') },
    given: [cover('V', 'C', SHIFT), cover('C', 'L', SHIFT)],
  },
  'officer with a break-glass grant / the person it names': glass(officer('CI')),
  'officer with a break-glass grant / anybody else': {
    people: [officer('PS-2'), officer('PC-1')],
    others: { L: officer('CI') },
    given: [breakGlass('V', 'L', 'L', SHIFT)],
  },
  'officer with a break-glass grant of more than 8 hours / the person it names': glass(officer('CI'), {
    from: '2026-06-10T08:00:00Z',
    to: '2026-06-10T16:00:01Z',
  }),
  'officer who approved the own break-glass grant / the person it names': {
    people: [officer('PS-2'), officer('PC-1')],
    given: [breakGlass('V', 'S', 'V', SHIFT)],
  },
  'officer whose break-glass grant somebody below approved / the person it names': glass(officer('PC-2')),
  'anybody employed / whom nobody knows': { people: [officer('CI'), null] },
  'whom nobody knows / anybody': { people: [null, officer('PC-1')] },
};

const ACTIONS = { availability: 'read', leading: 'lead' } as const;

function verdictOf(
  { people: [viewer, ...subject], others = {}, given = [], dataTo = FRESH.dataTo }: Case,
  action: 'read' | 'lead',
) {
  const [second = viewer] = subject;
  const everybody = Object.entries({ ...others, V: viewer, ...(subject.length === 0 ? {} : { S: second }) });
  const known = everybody.flatMap(([id, one]) => (one === null || one === undefined ? [] : [[id, one] as const]));
  const people = published(
    PRODUCT,
    {
      positions: POSITIONS,
      people: known.map(([id, { row }]) => personRow(id, row)),
      assignments: known.flatMap(([id, { posts }]) => posts.map((held, n) => assignmentOf(id, held, n))),
    },
    TODAY,
  );
  const whom = people.get(subject.length === 0 ? 'V' : 'S') ?? null;
  const decision = decide(viewerOf(people, 'V', given), action, whom, { dataTo }, NOW, settings);
  return decision.allowed ? `allowed: ${decision.permit.relation}` : `denied: ${decision.reason}`;
}

function assignmentOf(id: string, held: Held, n: number): RowOf<'assignments'> {
  const [kind, position_id, effective_from = '2020-01-01', effective_to = null] =
    held === null || typeof held === 'string' ? (['SUBSTANTIVE', held] as const) : held;
  return assignmentRow(id, 'T', { assignment_id: `${id}-${n}`, kind, position_id, effective_from, effective_to });
}

const [, table = ''] = readFileSync(join(import.meta.dirname, '../../../docs/access.md'), 'utf8').split('\n## Verdicts\n');
const ROWS = (table.split('\n## ')[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
  .flatMap(([viewer = '', subject = '', resource = '', verdict = '']) =>
    Object.hasOwn(ACTIONS, resource) ? [[viewer, subject, resource as keyof typeof ACTIONS, verdict] as const] : [],
  );

describe('the table of verdicts', () => {
  it.each(ROWS)('%s, %s, %s: %s', (viewer, subject, resource, verdict) => {
    const found = CASES[`${viewer} / ${subject}`];
    expect(found === undefined ? 'no such case' : verdictOf(found, ACTIONS[resource])).toBe(verdict);
  });

  it('has a row for every case', () => {
    const named = new Set(ROWS.map(([viewer, subject]) => `${viewer} / ${subject}`));
    expect(Object.keys(CASES).filter((name) => !named.has(name))).toEqual([]);
  });
});
