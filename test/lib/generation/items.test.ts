import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import { DayBlocked } from '../../../lib/errors.ts';
import { type Generation, generationOf } from '../../../lib/generation/generation.ts';
import { type Item, itemsOf, type Rollup, tooLargeAmong } from '../../../lib/generation/items.ts';
import { availabilityIn } from '../../../lib/generation/person-item.ts';
import { organisationItems } from '../../../lib/organisation/items.ts';
import { arrestFact, assignmentRow, DATE, dutyFact, personRow, positionRow, sources, withFacts } from '../day/world.ts';

const NAME = 'r00001-0123456789abcdef';
const bytesOf = (item: Item) => Buffer.byteLength(JSON.stringify(item));
const packsOf = ({ availability }: { availability: readonly Item[] }) => availability.filter(({ pk }) => pk.startsWith('D#'));
const peopleIn = (item: Item) => JSON.parse(String(item.people)) as { person: string; status: string }[];

/** Everybody on one pool code, as forces book officers whom no team has. */
function pool(count: number): Generation {
  const ids = Array.from({ length: count }, (_, n) => String(200_000 + n));
  const base = sources();
  const onEarly = (id: string) => dutyFact(id, DATE, `${DATE}T07:00:00Z`, `${DATE}T17:00:00Z`);
  return generationOf(
    resolveDay({
      ...base,
      snapshots: {
        ...base.snapshots,
        people: ids.map((id) => personRow(id)),
        assignments: ids.map((id) => assignmentRow(id, 'T1')),
      },
      facts: { ...base.facts, duties: ids.slice(0, count - 100).map(onEarly) },
    }),
  );
}

describe('a pool of 1,400 people', () => {
  const generation = pool(1400);
  const items = itemsOf(generation, NAME, 5);
  const all = [...items.productivity, ...items.availability];

  it('is published in items of which none is near the limit', () => {
    expect(Math.max(...all.map(bytesOf))).toBeLessThan(300_000);
    expect(packsOf(items)).toHaveLength(14);
    expect(new Set(items.availability.map(({ pk, sk }) => `${pk} ${sk}`)).size).toBe(items.availability.length);
  });

  it('has every member, once, and a single one is found', () => {
    const people = packsOf(items).flatMap(peopleIn);
    expect(people.map(({ person }) => person)).toEqual(generation.people.map(({ availability }) => availability.person));
    expect(people).toHaveLength(1400);
    const one = items.availability.find(({ pk }) => pk === 'P#201234');
    expect(availabilityIn(one ?? {})).toMatchObject({ person: '201234', team: 'T1' });
  });

  it('adds up in its unit and in those above it', () => {
    const rollup = (code: string) => JSON.parse(String(items.availability.find(({ pk }) => pk === `U#${code}`)?.body));
    const statuses = packsOf(items).flatMap(peopleIn);
    for (const code of ['T1', 'D', 'F']) {
      const { people, officers, byStatus, minutes } = rollup(code);
      expect([people.length, officers]).toEqual([1400, 1400]);
      expect(minutes.rostered).toBe(1300 * 600);
      for (const [status, count] of Object.entries(byStatus))
        expect(statuses.filter((one) => one.status === status)).toHaveLength(Number(count));
      expect(Object.values(byStatus).reduce((sum, count) => Number(sum) + Number(count), 0)).toBe(1400);
    }
    expect(rollup('T2')).toMatchObject({ people: [], officers: 0 });
  });
});

describe('people of whom much is to be said', () => {
  const { people, ...rest } = pool(300);
  const step = { from: '2026-11-20T07:00:00Z', to: '2026-11-20T17:00:00Z', status: 'deployable' as const, reasons: [] };
  const busy = (steps: number): Generation => ({
    ...rest,
    people: people.map((person) => ({
      ...person,
      availability: { ...person.availability, timeline: Array.from({ length: steps }, () => step) },
    })),
  });

  it('are fewer a pack, each still once', () => {
    const items = itemsOf(busy(60), NAME, 5);
    expect(packsOf(items).length).toBeGreaterThan(3);
    expect(packsOf(items).flatMap(peopleIn)).toHaveLength(300);
    expect(Math.max(...packsOf(items).map(bytesOf))).toBeLessThan(300_000);
  });
});

