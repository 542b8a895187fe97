import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationKey } from '../../functions/day-target.ts';
import { type CloudOptions, startCloud } from '../../local/cloud/cloud.ts';
import { differences, type Print, printOf } from '../../local/compare.ts';
import { assemblyWith, localAssembly } from '../../local/demo-run.ts';
import { type RebuildOptions, type Rebuilt, rebuild, type Target } from '../../local/rebuild.ts';
import { scan } from '../../local/scan.ts';
import { embeddedTarget } from '../../local/targets.ts';
import { undeclared } from '../../local/undeclared.ts';
import { crashes, force } from './history.ts';
import { type Messy, messyHistory } from './messy.ts';
import { shuffledRows } from './world.ts';

/** Half an hour is for a machine that does much else: alone it takes about two minutes. */
const PATIENCE = 1_800_000;

let messy: Messy;
let source: Print;
let inTheMiddle: Print;

beforeAll(async () => {
  messy = await messyHistory(async (stores) => {
    inTheMiddle = await printOf(stores);
  });
  source = await printOf(messy.history.stores);
}, PATIENCE);
afterAll(() => messy?.history.cloud.stop());

async function withTarget<T>(cloudOptions: Partial<CloudOptions>, use: (target: Target) => Promise<T>): Promise<T> {
  const startAt = messy.history.cloud.clock.now();
  const cloud = await startCloud({ assembly: await localAssembly(), data: null, startAt, ...cloudOptions });
  try {
    return await use(embeddedTarget(cloud));
  } finally {
    await cloud.stop();
  }
}

type Options = Partial<RebuildOptions> & { readonly cloud?: Partial<CloudOptions> };

/** `scoredMeanwhile` lets time pass between the drops, so that days are published before they are complete. */
function rebuiltAs({ cloud = {}, ...options }: Options, scoredMeanwhile = false): Promise<{ rebuilt: Rebuilt; print: Print }> {
  return withTarget(cloud, async (target) => {
    const into = scoredMeanwhile ? { ...target, hold: () => () => undefined } : target;
    const rebuilt = await rebuild(messy.history.stores, into, { order: 'newest', asOf: null, force, ...options });
    return { rebuilt, print: await printOf(target.stores) };
  });
}

function rowsInAnotherOrder(key: string, bytes: Uint8Array): Uint8Array {
  if (messy.history.decided.has(key) || !key.endsWith('.csv')) return bytes;
  const { body } = shuffledRows({ key, body: new TextDecoder().decode(bytes) }, key.length + bytes.length);
  return new TextEncoder().encode(body);
}

describe('a history of 40 days with doubles, corrections, decisions, crashes and an older code', { timeout: PATIENCE }, () => {
  it('is what it was meant to be', async () => {
    const { history, older } = messy;
    const pointer = await history.pointer(older.day);
    expect(pointer).toMatchObject({ policyVersion: 'demo-0', waiting: expect.any(String) });
    expect((await history.pointer('2026-10-18')).policyVersion).toBe('demo-1');
    expect((await history.pointer('2026-10-22')).history.at(-1)).toMatchObject({ revisedAfterLock: true });
    expect(messy.crashes.size).toBe(4);
    const labels = new Set(source.labels.values());
    for (const part of [
      'day 2026-10-14',
      'day object 2026-11-22',
      'window 2026-10-12',
      'organisation',
      'day 2026-11-01, item of a person',
    ])
      expect(labels).toContain(part);
    expect(inTheMiddle.digest).not.toBe(source.digest);
  });

  it('rebuilt newest first, its rows in another order, by more workers: the same is published', async () => {
    const cloud = { assembly: await assemblyWith('more-workers', { maxConcurrency: 5 }) };
    const { rebuilt, print } = await rebuiltAs({ order: 'newest', change: rowsInAnotherOrder, cloud }, true);
    expect(differences(source, print)).toEqual([]);
    expect(print.digest).toBe(source.digest);
    expect(rebuilt.kept).toEqual({ days: [messy.older.day, messy.older.blocked], windows: [messy.older.window] });
    expect(rebuilt.versions).toBeGreaterThan(rebuilt.keys);
  });

  it('rebuilt oldest first, in another time zone and locale, by workers that crash: the same is published', async () => {
    const environment = { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    const { print } = await rebuiltAs({ order: 'oldest', cloud: { environment, fault: crashes(5) } });
    expect(differences(source, print)).toEqual([]);
    expect(print.digest).toBe(source.digest);
  });

  it('rebuilt as of an instant: what was published then', async () => {
    const { rebuilt, print } = await rebuiltAs({ asOf: messy.middle });
    expect(differences(inTheMiddle, print)).toEqual([]);
    expect(print.digest).toBe(inTheMiddle.digest);
    expect(rebuilt.kept).toEqual({ days: [], windows: [] });
  });
});

describe('a rebuild does not begin', { timeout: PATIENCE }, () => {
  /** The error, and that nothing was written. */
  const refused = () =>
    withTarget({ workers: false }, async ({ stores, ...target }) => {
      const error = await rebuild(messy.history.stores, { ...target, stores }, { order: 'newest', asOf: null, force }).catch(
        (cause: unknown) => cause as Error & { code: string },
      );
      const written = [...(await stores.drops.versions('')), ...(await stores.facts.list(''))];
      for (const table of ['registry', 'trust'] as const)
        for await (const item of scan(stores, table)) written.push(String(item.pk));
      expect(written).toEqual([]);
      return error;
    });

  it('when the object of a day of an older code is another one than was published', async () => {
    const { facts } = messy.history.stores;
    const { date, generation, history } = await messy.history.pointer(messy.older.day);
    for (const name of [generation, history[0]?.generation]) {
      const key = generationKey(date, name ?? '');
      const body = await facts.get(key);
      await facts.put(key, gzipSync('{"people":[]}'));
      expect(await refused()).toMatchObject({ code: 'GENERATION_CHANGED', message: expect.stringContaining(date) });
      await facts.put(key, 'not packed');
      expect(await refused()).toMatchObject({ code: 'GENERATION_CHANGED' });
      await facts.remove(key);
      expect(await refused()).toMatchObject({ code: 'GENERATION_LOST', message: expect.stringContaining(date) });
      await facts.put(key, body);
    }
  });

  it('when the source holds a key of which nobody says what it is: its prefix is named, the key is not', async () => {
    const { stores } = messy.history;
    expect(await undeclared(stores)).toEqual([]);
    const strays = [
      { pk: 'LATER#100010', sk: 'X' },
      { pk: '100010', sk: 'X' },
    ] as const;
    await stores.registry.putMany(strays);
    await stores.facts.put('reports/100010.pdf', '');
    const error = await refused();
    expect(error).toMatchObject({ code: 'UNDECLARED' });
    expect(error).toMatchObject({
      message: expect.stringContaining('facts: reports/, registry: LATER#, registry: a key of another form.'),
    });
    expect(String(error)).not.toContain('100010');
    await stores.registry.removeMany(strays);
    await stores.facts.remove('reports/100010.pdf');
  });

  it('in a deployment that is not fresh', async () => {
    const { cloud, stores } = messy.history;
    const again = rebuild(stores, embeddedTarget(cloud), { order: 'newest', asOf: null, force });
    await expect(again).rejects.toMatchObject({ code: 'NOT_FRESH' });
  });
});
