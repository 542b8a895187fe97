import { holdingsOn, isActive } from '../../../lib/access/relation.ts';
import { Refusal } from '../../../lib/api/problem.ts';
import { by } from '../../../lib/order.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import type { Answers } from '../ask.ts';
import { kept } from '../kept.ts';
import { allNames, allUnits, membersBelow, personsOf, postsOf, unitOf, unitRef } from '../organisation.ts';
import { nextCursor, pageOf, positionOf } from '../paging.ts';
import type { ProductivityPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';

const MEMBERS_A_PAGE = 500;
const MOST_FOUND = 50;

export const personRef = ({ id, name, type, rank }: OrganisationPerson) => ({ id, name, type, rank });
const byName = by<{ name: string; id: string }>(
  ({ name }) => name,
  ({ id }) => id,
);

/** Who is where: open to everybody who is signed in, and nothing about availability. */
export const organisation: Answers<
  ProductivityPorts,
  'orgUnits' | 'orgUnit' | 'orgUnitMembers' | 'people' | 'person' | 'personReports'
> = {
  async orgUnits(ports, ask) {
    const { organisation: table, policies } = ports;
    const { rights } = ask;
    return kept(ports, ask, [], async () => {
      const units = (await allUnits(table, rights.organisation.generation)).map((unit) => ({
        ...unitRef(unit),
        parent: unit.parent,
      }));
      return {
        payload: { units },
        meta: metaOfOrganisation(rights, policies),
        table: () => ({
          columns: ['code', 'name', 'type', 'parent'],
          rows: units.map(({ code, name, type, parent }) => [code, name, type, parent]),
        }),
      };
    });
  },

  async orgUnit({ organisation: table, policies }, { params, rights }) {
    const { generation } = rights.organisation;
    const unit = await unitOf(table, generation, params.unit);
    const units = await allUnits(table, generation);
    const line = unit.path.split('/').slice(0, -1);
    const payload = {
      unit: unitRef(unit),
      above: line.flatMap((code) => units.filter((one) => one.code === code)).map(unitRef),
      below: units.filter(({ parent }) => parent === unit.code).map(unitRef),
    };
    return { payload, meta: metaOfOrganisation(rights, policies) };
  },

  async orgUnitMembers(ports, ask) {
    const { params, query, rights } = ask;
    const { generation } = rights.organisation;
    const asOf = query.asOf ?? rights.today;
    const unit = await unitOf(ports.organisation, generation, params.unit);
    const units = await allUnits(ports.organisation, generation);
    const inside = new Set(
      units.filter(({ path }) => path === unit.path || path.startsWith(`${unit.path}/`)).map(({ code }) => code),
    );
    const everybody = await membersBelow(ports.organisation, generation, unit.path);
    const members = [...everybody.values()].flatMap((person) => {
      const held = holdingsOn(person, asOf).find(({ team }) => inside.has(team));
      if (held === undefined || !isActive(person, asOf)) return [];
      return [{ ...personRef(person), kind: held.kind, from: held.from, to: held.to }];
    });
    const { page, next } = pageOf(members, await positionOf(ports, ask), MEMBERS_A_PAGE);
    const cursor = await nextCursor(ports, ask, next);
    return {
      payload: { unit: unitRef(unit), members: page, cursor },
      meta: metaOfOrganisation(rights, ports.policies),
      next: cursor,
      table: () => ({
        columns: ['person', 'name', 'type', 'rank', 'kind', 'from', 'to'],
        rows: page.map(({ id, name, type, rank, kind, from, to }) => [id, name, type, rank, kind, from, to]),
      }),
    };
  },

  async people(ports, ask) {
    const { organisation: table, policies } = ports;
    const { query, rights } = ask;
    return kept(ports, ask, [], async () => {
      const words = query.q.toLowerCase().split(/\s+/);
      const names = await allNames(table, rights.organisation.generation);
      const found = names
        .filter(([id, name]) => id === query.q || words.every((word) => name.toLowerCase().includes(word)))
        .map(([id, name, type]) => ({ id, name, type }))
        .sort(byName);
      const people = found.slice(0, MOST_FOUND);
      return {
        payload: { people, more: found.length > MOST_FOUND },
        meta: metaOfOrganisation(rights, policies),
        next: found.length > MOST_FOUND ? 'more' : null,
        table: () => ({ columns: ['person', 'name', 'type'], rows: people.map(({ id, name, type }) => [id, name, type]) }),
      };
    });
  },

  async person({ organisation: table, policies }, { params, rights }) {
    const person = known(rights.person(params.person));
    const { generation } = rights.organisation;
    const held = holdingsOn(person, rights.today);
    const teams = new Set(held.map(({ team }) => team));
    const units = (await allUnits(table, generation)).filter(({ code }) => teams.has(code));
    const above = held.flatMap((holding) => holding.above.slice(0, 1));
    const leaders = await holdersOf(table, generation, above, rights.today);
    const payload = {
      person: personRef(person),
      units: units.map(unitRef),
      leaders: leaders.filter(({ id }) => id !== person.id).map(({ id, name }) => ({ id, name })),
    };
    return { payload, meta: metaOfOrganisation(rights, policies) };
  },

  async personReports({ organisation: table, policies }, { params, rights }) {
    const person = known(rights.person(params.person));
    const { generation } = rights.organisation;
    const own = await postsOf(table, generation, postsHeld(person, rights.today));
    const below = [...own.values()].flatMap((post) => post.below);
    const posts = await postsOf(table, generation, below);
    const holders = await holdersOf(table, generation, below, rights.today, posts);
    const people = holders.map((holder) => ({
      ...personRef(holder),
      post: postsHeld(holder, rights.today).find((post) => posts.has(post)) ?? '',
    }));
    return {
      payload: { people },
      meta: metaOfOrganisation(rights, policies),
      table: () => ({
        columns: ['person', 'name', 'type', 'rank', 'post'],
        rows: people.map(({ id, name, type, rank, post }) => [id, name, type, rank, post]),
      }),
    };
  },
};

export function known(person: OrganisationPerson | null): OrganisationPerson {
  if (person === null) throw new Refusal(404, 'PERSON_NOT_FOUND', 'There is nobody with this number.');
  return person;
}

export function postsHeld(person: OrganisationPerson, today: string): string[] {
  return holdingsOn(person, today).flatMap(({ post }) => (post === null ? [] : [post]));
}

/** Active people who hold one of the posts today, by name. */
export async function holdersOf(
  table: ProductivityPorts['organisation'],
  generation: string,
  ids: readonly string[],
  today: string,
  known?: Awaited<ReturnType<typeof postsOf>>,
): Promise<OrganisationPerson[]> {
  const posts = known ?? (await postsOf(table, generation, ids));
  const holders = [...posts.values()].flatMap(({ holders: all }) => all.map(({ person }) => person));
  const wanted = new Set(posts.keys());
  return [...(await personsOf(table, generation, holders)).values()]
    .filter((person) => isActive(person, today) && postsHeld(person, today).some((post) => wanted.has(post)))
    .sort(byName);
}
