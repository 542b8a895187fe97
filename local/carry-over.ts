import { gunzipSync } from 'node:zlib';
import type { Key } from '../functions/aws/table.ts';
import type { DayPointer } from '../functions/day-pointer.ts';
import { generationKey, lineageKey } from '../functions/day-target.ts';
import { dayKey } from '../functions/published-day.ts';
import { type WindowPointer, windowKey } from '../functions/window-pointer.ts';
import { ProductError } from '../lib/errors.ts';
import type { Generation } from '../lib/generation/generation.ts';
import { itemsOf } from '../lib/generation/items.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { Force } from '../lib/sources/force.ts';
import { getIfThere } from './if-there.ts';
import { dayObjects, windowObject } from './kept.ts';
import { batches, scan } from './scan.ts';
import type { Stores } from './stores.ts';

/** Publishes days as they were: objects, items, and last the pointer. Gives those that the target had not published alike. */
export async function carryDays(
  source: Stores,
  target: Stores,
  force: Force,
  days: readonly DayPointer[],
): Promise<DayPointer[]> {
  const before = await pointersIn(
    target,
    days.map(({ date }) => dayKey(date)),
  );
  const wanted = days.filter(({ date, hash }) => before.get(date)?.hash !== hash);
  for (const pointer of wanted) {
    for (const key of [...dayObjects(pointer), lineageKey(pointer.date, pointer.inputs)]) await carryObject(source, target, key);
  }
  const nameOf = ({ date, generation }: DayPointer) => `${date}#${generation}`;
  const found = await carryItems(source, target, wanted.map(nameOf));
  for (const pointer of wanted) {
    if (!found.has(nameOf(pointer))) await makeItems(target, force, pointer);
    await flip(target, { ...dayKey(pointer.date), ...pointer }, before.get(pointer.date)?.rev ?? 0);
  }
  return wanted;
}

/** The same for windows. One whose items are gone stays as today's code makes it. */
export async function carryWindows(source: Stores, target: Stores, windows: readonly WindowPointer[]): Promise<WindowPointer[]> {
  const before = await pointersIn(
    target,
    windows.map(({ start }) => windowKey(start)),
  );
  const differing = windows.filter(({ start, hash }) => before.get(start)?.hash !== hash);
  const nameOf = ({ start, generation }: WindowPointer) => `${start}#${generation}`;
  const found = await carryItems(source, target, differing.map(nameOf));
  const wanted = differing.filter((pointer) => found.has(nameOf(pointer)));
  for (const pointer of wanted) {
    await carryObject(source, target, windowObject(pointer));
    await flip(target, { ...windowKey(pointer.start), ...pointer }, before.get(pointer.start)?.rev ?? 0);
  }
  return wanted;
}

async function pointersIn({ registry }: Stores, keys: readonly Key[]) {
  const items = (await registry.getMany(keys)) as { sk: string; rev: number; hash: string | null }[];
  return new Map(items.map((item) => [item.sk, item]));
}

async function carryObject(source: Stores, target: Stores, key: string): Promise<void> {
  const body = await getIfThere(source.facts, key);
  if (body !== null) await target.facts.put(key, body);
}

/** A generation keeps its name, so the revision is never below the one in it. */
async function flip({ registry }: Stores, item: Key & { readonly rev: number }, rev: number): Promise<void> {
  if (await registry.putIfRev({ ...item, rev: Math.max(item.rev, rev + 1) }, rev)) return;
  throw new ProductError('CONTENDED', `${item.sk} was published by somebody else at the same time: begin with a fresh target`);
}

/** As they were written: today's code may give an item another shape. Gives the names of which there were any. */
async function carryItems(source: Stores, target: Stores, names: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  if (names.length === 0) return found;
  for (const table of ['productivity', 'availability'] as const)
    for await (const batch of batches(itemsNamed(new Set(names), scan(source, table), found))) await target[table].putMany(batch);
  return found;
}

const GENERATION = /\d{4}-\d{2}-\d{2}#r\d{5}-[0-9a-f]{16}/;

async function* itemsNamed(names: ReadonlySet<string>, items: ReturnType<typeof scan>, found: Set<string>) {
  for await (const item of items) {
    const name = GENERATION.exec(`${item.pk} ${item.sk}`)?.[0] ?? '';
    if (!names.has(name)) continue;
    found.add(name);
    yield item;
  }
}

/** The tables of figures are lost: made again from the object, by today's code. */
async function makeItems(target: Stores, force: Force, { date, generation }: DayPointer): Promise<void> {
  const name = generation ?? '';
  const body = gunzipSync(await target.facts.get(generationKey(date, name))).toString('utf8');
  const items = itemsOf(JSON.parse(body) as Generation, name, policyOn(force.policies, date).smallUnit);
  await target.productivity.putMany(items.productivity);
  await target.availability.putMany(items.availability);
}
