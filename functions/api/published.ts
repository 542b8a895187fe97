import type { Meta } from '../../lib/api/responses.ts';
import { addDays, daysBetween, type LocalDate } from '../../lib/dates.ts';
import { policyOn } from '../../lib/policy/in-force.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { fixedWindowOf } from '../../lib/productivity/fixed-window.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Attributes } from '../aws/table.ts';
import { dayKey, type PublishedDay, publishedDaySchema } from '../published-day.ts';
import { type WindowPointer, windowKey, windowPointerSchema } from '../window-pointer.ts';
import type { Rights } from './rights.ts';

/** A pointer may be this old: its generation stays readable for a day after it was replaced. */
const FRESH_MS = 30_000;
const MOST_KEPT = 5000;

interface Kept {
  readonly at: number;
  readonly pointer: PublishedDay | null;
}
const kept = new WeakMap<Table, Map<LocalDate, Kept>>();

export function datesBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, n) => addDays(from, n));
}

function keptOf(registry: Table): Map<LocalDate, Kept> {
  const known = kept.get(registry) ?? new Map<LocalDate, Kept>();
  kept.set(registry, known);
  if (known.size > MOST_KEPT) known.clear();
  return known;
}

/** The published state of each date; null where nothing is published. */
export async function pointersOf(
  registry: Table,
  dates: readonly LocalDate[],
  now: number,
): Promise<Map<LocalDate, PublishedDay | null>> {
  const known = keptOf(registry);
  const found = new Map<LocalDate, PublishedDay | null>();
  for (const date of dates) {
    const before = known.get(date);
    if (before !== undefined && now - before.at < FRESH_MS) found.set(date, before.pointer);
  }
  const wanted = dates.filter((date) => !found.has(date));
  if (wanted.length === 0) return found;
  const items = new Map((await registry.getMany(wanted.map(dayKey))).map((item) => [String(item.sk), item]));
  for (const date of wanted) {
    const item = items.get(date);
    const pointer = item === undefined ? null : pointerIn(known, item);
    known.set(date, { at: now, pointer });
    found.set(date, pointer);
  }
  return found;
}

/** Pointers of the months around a day, newest last. */
export async function recentPointers(registry: Table, today: LocalDate, now: number): Promise<PublishedDay[]> {
  const known = keptOf(registry);
  const months = [...new Set([-31, 0, 10].map((days) => addDays(today, days).slice(0, 7)))];
  const pages = await Promise.all(months.map((month) => registry.query(`DAY#${month}`)));
  const pointers = pages.flat().map((item) => pointerIn(known, item));
  for (const pointer of pointers) known.set(pointer.date, { at: now, pointer });
  return pointers.sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Checked once for each of its revisions. */
function pointerIn(known: ReadonlyMap<LocalDate, Kept>, item: Attributes): PublishedDay {
  const before = known.get(String(item.sk))?.pointer ?? null;
  const same = before !== null && before.rev === item.rev && before.generation === item.generation;
  return same ? before : publishedDaySchema.parse(item);
}

/** The fixed windows that begin between two dates and are published, oldest first. */
export async function windowsBetween(registry: Table, from: LocalDate, to: LocalDate): Promise<WindowPointer[]> {
  const starts: LocalDate[] = [];
  for (let { start } = fixedWindowOf(from); start <= to; start = addDays(start, 28)) starts.push(start);
  const items = starts.length === 0 ? [] : await registry.getMany(starts.map(windowKey));
  return items
    .map((item) => windowPointerSchema.parse(item))
    .filter(({ generation }) => generation !== null)
    .sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** The window asked for, or the newest of a year that is published; null when there is none. */
export async function windowOf(registry: Table, asked: LocalDate | undefined, today: LocalDate): Promise<WindowPointer | null> {
  const windows = await windowsBetween(registry, asked ?? addDays(today, -365), asked ?? today);
  return windows.findLast(({ start }) => asked === undefined || start === asked) ?? null;
}

export const UNITS_OF_FIGURES = { responseTime: 'seconds', visibility: 'minutes', counts: 'events', shares: '0 to 1' } as const;
export const UNITS_OF_AVAILABILITY = {
  score: '0 to 1',
  workAvailability: '0 to 1',
  minutes: 'minutes',
  effect: '0 to 1',
} as const;

/** What an answer about the organisation holds as of. */
export function metaOfOrganisation({ organisation, today }: Rights, policies: readonly Policy[]): Meta {
  const { asOf, dataTo, flippedAt } = organisation;
  const { methodVersion } = policyOn(policies, today);
  return meta({ asOf, dataTo, computedAt: flippedAt, methodVersion, complete: true, lateSources: [], units: {} });
}

/** What an answer about days holds as of: complete only when each of them is published, final and has all its feeds. */
export function metaOfDays(
  asOf: LocalDate,
  pointers: readonly (PublishedDay | null)[],
  units: Readonly<Record<string, string>>,
  policies: readonly Policy[],
): Meta {
  const known = pointers.filter((pointer) => pointer !== null);
  const done = known.filter(({ status }) => status === 'final');
  return meta({
    asOf,
    dataTo: done.at(-1)?.date ?? null,
    computedAt: latest(known.map(({ history }) => history.at(-1)?.at)),
    methodVersion: known.at(-1)?.methodVersion ?? policyOn(policies, asOf).methodVersion,
    complete: known.length === pointers.length && known.every(({ status, late }) => status === 'final' && late.length === 0),
    lateSources: [...new Set(known.flatMap(({ status, late }) => (status === 'planned' ? [] : late)))].sort(),
    units: { ...units },
  });
}

/** The same of days of which the answer tells only what everybody may see: a change of the rest does not show in it. */
export function metaOfOpenDays(
  asOf: LocalDate,
  pointers: readonly (PublishedDay | null)[],
  units: Readonly<Record<string, string>>,
  policies: readonly Policy[],
): Meta {
  return { ...metaOfDays(asOf, pointers, units, policies), computedAt: latest(pointers.map((pointer) => pointer?.open?.at)) };
}

function latest(instants: readonly (string | undefined)[]): string | null {
  return instants.reduce<string>((a, b = '') => (a > b ? a : b), '') || null;
}

export function metaOfWindows(asOf: LocalDate, windows: readonly (WindowPointer | null)[], policies: readonly Policy[]): Meta {
  const known = windows.filter((window) => window !== null);
  const last = known.at(-1);
  return meta({
    asOf,
    dataTo: last === undefined ? null : addDays(last.start, 27),
    computedAt: last?.open?.at ?? null,
    methodVersion: policyOn(policies, last?.start ?? asOf).methodVersion,
    complete: known.length > 0,
    lateSources: [],
    units: { ...UNITS_OF_FIGURES },
  });
}

function meta(values: Omit<Meta, 'advisory'>): Meta {
  return { ...values, advisory: true };
}
