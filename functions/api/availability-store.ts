import type { Permit } from '../../lib/access/decide.ts';
import type { LocalDate } from '../../lib/dates.ts';
import { type BriefDay, brief, type Rollup } from '../../lib/generation/items.ts';
import { availabilityIn } from '../../lib/generation/person-item.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Attributes } from '../aws/table.ts';
import type { PublishedDay } from '../published-day.ts';
import { isLive, itemsOfDays, sortKey } from './live.ts';
import { below } from './organisation.ts';

/** Who may be read, each by a permit of their own. */
export type Permits = ReadonlyMap<string, Permit>;

/** A packed row as far as the permits open it. */
export interface OpenRow {
  readonly unit: string;
  readonly people: readonly BriefDay[];
  readonly permits: readonly Permit[];
  /** Members of the row without a permit; nothing else of them is known to the caller. */
  readonly omitted: readonly string[];
}

/** Of a person's published days that the permit covers the part that is asked for. One read a day. */
export async function readPersonDays<D>(
  availability: Table,
  permit: Permit,
  pointers: readonly (PublishedDay | null)[],
  part: (item: Attributes) => D,
): Promise<Map<LocalDate, D>> {
  const covered = pointers.filter((pointer) => pointer !== null && permit.covers(pointer.date));
  const items = await itemsOfDays(availability, `P#${permit.subject}`, covered);
  return new Map([...items].map(([date, item]) => [date, part(item)]));
}

/** Units by path, and in how many chunks their people lie. */
export type Teams = readonly (readonly [path: string, chunks: number])[];

/**
 * The people of named units on a day; only those with a permit for it leave this function. `branch`: the unit below which
 * most are wanted, so that one query is read instead of each row.
 */
export async function readTeams(
  availability: Table,
  permits: Permits,
  pointer: PublishedDay | null,
  teams: Teams,
  branch: string | null,
): Promise<OpenRow[]> {
  if (!isLive(pointer)) return [];
  const keys = teams.flatMap(([path, chunks]) =>
    Array.from({ length: chunks }, (_, chunk) => ({ pk: sortKey(pointer), sk: `${path}#${String(chunk).padStart(3, '0')}` })),
  );
  const wanted = new Set(keys.map(({ sk }) => sk));
  const items =
    branch !== null
      ? (await below(availability, sortKey(pointer), branch)).filter(({ sk }) => wanted.has(String(sk)))
      : keys.length === 0
        ? []
        : await availability.getMany(keys);
  return items.map((item) => openRow(item, permits, pointer.date));
}

/** Everybody of a unit and of those below it on a day, as far as there are permits. */
export async function readUnit(
  availability: Table,
  pointer: PublishedDay | null,
  path: string,
  permitsOf: (people: readonly string[]) => Promise<Permits>,
): Promise<OpenRow[]> {
  if (!isLive(pointer)) return [];
  const rows = await below(availability, sortKey(pointer), path);
  const permits = await permitsOf(rows.flatMap((row) => peopleOf(row).map(({ person }) => person)));
  return rows.map((row) => openRow(row, permits, pointer.date));
}

/** People who on that day stood elsewhere than today: each by a look-up of their own. */
export async function readSingly(
  availability: Table,
  permits: readonly Permit[],
  pointer: PublishedDay | null,
): Promise<Map<string, BriefDay>> {
  if (!isLive(pointer)) return new Map();
  const open = permits.filter((permit) => permit.covers(pointer.date));
  const keys = open.map(({ subject }) => ({ pk: `P#${subject}`, sk: sortKey(pointer) }));
  const items = keys.length === 0 ? [] : await availability.getMany(keys);
  return new Map(items.map((item) => [String(item.pk).slice(2), brief(availabilityIn(item))]));
}

/** Roll-ups of a unit; each only if there is a permit for everybody whom it counts, on its day. Null: not all may be seen. */
export async function readRollups(
  availability: Table,
  pointers: readonly (PublishedDay | null)[],
  unit: string,
  permitsOf: (people: readonly string[]) => Promise<Permits>,
): Promise<Map<LocalDate, { rollup: Rollup; permits: readonly Permit[]; officers: number }> | null> {
  const items = await itemsOfDays(availability, `U#${unit}`, pointers);
  const rollups = [...items].map(([date, { body }]) => ({ date, rollup: JSON.parse(String(body)) as Rollup }));
  const permits = await permitsOf([...new Set(rollups.flatMap(({ rollup }) => rollup.people))]);
  const found = new Map<LocalDate, { rollup: Rollup; permits: readonly Permit[]; officers: number }>();
  for (const { date, rollup } of rollups) {
    const own = rollup.people.map((person) => permits.get(person));
    if (!own.every((permit) => mayCount(permit, date))) return null;
    found.set(date, { rollup, permits: own.filter((permit) => permit !== undefined), officers: rollup.officers });
  }
  return found;
}

/** Posts of a unit on a day and who fills them; what may be told of it is for the caller to decide. */
export async function readEstablishment(
  availability: Table,
  pointer: PublishedDay | null,
  unit: string,
): Promise<{ establishment: Rollup['establishment']; holders: readonly string[]; planned: boolean } | null> {
  if (!isLive(pointer)) return null;
  const item = await availability.get({ pk: `U#${unit}`, sk: sortKey(pointer) });
  if (item === undefined) return null;
  const { establishment, people, posts } = JSON.parse(String(item.body)) as Partial<Rollup> &
    Pick<Rollup, 'people' | 'establishment'>;
  const without = new Set(posts?.without);
  const holders = [...people.filter((person) => !without.has(person)), ...(posts?.others ?? [])];
  return { establishment, holders, planned: posts?.planned ?? false };
}

/** Whether somebody may be in a sum that the viewer sees. */
export function mayCount(permit: Permit | undefined, date: LocalDate): boolean {
  return permit !== undefined && permit.fields !== 'cover' && permit.covers(date);
}

/** Working minutes of a group of peers over a window, of those with a permit. */
export async function readExposure(
  availability: Table,
  permits: Permits,
  group: string,
  window: { readonly start: string; readonly generation: string | null },
): Promise<Map<string, number>> {
  const at = `W#${window.start}#${window.generation}`;
  const items = await availability.query(`PEERS#${group}`, { from: `${at}#`, to: `${at}#~` });
  const minutes = items.flatMap((item) => JSON.parse(String(item.workingMinutes)) as [string, number][]);
  return new Map(minutes.filter(([person]) => permits.has(person)));
}

function peopleOf(item: Attributes): BriefDay[] {
  return JSON.parse(String(item.people)) as BriefDay[];
}

function openRow(item: Attributes, permits: Permits, date: LocalDate): OpenRow {
  const path = String(item.sk).split('#')[0] ?? '';
  const row = { unit: path.split('/').at(-1) ?? '', people: [] as BriefDay[], permits: [] as Permit[], omitted: [] as string[] };
  for (const one of peopleOf(item)) {
    const permit = permits.get(one.person);
    if (permit?.covers(date) === true) {
      row.people.push(one);
      row.permits.push(permit);
    } else row.omitted.push(one.person);
  }
  return row;
}