describe('an item that could not be stored', () => {
  const rows = Array.from({ length: 3000 }, (_, n) =>
    arrestFact(`ARREST-${String(n).padStart(57, '0')}`, '1', `${DATE}T10:00:00Z`),
  );
  const generation = generationOf(resolveDay(withFacts({ arrests: rows })));

  it('of a person blocks the day, and the reason does not say whose it is', () => {
    const publish = () => itemsOf(generation, NAME, 5);
    expect(publish).toThrow(DayBlocked);
    expect(publish).toThrow(expect.objectContaining({ code: 'ITEM_TOO_LARGE' }));
    expect(publish).toThrow(/^the item of a person is over 300000 bytes: .* on 2026-11-20$/);
  });

  it('of a unit is named; bytes count, not characters', () => {
    expect(tooLargeAmong([{ pk: 'U#T1', sk: 'x', body: 'é'.repeat(150_001) }])).toMatch(/^the item U#T1 is over/);
    expect(tooLargeAmong([{ pk: 'O#r1#P#100', sk: 'x', body: 'x'.repeat(300_001) }])).toMatch(/^the item of a person is over/);
    expect(tooLargeAmong([{ pk: 'U#T1', sk: 'x', body: 'é'.repeat(149_990) }])).toBeNull();
  });
});

describe('an organisation whose extracts are broken', () => {
  it('lists the first thousand cuts in its item', () => {
    const cuts = Array.from({ length: 13_000 }, (_, n) => ({ post: `POST-${n}`, reason: 'ORPHAN' as const }));
    const items = organisationItems({ asOf: DATE, units: [], posts: [], people: [], cuts, sharedDirectoryIds: [] }, NAME);
    const item = items.find(({ sk }) => sk === 'CUTS');
    expect(item?.cuts).toHaveLength(1000);
    expect(tooLargeAmong(items)).toBeNull();
  });
});

describe('the posts of a unit', () => {
  const rollupsOf = (teams: Readonly<Record<string, number>>) => {
    const base = sources();
    const posts = Object.entries(teams).flatMap(([team, count]) =>
      Array.from({ length: count }, (_, n) => positionRow(`P-${team}-${n}`, team)),
    );
    const assignments = [
      assignmentRow('1', 'T1', { position_id: 'P-T1-0' }),
      // On the roster of T1 and in no post.
      assignmentRow('2', 'T1', { position_id: null }),
      // Of T1, and acting in a post of T2.
      assignmentRow('3', 'T1', { position_id: 'P-T1-1' }),
      assignmentRow('3', 'T2', { position_id: 'P-T2-0', kind: 'ACTING', assignment_id: 'acting' }),
    ];
    const generation = generationOf(resolveDay({ ...base, snapshots: { ...base.snapshots, positions: posts, assignments } }));
    const bodies = itemsOf(generation, NAME, 5).availability.filter(({ pk }) => pk.startsWith('U#'));
    return new Map(bodies.map(({ pk, body }) => [pk.slice(2), JSON.parse(String(body)) as Rollup]));
  };

  it('are for planners only where no smaller unit can be had from them', () => {
    const planned = (teams: Readonly<Record<string, number>>) =>
      [...rollupsOf(teams)].flatMap(([code, { posts }]) => (posts.planned ? [code] : [])).sort();
    expect(planned({ T1: 10, T2: 6 })).toEqual(['D', 'F', 'T1', 'T2']);
    // D less T1 would be T2.
    expect(planned({ T1: 10, T2: 3 })).toEqual(['D', 'F']);
    expect(planned({ T1: 2, T2: 2 })).toEqual([]);
  });

  it('name who is counted without filling one, and who fills one and is counted elsewhere', () => {
    const rollups = rollupsOf({ T1: 10, T2: 6 });
    const t1 = rollups.get('T1');
    expect(t1?.people).toEqual(expect.arrayContaining(['1', '2']));
    expect(t1?.posts.without).toContain('2');
    expect(t1?.posts.without).not.toContain('1');
    const strength = (code: string) => {
      const one = rollups.get(code);
      return [...(one?.people ?? []).filter((id) => !one?.posts.without.includes(id)), ...(one?.posts.others ?? [])].sort();
    };
    expect([strength('T1'), strength('T2'), strength('D')]).toEqual([['1'], ['3'], ['1', '3']]);
  });
});
