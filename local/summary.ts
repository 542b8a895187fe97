import { gunzipSync } from 'node:zlib';
import { type DayPointer, dayPointerSchema } from '../functions/day-pointer.ts';
import { generationKey } from '../functions/day-target.ts';
import { factDates } from '../functions/fact-cache.ts';
import { readReceipt } from '../functions/registry.ts';
import { type WindowPointer, windowKey, windowPointerSchema } from '../functions/window-pointer.ts';
import { closes } from '../lib/day/totals.ts';
import type { Generation } from '../lib/generation/generation.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import { CATALOGUE, FEED_NAMES } from '../lib/sources/catalogue.ts';
import type { Stores } from './stores.ts';

export interface Summary {
  readonly drops: { received: number; accepted: number; held: number; refused: number; duplicate: number };
  readonly rows: { inFile: number; accepted: number; quarantined: number; outOfScope: number; duplicate: number };
  readonly published: { planned: number; provisional: number; final: number };
  readonly generations: number;
  readonly officerDays: number;
  readonly availabilityDays: number;
  readonly unitDays: number;
  readonly controlTotalsClose: boolean;
}

export async function allReceipts({ registry }: Stores): Promise<Receipt[]> {
  const perFeed = await Promise.all(FEED_NAMES.map((feed) => registry.query(`DROP#${CATALOGUE[feed].system}/${feed}`)));
  return perFeed.flat().map(readReceipt);
}

/** Pointers of all published days, oldest first; found by the days that have facts. */
export async function allPointers({ registry, facts }: Stores): Promise<DayPointer[]> {
  const dates = await factDates(facts);
  const months = [...new Set(dates.map((date) => date.slice(0, 7)))].sort();
  const pages = await Promise.all(months.map((month) => registry.query(`DAY#${month}`)));
  return pages.flat().map((item) => dayPointerSchema.parse(item));
}

/** Pointers of all published windows, oldest first. */
export async function allWindows({ registry, facts }: Stores): Promise<WindowPointer[]> {
  const starts = (await facts.folders('windows/')).map((prefix) => prefix.split('/')[1] as string);
  const items = await registry.getMany(starts.map(windowKey));
  return items.map((item) => windowPointerSchema.parse(item)).sort((a, b) => (a.start < b.start ? -1 : 1));
}

export async function readGeneration({ facts }: Stores, date: string, name: string): Promise<Generation> {
  return JSON.parse(gunzipSync(await facts.get(generationKey(date, name))).toString('utf8')) as Generation;
}

/** Counts what a deployment holds and checks both control totals again, from what is stored. */
export async function summarise(stores: Stores, smallUnit: number): Promise<Summary> {
  const drops = { received: 0, accepted: 0, held: 0, refused: 0, duplicate: 0 };
  const rows = { inFile: 0, accepted: 0, quarantined: 0, outOfScope: 0, duplicate: 0 };
  let close = true;
  for (const { seen } of await allReceipts(stores)) {
    for (const { state, counts } of seen) {
      if (state === 'withdrawn') continue;
      drops.received += 1;
      drops[state] += 1;
      if (counts === undefined || state === 'duplicate') continue;
      for (const name of Object.keys(rows) as (keyof typeof rows)[]) rows[name] += counts[name];
      close &&= counts.inFile === counts.accepted + counts.quarantined + counts.outOfScope + counts.duplicate;
    }
  }
  const published = { planned: 0, provisional: 0, final: 0 };
  const counted = { generations: 0, officerDays: 0, availabilityDays: 0, unitDays: 0 };
  for (const pointer of await allPointers(stores)) {
    counted.generations += pointer.history.length;
    close &&= pointer.blocked === undefined;
    if (pointer.generation === null || pointer.status === 'withdrawn') continue;
    published[pointer.status] += 1;
    const generation = await readGeneration(stores, pointer.date, pointer.generation);
    for (const totals of pointer.totals) close &&= closes(totals, totals.rows);
    const { responseTime: _response, visibility: _visibility, ...counts } = generation.force;
    for (const { byOfficers, notByOfficers, unattributed, value } of Object.values(counts))
      close &&= value === null || value === byOfficers + notByOfficers + unattributed;
    counted.officerDays += generation.people.filter(
      ({ productivity }) => productivity !== null && pointer.status !== 'planned',
    ).length;
    counted.availabilityDays += generation.people.length;
    counted.unitDays += generation.units.filter(({ officers }) => officers >= smallUnit).length;
  }
  return { drops, rows, published, ...counted, controlTotalsClose: close };
}
