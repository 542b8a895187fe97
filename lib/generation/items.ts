import type { DayMinutes } from '../availability/minutes.ts';
import { DayBlocked } from '../errors.ts';
import type { Generation, PersonDay, UnitDay } from './generation.ts';
import { openFigures } from './open-figures.ts';
import { openUnits } from './open-units.ts';
import { personParts } from './person-item.ts';

export interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: unknown;
}

export interface PublishedItems {
  /** Only what every signed-in user may see. */
  readonly productivity: readonly Item[];
  readonly availability: readonly Item[];
}

const CHUNK = 100;
/** DynamoDB refuses items above 400 KB; a margin is kept. */
const LARGEST_ITEM = 300_000;
/** A hundred people of a team take half of this; days of many steps, or many flags, take more. */
const LARGEST_PACK = 250_000;

/** A generation as items under names that no other generation has. Throws ITEM_TOO_LARGE when one could not be stored. */
export function itemsOf(generation: Generation, name: string, smallUnit: number): PublishedItems {
  const at = keyOf(generation, name);
  const meta = metaOf(generation);
  const open = openUnits(generation.units, smallUnit);
  const planned = plannedUnits(generation.units);
  const holders = holdersByUnit(generation);
  const productivity = openItemsOf(generation, name, smallUnit);
  const persons = generation.people.map((person) => ({
    pk: `P#${person.availability.person}`,
    sk: at,
    ...meta,
    ...personParts(person),
  }));
  const rollups = generation.units.map((unit) => ({
    pk: `U#${unit.code}`,
    sk: at,
    ...meta,
    body: JSON.stringify(
      rollup(generation, unit, {
        closed: !open.includes(unit),
        planned: planned.has(unit.code),
        holders: holders.get(unit.code) ?? new Set(),
      }),
    ),
  }));
  const items = { productivity, availability: [...packed(generation, name, meta), ...rollups, ...persons] };
  const fault = tooLargeAmong([...items.productivity, ...items.availability]);
  if (fault !== null) throw new DayBlocked('ITEM_TOO_LARGE', `${fault} on ${generation.date}`);
  return items;
}

/** Of a generation what everybody may see. */
export function openItemsOf(generation: Generation, name: string, smallUnit: number): Item[] {
  const at = keyOf(generation, name);
  const meta = metaOf(generation);
  const figures = openUnits(generation.units, smallUnit).map(({ code, officers, figures: all }) => ({
    ...{ pk: `U#${code}`, sk: at },
    ...meta,
    officers,
    // As a text it is half as long on the wire as a map of DynamoDB, and read eight times as fast.
    figures: JSON.stringify(openFigures(all)),
  }));
  // Logs say nothing about officers, however few an area has.
  const demands = generation.units.flatMap(({ code, demand }) =>
    demand ? [{ pk: `DEMAND#${code}`, sk: at, ...meta, demand }] : [],
  );
  return [...figures, ...demands];
}

function keyOf({ date }: Generation, name: string): string {
  return `D#${date}#${name}`;
}

function metaOf({ date, status, methodVersion, policyVersion }: Generation) {
  return { date, status, methodVersion, policyVersion };
}

/** The first item that could not be stored, in words that go to the log: a unit by its code, a person by nothing. */
export function tooLargeAmong(items: readonly Item[]): string | null {
  const item = items.find((one) => sizeOf(one) > LARGEST_ITEM);
  if (item === undefined) return null;
  const owner = item.pk.includes('P#') ? 'the item of a person' : `the item ${item.pk}`;
  return `${owner} is over ${LARGEST_ITEM} bytes: a source may have sent the same rows under many keys`;
}

/** Nearly all of an item is one text: its length says the size well enough for the margin. */
function sizeOf(item: Item): number {
  return Object.values(item).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
    0,
  );
}

/** The keys of a generation's items, for the remover; from its content, not from a search. */
export function itemKeysOf(generation: Generation, name: string, smallUnit: number): PublishedItems {
  const keys = (items: readonly Item[]) => items.map(({ pk, sk }) => ({ pk, sk }));
  const { productivity, availability } = itemsOf(generation, name, smallUnit);
  return { productivity: keys(productivity), availability: keys(availability) };
}

/** One day of many teams is one query: rows of a team packed in one JSON text, 100 persons at most. */
function packed(generation: Generation, name: string, meta: Record<string, unknown>): Item[] {
  const byTeam = Map.groupBy(generation.people, (person) => person.unitPath);
  return [...byTeam.keys()].sort().flatMap((path) => {
    const members = (byTeam.get(path) ?? []).map((person) => JSON.stringify(brief(person.availability)));
    return chunksOf(members).map((chunk, n) => ({
      pk: `D#${generation.date}#${name}`,
      sk: `${path}#${String(n).padStart(3, '0')}`,
      ...meta,
      people: `[${chunk.join()}]`,
    }));
  });
}

function chunksOf(texts: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const size = Buffer.byteLength(text);
    const last = chunks.at(-1);
    if (last !== undefined && last.length < CHUNK && bytes + size <= LARGEST_PACK) {
      last.push(text);
      bytes += size;
    } else {
      chunks.push([text]);
      bytes = size;
    }
  }
  return chunks;
}

