import { by } from '../order.ts';
import type { Holding, Organisation, OrganisationPerson } from './snapshot.ts';
import type { Unit } from './units.ts';

export interface OrganisationItem {
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: unknown;
}

/** A post as the API reads it. */
export interface PostItem {
  readonly team: string;
  readonly role: string | null;
  readonly above: readonly string[];
  /** Posts directly below. */
  readonly below: readonly string[];
  readonly holders: readonly (Pick<Holding, 'kind' | 'from' | 'to'> & { readonly person: string })[];
  /** Units in which somebody stands below the post, and in how many chunks their members lie. */
  readonly teams: readonly (readonly [path: string, chunks: number])[];
}

/** Of cuts and shared ids; all of them lie in the object. Cuts by the thousand mean that an extract is broken. */
const MOST_LISTED = 1000;
const NAMES_A_CHUNK = 2000;
const UNITS_A_CHUNK = 1000;
const MEMBERS_A_CHUNK = 100;

/** Where the parts of one generation of the organisation lie. */
export const organisationKeys = {
  person: (generation: string, person: string) => ({ pk: `O#${generation}#P#${person}`, sk: 'PERSON' }),
  directory: (generation: string, id: string) => ({ pk: `O#${generation}#DIR#${id}`, sk: 'PERSON' }),
  unit: (generation: string, unit: string) => ({ pk: `O#${generation}#U#${unit}`, sk: 'UNIT' }),
  post: (generation: string, post: string) => ({ pk: `O#${generation}#POST#${post}`, sk: 'POST' }),
  members: (generation: string, path: string, chunk: number) => ({
    pk: `O#${generation}#MEMBERS`,
    sk: `${path}#${chunkName(chunk)}`,
  }),
  names: (generation: string) => `O#${generation}#NAMES`,
  units: (generation: string) => `O#${generation}#UNITS`,
} as const;

function chunkName(chunk: number): string {
  return String(chunk).padStart(4, '0');
}

/** Items of one generation of the organisation; what a request needs is one look-up or one range. */
export function organisationItems(organisation: Organisation, generation: string): OrganisationItem[] {
  const { people, units, cuts, sharedDirectoryIds } = organisation;
  const members = membersByPath(organisation);
  const names = people.map(({ id, name, type }) => [id, name, type]);
  const shared = new Set(sharedDirectoryIds);
  return [
    ...people.map((person) => ({ ...organisationKeys.person(generation, person.id), ...person })),
    // Who signs in is found with all that a decision needs, in one look-up.
    ...people.flatMap((person) =>
      person.directoryId === null || shared.has(person.directoryId)
        ? []
        : [{ ...organisationKeys.directory(generation, person.directoryId), ...person }],
    ),
    ...sharedDirectoryIds.map((id) => ({ ...organisationKeys.directory(generation, id), shared: true })),
    ...units.map((unit) => ({ ...organisationKeys.unit(generation, unit.code), ...unit })),
    ...postItems(organisation, members).map(([id, post]) => ({ ...organisationKeys.post(generation, id), ...post })),
    ...[...members].flatMap(([path, some]) =>
      chunked(some, MEMBERS_A_CHUNK).map((chunk, n) => ({
        ...organisationKeys.members(generation, path, n),
        people: JSON.stringify(chunk),
      })),
    ),
    {
      pk: `O#${generation}#CUTS`,
      sk: 'CUTS',
      cuts: cuts.slice(0, MOST_LISTED),
      sharedDirectoryIds: sharedDirectoryIds.slice(0, MOST_LISTED),
    },
    ...listed(organisationKeys.names(generation), 'names', names, NAMES_A_CHUNK),
    ...listed(organisationKeys.units(generation), 'units', units, UNITS_A_CHUNK),
  ];
}

function listed(pk: string, attribute: string, all: readonly unknown[], size: number): OrganisationItem[] {
  return chunked(all, size).map((chunk, n) => ({ pk, sk: chunkName(n), [attribute]: JSON.stringify(chunk) }));
}

function chunked<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Everybody under each unit that a holding of theirs names, ended ones too; who holds nothing stands under no unit. */
function membersByPath({ people, units }: Organisation): Map<string, OrganisationPerson[]> {
  const paths = new Map(units.map(({ code, path }: Unit) => [code, path]));
  const found = new Map<string, OrganisationPerson[]>();
  for (const person of people) {
    const own = new Set(person.holdings.map(({ team }) => paths.get(team) ?? ''));
    for (const path of own.size === 0 ? [''] : own) {
      const members = found.get(path) ?? [];
      members.push(person);
      found.set(path, members);
    }
  }
  return new Map([...found].sort(by(([path]) => path)));
}

function postItems(
  { posts, people, units, asOf }: Organisation,
  members: ReadonlyMap<string, readonly OrganisationPerson[]>,
): [id: string, PostItem][] {
  const paths = new Map(units.map(({ code, path }) => [code, path]));
  const below = Map.groupBy(posts, ({ above }) => above[0] ?? '');
  const holders = new Map<string, PostItem['holders'][number][]>();
  const teams = new Map<string, Set<string>>();
  for (const { id, holdings } of people) {
    for (const { post, team, above, kind, from, to } of holdings) {
      if (post === null || (to !== null && to <= asOf)) continue;
      holders.set(post, [...(holders.get(post) ?? []), { person: id, kind, from, to }]);
      for (const higher of above) teams.set(higher, (teams.get(higher) ?? new Set()).add(paths.get(team) ?? ''));
    }
  }
  return posts.map(({ id, team, role, above }) => [
    id,
    {
      team,
      role,
      above,
      below: (below.get(id) ?? []).map((post) => post.id),
      holders: holders.get(id) ?? [],
      teams: [...(teams.get(id) ?? [])]
        .sort()
        .map((path) => [path, Math.ceil((members.get(path) ?? []).length / MEMBERS_A_CHUNK)]),
    },
  ]);
}
