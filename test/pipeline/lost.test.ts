import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kind, PLACES, placeOf } from '../../functions/places.ts';
import { startCloud } from '../../local/cloud/cloud.ts';
import { differences, type Print, printOf } from '../../local/compare.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { rebuild } from '../../local/rebuild.ts';
import { scan } from '../../local/scan.ts';
import { embeddedTarget } from '../../local/targets.ts';
import { undeclared } from '../../local/undeclared.ts';
import { force, History, mornings } from './history.ts';

const WORLD = { people: 25, days: 3, end: '2026-11-20', seed: 3 };
const DAY = '2026-11-19';
const KEY = 'connect/arrests/arrests_20261121T093000Z.csv';
const BODY =
  'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at\nDEC,100010,ARRESTING,2026-11-19T12:00:00Z,,,2026-11-19T13:00:00Z,\n';

let history: History;
/** With a day of an older code, and before there was one. */
let published: Print;
let asTodaysCode: Print;
beforeAll(async () => {
  history = await History.begin(WORLD.end);
  await history.drop([...mornings(WORLD, '2026-11-18', WORLD.end), [KEY, BODY]]);
  await history.decideFile('refuse', KEY);
  await history.comeTo('2026-12-31');
  asTodaysCode = await printOf(history.stores);
  await history.publishAsOlderCode(DAY);
  published = await printOf(history.stores);
}, 300_000);
afterAll(() => history?.cloud.stop());

/** Removes every key of the places of some kinds, as an accident would. */
async function lose(...kinds: readonly Kind[]): Promise<void> {
  const { stores } = history;
  const isLost = (store: Parameters<typeof placeOf>[0], key: string) => kinds.includes(placeOf(store, key)?.kind ?? 'source');
  for (const key of await stores.facts.list('')) if (isLost('facts', key)) await stores.facts.remove(key);
  for (const table of ['registry', 'trust', 'organisation', 'productivity', 'availability'] as const) {
    for await (const { pk, sk } of scan(stores, table)) if (isLost(table, pk)) await stores[table].removeMany([{ pk, sk }]);
  }
}

async function rebuilt(): Promise<Print> {
  const cloud = await startCloud({ assembly: await localAssembly(), data: null, startAt: history.cloud.clock.now() });
  try {
    const target = embeddedTarget(cloud);
    await rebuild(history.stores, target, { order: 'newest', asOf: null, force });
    return await printOf(target.stores);
  } finally {
    await cloud.stop();
  }
}

describe('what is lost', { timeout: 300_000 }, () => {
  it('nothing that is written is of an undeclared kind, and most kinds of place are in use', async () => {
    expect(await undeclared(history.stores)).toEqual([]);
    const used = new Set<string>();
    for (const key of await history.stores.facts.list('')) used.add(placeOf('facts', key)?.prefix ?? '');
    expect([...used].sort()).toEqual(['cleared/', 'facts/', 'generations/', 'lineage/', 'organisation/', 'quarantine/']);
    expect(new Set(PLACES.map(({ kind }) => kind))).toEqual(new Set(['source', 'audit', 'derived', 'kept']));
  });

  it('the tables of figures and all that is derived: a day of an older code is made from its object', async () => {
    expect(differences(asTodaysCode, published)).toContain(`day ${DAY}: differs`);
    await lose('derived');
    expect(differences(published, await printOf(history.stores)).length).toBeGreaterThan(100);
    expect(differences(published, await rebuilt())).toEqual([]);
  });

  it('everything but the drops and the table of trust: a rebuild publishes the same', async () => {
    // Nothing says any more what an older code published, so the day is as today's code makes it.
    await lose('derived', 'kept');
    expect(await history.stores.facts.list('')).toEqual([]);
    expect(differences(asTodaysCode, await rebuilt())).toEqual([]);
  });
});
