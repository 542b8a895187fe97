import { Refusal } from '../../lib/api/problem.ts';
import { organisationKeys, type PostItem } from '../../lib/organisation/items.ts';
import type { OrganisationPerson } from '../../lib/organisation/snapshot.ts';
import type { Unit } from '../../lib/organisation/units.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Attributes } from '../aws/table.ts';
import { peopleIn } from './rights.ts';

/** How answers name a unit. */
export const unitRef = ({ code, name, type }: Unit) => ({ code, name, type });

/** Throws NOT_FOUND: units are no secret. */
export async function unitOf(organisation: Table, generation: string, code: string): Promise<Unit> {
  const item = await organisation.get(organisationKeys.unit(generation, code));
  if (item === undefined) throw new Refusal(404, 'UNIT_NOT_FOUND', 'There is no such unit today.');
  return item as unknown as Unit;
}

export async function postsOf(organisation: Table, generation: string, posts: readonly string[]): Promise<Map<string, PostItem>> {
  const keys = [...new Set(posts)].map((post) => organisationKeys.post(generation, post));
  if (keys.length === 0) return new Map();
  const items = await organisation.getMany(keys);
  return new Map(items.map((item) => [String(item.pk).split('#POST#')[1] ?? '', item as unknown as PostItem]));
}

export async function personsOf(
  organisation: Table,
  generation: string,
  ids: readonly string[],
): Promise<Map<string, OrganisationPerson>> {
  const keys = [...new Set(ids)].map((id) => organisationKeys.person(generation, id));
  return keys.length === 0 ? new Map() : peopleIn(await organisation.getMany(keys));
}

/** Everybody whom a holding puts under a unit or one below it, by id. */
export async function membersBelow(
  organisation: Table,
  generation: string,
  path: string,
): Promise<Map<string, OrganisationPerson>> {
  const { pk } = organisationKeys.members(generation, '', 0);
  return byId((await below(organisation, pk, path)).flatMap(membersIn));
}

/** Everybody under the named units, by the chunks in which their members lie. */
export async function membersOfTeams(
  organisation: Table,
  generation: string,
  teams: readonly (readonly [path: string, chunks: number])[],
): Promise<Map<string, OrganisationPerson>> {
  const keys = teams.flatMap(([path, chunks]) =>
    Array.from({ length: chunks }, (_, chunk) => organisationKeys.members(generation, path, chunk)),
  );
  const { members } = newestOf(organisation, generation);
  const missing = keys.filter(({ sk }) => !members.has(sk));
  const items = missing.length === 0 ? [] : await organisation.getMany(missing);
  for (const item of items) members.set(String(item.sk), membersIn(item));
  return byId(keys.flatMap(({ sk }) => members.get(sk) ?? []));
}

function membersIn({ people }: Attributes): OrganisationPerson[] {
  return JSON.parse(String(people)) as OrganisationPerson[];
}

function byId(people: readonly OrganisationPerson[]): Map<string, OrganisationPerson> {
  return new Map(people.map((person) => [person.id, person]));
}

/**
 * The rows of a unit and of all below it, where the sort key is `<unit path>#<chunk>`. A code such as `A01-X` sorts between
 * `A01` and what lies below it: what the range brings too much is left out.
 */
export async function below(table: Table, pk: string, path: string): Promise<Attributes[]> {
  const rows = await table.query(pk, { from: `${path}#`, to: `${path}0` });
  return rows.filter(({ sk }) => String(sk).startsWith(`${path}#`) || String(sk).startsWith(`${path}/`));
}

type Name = readonly [id: string, name: string, type: string];

/** What was read of a generation, which never changes under its name; who may see whom is decided anew for each request. */
interface Generation {
  readonly generation: string;
  units?: readonly Unit[];
  names?: readonly Name[];
  /** Rows of people by their sort keys. */
  readonly members: Map<string, readonly OrganisationPerson[]>;
}

const NEWEST = new WeakMap<Table, Generation>();

/** A warm function keeps what it read of the newest generation. */
function newestOf(organisation: Table, generation: string): Generation {
  const known = NEWEST.get(organisation);
  if (known?.generation === generation) return known;
  const made: Generation = { generation, members: new Map() };
  NEWEST.set(organisation, made);
  return made;
}

/** All units of a generation. */
export async function allUnits(organisation: Table, generation: string): Promise<readonly Unit[]> {
  const newest = newestOf(organisation, generation);
  newest.units ??= await listed<Unit>(organisation, organisationKeys.units(generation), 'units');
  return newest.units;
}

/** Names of everybody, to find people by. */
export async function allNames(organisation: Table, generation: string): Promise<readonly Name[]> {
  const newest = newestOf(organisation, generation);
  newest.names ??= await listed<Name>(organisation, organisationKeys.names(generation), 'names');
  return newest.names;
}

async function listed<V>(organisation: Table, pk: string, attribute: string): Promise<V[]> {
  return (await organisation.query(pk)).flatMap((item) => JSON.parse(String(item[attribute])) as V[]);
}
