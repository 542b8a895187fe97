import { describe, expect, it } from 'vitest';
import { exportPublished } from '../../local/export.ts';
import type { Stores } from '../../local/stores.ts';
import { allPointers, readGeneration } from '../../local/summary.ts';
import { type File, withWorld } from './world.ts';

const HEADER = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
const row = (instant: string, updated: string, deleted = '') => `MOVER,100010,ARRESTING,${instant},,,${updated},${deleted}`;
const file = (stamp: string, ...rows: string[]): File => ({
  key: `connect/arrests/arrests_${stamp}.csv`,
  body: `${[HEADER, ...rows].join('\n')}\n`,
});

const early = row('2026-11-14T12:00:00Z', '2026-11-14T13:00:00Z');
const late = row('2026-11-18T12:00:00Z', '2026-11-19T13:00:00Z');
const first = file('20261119T100000Z', early);
const second = file('20261120T100000Z', late);
const withdrawn = file('20261121T080000Z', row('2026-11-18T12:00:00Z', '2026-11-20T13:00:00Z', '2026-11-20T13:00:00Z'));

/** The dates on which the row counts, wherever it counts. */
async function countedOn(stores: Stores): Promise<string[]> {
  const dates: string[] = [];
  for (const { date, generation } of await allPointers(stores)) {
    if (generation === null) continue;
    const { people } = await readGeneration(stores, date, generation);
    const sources = people.flatMap(({ productivity }) => productivity?.arrests.sources ?? []);
    dates.push(...sources.filter((source) => source.includes('MOVER')).map(() => date));
  }
  return dates;
}

describe('a row whose date moves between versions', () => {
  it('counts once, on its newest date, in both orders of arrival', async () => {
    const results: string[][] = [];
    for (const drops of [
      [first, second],
      [second, first],
    ]) {
      await withWorld({}, async ({ cloud, stores }) => {
        for (const { key, body } of drops) {
          await stores.drops.put(key, body);
          await cloud.clock.settle();
        }
        expect(await countedOn(stores)).toEqual(['2026-11-18']);
        results.push(await exportPublished(stores));
      });
    }
    expect(results[0]).toEqual(results[1]);
  });

  it('is told as moved on the date it left, and that day closes', async () => {
    await withWorld({ files: (files) => [...files, first, second] }, async ({ stores, summary }) => {
      expect(summary.controlTotalsClose).toBe(true);
      const pointer = (await allPointers(stores)).find(({ date }) => date === '2026-11-14');
      const totals = pointer?.totals ?? [];
      expect(totals.find(({ feed }) => feed === 'arrests')).toMatchObject({ moved: 1 });
    });
  });

  it('comes back to its old date when the file that moved it is withdrawn', async () => {
    await withWorld({ files: (files) => [...files, first, second] }, async ({ cloud, stores }) => {
      await stores.drops.put(second.key, `${HEADER}\nOTHER,100010,ARRESTING,2026-11-18T12:00:00Z,,,2026-11-19T13:00:00Z,\n`);
      await cloud.clock.settle();
      expect(await countedOn(stores)).toEqual(['2026-11-14']);
    });
  });

  it.each([
    ['the newer one last', (rows: string[]) => rows],
    ['the newer one first', (rows: string[]) => rows.toReversed()],
  ])('counts once when one file holds both versions, %s', async (_, ordered) => {
    const both = file('20261120T100000Z', ...ordered([early, late]));
    await withWorld({ files: (files) => [...files, both] }, async ({ stores, summary }) => {
      expect(await countedOn(stores)).toEqual(['2026-11-18']);
      expect(summary.controlTotalsClose).toBe(true);
      const totals = (await allPointers(stores)).find(({ date }) => date === '2026-11-14')?.totals ?? [];
      expect(totals.find(({ feed }) => feed === 'arrests')).toMatchObject({ moved: 1 });
    });
  });

  it('counts nowhere once it is deleted at the source', async () => {
    await withWorld({ files: (files) => [...files, first, second, withdrawn] }, async ({ stores }) => {
      expect(await countedOn(stores)).toEqual([]);
    });
  });

  it('a delete marker keeps the last good version and says so', async () => {
    await withWorld({ files: (files) => [...files, first] }, async ({ cloud, stores }) => {
      const before = await exportPublished(stores);
      await stores.drops.remove(first.key);
      await cloud.clock.settle();
      expect(await exportPublished(stores)).toEqual(before);
      const receipt = await stores.registry.get({ pk: 'DROP#connect/arrests', sk: 'arrests_20261119T100000Z.csv' });
      expect(receipt).toMatchObject({ seen: [{ state: 'withdrawn' }, { state: 'accepted' }] });
      expect(receipt?.accepted).toBeTypeOf('string');
    });
  });
});
