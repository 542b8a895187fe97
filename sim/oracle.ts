import { dutyDayOf } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { resolveDay } from '../lib/day/day.ts';
import type { PlacedFact, Move as RowMove } from '../lib/day/merge.ts';
import { type Arrival, arrivalInstants, type DaySources } from '../lib/day/sources.ts';
import { type Generation, generationOf, isEmptyDay, serialise } from '../lib/generation/generation.ts';
import { datesOfWindow, WindowBuilder } from '../lib/generation/window.ts';
import { type DropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { type AcceptedRow, type Reading, readDrop } from '../lib/ingest/reading.ts';
import { by } from '../lib/order.ts';
import { type Held, shrunk } from '../lib/organisation/shrink.ts';
import { type OrganisationSources, organisationOf } from '../lib/organisation/snapshot.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { EVENT_FEEDS, type EventName, eventFeedOf, type FeedName, SNAPSHOT_FEEDS } from '../lib/sources/catalogue.ts';
import { type Force, mappingOf } from '../lib/sources/force.ts';

/** One key with the file in force. */
export interface Standing {
  readonly drop: DropKey;
  readonly sha: string;
  readonly rows: readonly AcceptedRow[];
}

/** Everything that figures are made of, in one state. */
export interface State {
  readonly force: Force;
  readonly standing: readonly Standing[];
  /** Whether a person released a snapshot with too few keys. */
  readonly isReleased: (one: Standing) => boolean;
}

type Word = 'release' | 'refuse' | null;

const readings = new Map<string, Reading>();

/** What one file says by itself. */
export function readingOf(key: string, body: Uint8Array, force: Force): Reading {
  const drop = parseDropKey(key);
  const name = `${key} ${sha256(body)} ${force.policies.map(({ version }) => version).join()}`;
  const known = readings.get(name) ?? readDrop(body, drop, mappingOf(force, drop.feed.name), force.policies);
  remember(readings, name, known);
  return known;
}

/** The newest of the versions (oldest first) that counts; null when none does. */
export function standingOf(
  key: string,
  versions: readonly (Uint8Array | null)[],
  force: Force,
  wordOn: (sha: string) => Word,
): Standing | null {
  for (const body of versions.toReversed()) {
    if (body === null) continue;
    const sha = sha256(body);
    const { state, accepted } = readingOf(key, body, force);
    const counts = state === 'accepted' ? wordOn(sha) !== 'refuse' : state === 'held' && wordOn(sha) === 'release';
    if (counts) return { drop: parseDropKey(key), sha, rows: accepted };
  }
  return null;
}

const days = new Map<string, { generation: Generation; hash: string } | null>();

/** What has to be published for a date: straight from the files, without receipts, facts or queues. Null: nothing. */
export function dayOf(state: State, date: string): { generation: Generation; hash: string } | null {
  const files = state.standing.map((one) => `${one.drop.key} ${one.sha} ${state.isReleased(one)}`).sort();
  const name = [date, ...state.force.policies.map(({ version }) => version), ...files].join('\n');
  const known = days.get(name);
  if (known !== undefined) return known;
  const sources = sourcesOf(state, date);
  const generation = isEmptyDay(sources) || isTooFarAhead(state, date) ? null : generationOf(resolveDay(sources));
  const result = generation === null ? null : { generation, hash: serialise(generation).hash };
  remember(days, name, result);
  return result;
}

const REMEMBERED = 4000;

/** Most of what a seed asks was asked by one before it. */
function remember<T>(known: Map<string, T>, name: string, value: T): void {
  if (known.size >= REMEMBERED) known.clear();
  known.set(name, value);
}

/** The days that any file in force speaks of. */
export function datesOf({ standing }: State): string[] {
  return [...new Set(standing.flatMap(({ rows }) => rows.flatMap(({ date }) => date ?? [])))].sort();
}

function isTooFarAhead({ standing, force }: State, date: string): boolean {
  const policy = policyOn(force.policies, date);
  const times = standing.filter(({ drop }) => drop.feed.name === 'duties').map(({ drop }) => Date.parse(drop.extractTime));
  if (times.length === 0) return false;
  return date > addDays(dutyDayOf(Math.max(...times), policy.dutyDayStart), policy.availabilityHorizonDays);
}

function sourcesOf(state: State, date: string): DaySources {
  const { force, standing } = state;
  const policy = policyOn(force.policies, date);
  const of = (feed: string) => standing.filter(({ drop }) => drop.feed.name === feed).sort(by(({ drop }) => drop.name));
  const facts = Object.fromEntries(EVENT_FEEDS.map((feed) => [feed, near(of(feed), feed, date)]));
  const moves = Object.fromEntries(EVENT_FEEDS.map((feed) => [feed, movesIn(of(feed), feed)]));
  const end = Date.parse(`${addDays(date, policy.lockAfterDays + 1)}T00:00:00Z`);
  const snapshots = Object.fromEntries(
    SNAPSHOT_FEEDS.map((feed) => [feed, rowsOf(countingParts(state, of(feed), end, policy.snapshotShare))]),
  );
  const { begun, complete } = arrivalInstants(date, policy);
  const arrival = (feed: FeedName): Arrival => {
    const newest = Math.max(...of(feed).map(({ drop }) => Date.parse(drop.extractTime)));
    return newest >= complete ? 'complete' : newest >= begun ? 'partial' : 'missing';
  };
  const arrivals = Object.fromEntries(force.feeds.map((feed) => [feed, arrival(feed)]));
  return { date, policy, feeds: force.feeds, snapshots, facts, moves, arrivals, pairings: [] } as unknown as DaySources;
}

function near(files: readonly Standing[], feed: EventName, date: string): PlacedFact[] {
  const reach = feed === 'duties' ? 2 : 1;
  const wanted = new Set(Array.from({ length: 2 * reach + 1 }, (_, at) => addDays(date, at - reach)));
  return files.flatMap(({ drop, rows }) =>
    rows.flatMap(({ fact, date: own }) => (own !== null && wanted.has(own) ? [{ fact, date: own, dropName: drop.name }] : [])),
  );
}

function movesIn(files: readonly Standing[], feed: EventName): Map<string, RowMove[]> {
  if (eventFeedOf(feed).dateInKey) return new Map();
  const rows = files.flatMap((file) => file.rows);
  const byKey = Map.groupBy(rows, ({ fact }) => fact.k);
  const moved = [...byKey].filter(([, some]) => new Set(some.map(({ date }) => date)).size > 1);
  return new Map(moved.map(([key, some]) => [key, some.map(({ fact, date }) => ({ version: fact.v, date: String(date) }))]));
}

/** The extract that counts before an instant, else the first after it; too small a one is passed over. */
function countingParts({ isReleased }: State, files: readonly Standing[], end: number, share: number): readonly Standing[] {
  const extracts = [...Map.groupBy(files, ({ drop }) => drop.extractTime)].sort(by(([time]) => time));
  const sizeOf = (parts: readonly Standing[]) => parts.reduce((sum, { rows }) => sum + rows.length, 0);
  let counting: readonly Standing[] | null = null;
  for (const [time, parts] of extracts) {
    if (Date.parse(time) >= end) break;
    if (counting === null || sizeOf(parts) >= share * sizeOf(counting) || parts.every(isReleased)) counting = parts;
  }
  return counting ?? extracts[0]?.[1] ?? [];
}

function rowsOf(parts: readonly Standing[]): unknown[] | null {
  if (parts.length === 0) return null;
  const newest = new Map<string, { v: string; r: unknown }>();
  for (const { fact } of parts.flatMap(({ rows }) => rows)) {
    const known = newest.get(fact.k);
    if (known === undefined || known.v < fact.v) newest.set(fact.k, fact);
  }
  return [...newest].sort(by(([key]) => key)).map(([, { r }]) => r);
}

/** The hash of what has to be published for the organisation; null when one of its extracts is missing. */
export function organisationHash(state: State): string | null {
  const { snapshotShare } = policyOn(state.force.policies, '9999-12-31');
  const counting = (['people', 'assignments', 'positions', 'units'] as const).map((feed) => {
    const files = state.standing.filter(({ drop }) => drop.feed.name === feed).sort(by(({ drop }) => drop.name));
    return [feed, countingParts(state, files, Number.POSITIVE_INFINITY, snapshotShare)] as const;
  });
  if (counting.some(([, parts]) => parts.length === 0)) return null;
  const good = Object.fromEntries(counting.map(([feed, parts]) => [feed, rowsOf(parts)])) as unknown as OrganisationSources;
  const sources = shrunk(good, heldBack(state, counting) as unknown as Held);
  const times = counting.flatMap(([, parts]) => parts.map(({ drop }) => drop.extractTime)).sort();
  return sha256(JSON.stringify({ ...organisationOf(sources, String(times.at(-1)).slice(0, 10)), asOf: null }));
}

/** The rows of people and assignments in extracts newer than those that count. */
function heldBack({ standing }: State, counting: readonly (readonly [string, readonly Standing[]])[]): Record<string, unknown> {
  return Object.fromEntries(
    counting.map(([feed, parts]) => {
      const time = parts[0]?.drop.extractTime ?? '';
      const newer = standing.filter(({ drop }) => drop.feed.name === feed && drop.extractTime > time);
      return [feed, rowsOf(newer.sort(by(({ drop }) => drop.name))) ?? []];
    }),
  );
}

/** The hash of the fixed window that starts on a date; null while its last day is not final. */
export function windowHash(state: State, start: string): string | null {
  const generations = datesOfWindow(start).map((date) => dayOf(state, date)?.generation ?? null);
  if (generations.at(-1)?.status !== 'final') return null;
  const builder = new WindowBuilder();
  for (const generation of generations) if (generation !== null) builder.add(generation);
  return sha256(JSON.stringify(builder.finish(start, policyOn(state.force.policies, generations.at(-1)?.date ?? start))));
}
