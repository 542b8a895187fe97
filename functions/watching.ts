import { gunzipSync } from 'node:zlib';
import { atLocalTime, HOUR, instantToLocal } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { FileRefused } from '../lib/errors.ts';
import type { Generation } from '../lib/generation/generation.ts';
import { itemKeysOf } from '../lib/generation/items.ts';
import type { WindowGeneration } from '../lib/generation/window.ts';
import { windowItems } from '../lib/generation/window-items.ts';
import { type DropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { judgedVersions } from '../lib/ingest/receipt.ts';
import { organisationItems } from '../lib/organisation/items.ts';
import type { Organisation } from '../lib/organisation/snapshot.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { Force } from '../lib/sources/force.ts';
import type { Objects } from './aws/objects.ts';
import type { Table } from './aws/table.ts';
import { dayPointerSchema } from './day-pointer.ts';
import { generationKey } from './day-target.ts';
import { readerOf } from './drop-target.ts';
import { factDates } from './fact-cache.ts';
import type { Hint } from './hint.ts';
import { ORGANISATION_POINTER, organisationPointerSchema } from './organisation-pointer.ts';
import { dayKey } from './published-day.ts';
import { firstAcceptedFrom, readReceipt, receiptKey } from './registry.ts';
import { revisionOf } from './revision.ts';
import { windowKey, windowPointerSchema } from './window-pointer.ts';

export interface WatchPorts {
  readonly force: Force;
  readonly drops: Objects;
  readonly facts: Objects;
  readonly registry: Table;
  readonly organisation: Table;
  readonly productivity: Table;
  readonly availability: Table;
  readonly sendDrops: (hints: readonly Hint[]) => Promise<void>;
  readonly sendWork: (hints: readonly Hint[]) => Promise<void>;
  readonly now: () => number;
}

/** Hints every drop key whose versions in the bucket, or whose reader, are not those in its receipt; returns how many. */
export async function findDrift({
  drops,
  registry,
  sendDrops,
  force,
}: Pick<WatchPorts, 'drops' | 'registry' | 'sendDrops' | 'force'>): Promise<number> {
  const byKey = Map.groupBy(await drops.versions(''), ({ key }) => key);
  const known = [...byKey].flatMap(([key, versions]) => {
    const drop = dropOf(key);
    return drop === null || !force.feeds.includes(drop.feed.name) ? [] : [{ drop, versions }];
  });
  const items = await registry.getMany(known.map(({ drop }) => receiptKey(drop.feed.name, drop.name)));
  const receipts = new Map(items.map(readReceipt).map((receipt) => [receipt.key, receipt]));
  const readers = new Map(force.feeds.map((feed) => [feed, readerOf(force, feed)]));
  const drifted = known.filter(({ drop, versions }) => {
    const receipt = receipts.get(drop.key);
    const judged = judgedVersions(versions);
    const ignored = versions.length - judged.length;
    return (
      receipt?.reader !== readers.get(drop.feed.name) ||
      idsOf(receipt?.seen ?? []) !== idsOf(judged) ||
      (receipt?.ignored ?? 0) !== ignored
    );
  });
  await sendDrops(drifted.map(({ drop }) => ({ target: 'drop', key: drop.key })));
  return drifted.length;
}

function idsOf(versions: readonly { readonly versionId: string }[]): string {
  return versions.map(({ versionId }) => versionId).join();
}

function dropOf(key: string): DropKey | null {
  try {
    return parseDropKey(key);
  } catch (cause) {
    if (cause instanceof FileRefused) return null;
    throw cause;
  }
}

/** Feeds of which, past the deadline, no accepted extract covers yesterday. */
export async function lateFeeds({ registry, force, now }: WatchPorts): Promise<string[]> {
  const today = instantToLocal(now()).slice(0, 10);
  const policy = policyOn(force.policies, today);
  if (now() < atLocalTime(today, policy.feedDeadline)) return [];
  const late: string[] = [];
  for (const feed of force.feeds) {
    const found = await firstAcceptedFrom(registry, feed, atLocalTime(today, policy.arrivalGrace));
    if (found.accepted.length === 0) late.push(feed);
  }
  return late;
}

/** Hints the organisation and every open or planned day that has facts; returns how many days. */
export async function hintEverything({ facts, sendWork, force, now }: WatchPorts): Promise<number> {
  const today = instantToLocal(now()).slice(0, 10);
  const { lockAfterDays } = policyOn(force.policies, today);
  const open = (await factDates(facts)).filter((date) => date >= addDays(today, -lockAfterDays));
  await sendWork([{ target: 'organisation' }, ...open.map((date): Hint => ({ target: 'day', date }))]);
  return open.length;
}

const KEEP_HOURS = 24;

/**
 * Removes the items of generations that a later one replaced more than a day ago. A reader that holds an older pointer
 * for half a minute still finds its items. Generation objects that were once current stay: earlier runs are readable.
 */
export async function removeSuperseded(ports: WatchPorts): Promise<number> {
  let removed = 0;
  for (const folder of await ports.facts.folders('generations/')) {
    const date = folder.split('/')[1] as string;
    const item = await ports.registry.get(dayKey(date));
    if (item === undefined) continue;
    const pointer = dayPointerSchema.parse(item);
    const flippedAt = Date.parse(pointer.history.at(-1)?.at ?? '');
    if (!(ports.now() - flippedAt > KEEP_HOURS * HOUR)) continue;
    const cleared = new Set((await ports.facts.list(`cleared/${date}/`)).map((key) => key.split('/')[2] as string));
    for (const key of await ports.facts.list(folder)) {
      const name = (key.split('/')[2] as string).replace(/\.json\.gz$/, '');
      // A revision above the pointer's is being written by somebody who may still flip to it.
      if (name === pointer.generation || revisionOf(name) > pointer.rev || cleared.has(name)) continue;
      await removeItems(ports, date, name);
      await ports.facts.put(`cleared/${date}/${name}`, '');
      removed += 1;
    }
  }
  return removed + (await removeWindows(ports)) + (await removeOrganisations(ports));
}

/** The same for the organisation: its generations lie beside as objects, from which their items are known. */
async function removeOrganisations({ facts, organisation, now }: WatchPorts): Promise<number> {
  const item = await organisation.get(ORGANISATION_POINTER);
  if (item === undefined) return 0;
  const pointer = organisationPointerSchema.parse(item);
  if (now() - Date.parse(pointer.flippedAt) <= KEEP_HOURS * HOUR) return 0;
  let removed = 0;
  for (const key of await facts.list('organisation/')) {
    const name = (key.split('/')[1] as string).replace(/\.json\.gz$/, '');
    if (name === pointer.generation || revisionOf(name) > pointer.rev) continue;
    const content = JSON.parse(new TextDecoder().decode(gunzipSync(await facts.get(key)))) as Organisation;
    await organisation.removeMany(organisationItems(content, name));
    await facts.remove(key);
    removed += 1;
  }
  return removed;
}

/** The same for windows: their generations lie beside as objects. */
async function removeWindows({ facts, registry, productivity, availability, force, now }: WatchPorts): Promise<number> {
  let removed = 0;
  for (const folder of await facts.folders('windows/')) {
    const start = folder.split('/')[1] as string;
    const item = await registry.get(windowKey(start));
    if (item === undefined) continue;
    const pointer = windowPointerSchema.parse(item);
    if (now() - Date.parse(pointer.flippedAt) <= KEEP_HOURS * HOUR) continue;
    for (const key of await facts.list(folder)) {
      const name = (key.split('/')[2] as string).replace(/\.json\.gz$/, '');
      if (name === pointer.generation || revisionOf(name) > pointer.rev) continue;
      const window = JSON.parse(new TextDecoder().decode(gunzipSync(await facts.get(key)))) as WindowGeneration;
      const items = windowItems(window, name, policyOn(force.policies, window.end).peerGroup.fewest);
      await productivity.removeMany(items.productivity);
      await availability.removeMany(items.availability);
      await facts.remove(key);
      removed += 1;
    }
  }
  return removed;
}

async function removeItems({ facts, force, productivity, availability }: WatchPorts, date: string, name: string): Promise<void> {
  const generation = JSON.parse(new TextDecoder().decode(gunzipSync(await facts.get(generationKey(date, name))))) as Generation;
  const keys = itemKeysOf(generation, name, policyOn(force.policies, date).smallUnit);
  await productivity.removeMany(keys.productivity);
  await availability.removeMany(keys.availability);
}