/** One of a packed row. */
export type BriefDay = ReturnType<typeof brief>;
/** What a roll-up of a unit holds. */
export type Rollup = ReturnType<typeof rollup>;

/** What a list of people tells of each and no more: it is read by the hundred. */
export function brief(availability: PersonDay['availability']) {
  const { person, status, reasons, unknowns, limits, score, daysToExpiry, timeline, student, tutored } = availability;
  return {
    person,
    status,
    reasons,
    unknowns,
    limits,
    closeness: score?.closeness ?? null,
    interval: score?.interval ?? null,
    daysToExpiry,
    timeline,
    student: student.state === 'student' ? student.phase : null,
    tutored: tutored.length,
  };
}

/** Units of fewer posts would tell of single people: neither they are for planners, nor what they could be had from. */
const FEWEST_POSTS = 5;

function plannedUnits(units: readonly UnitDay[]): Set<string> {
  const sized = units.map(({ code, path, establishment: { posts = 0 } }) => ({ code, path, officers: posts }));
  return new Set(openUnits(sized, FEWEST_POSTS).map(({ code }) => code));
}

function rollup(
  generation: Generation,
  unit: Generation['units'][number],
  { closed, planned, holders }: { readonly closed: boolean; readonly planned: boolean; readonly holders: ReadonlySet<string> },
) {
  const below = generation.people.filter(({ unitPath }) => unitPath === unit.path || unitPath.startsWith(`${unit.path}/`));
  const count = (values: readonly string[]) => {
    const counts: Record<string, number> = {};
    for (const value of values.toSorted()) counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  };
  return {
    /** Everybody who is counted: who may not see each of them may not see the counts. */
    people: below.map(({ availability }) => availability.person),
    officers: unit.officers,
    byStatus: count(below.map(({ availability }) => availability.status)),
    byReason: count(below.flatMap(({ availability }) => availability.reasons)),
    // A unit that is not in the open table is read like a person: here, with the right on every member.
    figures: closed ? unit.figures : null,
    establishment: unit.establishment,
    posts: { planned, ...postsOf(below, holders) },
    ...minutesOf(generation, unit, below),
  };
}

/** Everybody in the strength of each unit, found once for all of them. */
function holdersByUnit({ people, units }: Generation): Map<string, Set<string>> {
  const lines = new Map(units.map(({ code, path }) => [code, path.split('/')]));
  const found = new Map<string, Set<string>>(units.map(({ code }) => [code, new Set()]));
  for (const { availability, fills = [] } of people)
    for (const team of fills) for (const code of lines.get(team) ?? []) found.get(code)?.add(availability.person);
  return found;
}

/** Who of those counted in a unit is not in its strength, and who is and is counted elsewhere: few, so that the lists stay short. */
function postsOf(below: readonly PersonDay[], holders: ReadonlySet<string>) {
  const counted = new Set(below.map(({ availability }) => availability.person));
  return {
    without: below.flatMap(({ availability: { person }, fills }) => (fills === undefined || holders.has(person) ? [] : [person])),
    others: [...holders].filter((person) => !counted.has(person)),
  };
}

/**
 * Where the minutes of a unit went: of those below it, and of a day that was for several teams the part that was for this
 * one. Others have such a part here and are counted in another unit; without them the sum stands apart.
 */
function minutesOf(generation: Generation, unit: UnitDay, below: readonly PersonDay[]) {
  const counted = new Set(below.map(({ availability }) => availability.person));
  const whole = below.filter(({ availability }) => availability.teamMinutes === null);
  const parts = partsIn(generation, unit);
  const sum = (some: typeof parts) =>
    sumOfMinutes([...whole.map(({ availability }) => availability.minutes), ...some.map(([, minutes]) => minutes)]);
  const own = parts.filter(([person]) => counted.has(person));
  const others = [...new Set(parts.map(([person]) => person))].filter((person) => !counted.has(person));
  return { minutes: sum(parts), withoutOthers: others.length === 0 ? null : { people: others, minutes: sum(own) } };
}

function partsIn({ people, units }: Generation, unit: UnitDay): (readonly [person: string, minutes: DayMinutes])[] {
  const isBelow = (code: string) => {
    const path = units.find((one) => one.code === code)?.path ?? '';
    return path === unit.path || path.startsWith(`${unit.path}/`);
  };
  return people.flatMap(({ availability: { person, teamMinutes } }) =>
    Object.entries(teamMinutes ?? {}).flatMap(([team, minutes]) => (isBelow(team) ? [[person, minutes] as const] : [])),
  );
}

/** Where the rostered minutes of a unit went, so that a period's abstractions are sums of its days. */
function sumOfMinutes(all: readonly DayMinutes[]) {
  const sum = (value: (minutes: DayMinutes) => number) => all.reduce((total, minutes) => total + value(minutes), 0);
  const codes = [...new Set(all.flatMap(({ committed }) => Object.keys(committed)))].sort();
  return {
    rostered: sum(({ rostered }) => rostered),
    working: sum(({ working }) => working),
    annualLeave: sum(({ annualLeave }) => annualLeave),
    otherLeave: sum(({ otherLeave }) => otherLeave),
    unplanned: sum(({ unplanned }) => unplanned),
    injury: sum(({ injury }) => injury),
    committed: Object.fromEntries(codes.map((code) => [code, sum(({ committed }) => committed[code] ?? 0)])),
  };
}
