import { describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { METRICS } from '../../lib/vocabulary.ts';
import type { DemoRun } from '../../local/demo-run.ts';
import { allPointers, allWindows, readGeneration } from '../../local/summary.ts';
import { withWorld } from './world.ts';

const WORLD = { people: 60, days: 31, end: '2026-11-09', seed: 4 };
const START = '2026-10-12';
const ARRESTS = 'connect/arrests/arrests_20261110T093000Z.csv';
const HEADER = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';

interface Brief {
  readonly person: string;
  readonly arrests: number | string;
}

async function packed({ stores }: DemoRun, pk: string): Promise<Brief[]> {
  const generation = (await allWindows(stores)).find(({ start }) => start === START)?.generation;
  const items = await stores.productivity.query(pk, { from: `W#${START}#${generation}` });
  return items.flatMap(({ people }) => JSON.parse(String(people)) as Brief[]);
}

describe('fixed windows of four ISO weeks', () => {
  it('are published once their last day is final, sum the days, and are made again when a day is revised', async () => {
    await withWorld({ world: WORLD }, async (run) => {
      const { stores, cloud } = run;
      const windows = await allWindows(stores);
      // The first days of the world are the end of a window that began before it.
      expect(windows.map(({ start }) => start)).toEqual(['2026-09-14', START]);

      const days = (await allPointers(stores)).filter(({ date }) => date >= START && date <= '2026-11-08');
      expect(days).toHaveLength(28);
      const sums = new Map<string, number>();
      for (const { date, generation } of days) {
        for (const { availability, productivity } of (await readGeneration(stores, date, generation ?? '')).people)
          if (productivity !== null)
            sums.set(availability.person, (sums.get(availability.person) ?? 0) + (productivity.arrests.value ?? 0));
      }
      const team = await packed(run, 'U#A01-RES-1');
      expect(team.length).toBeGreaterThan(8);
      for (const { person, arrests } of team) expect(arrests).toBe(sums.get(person));
      expect(team.some(({ arrests }) => Number(arrests) > 0)).toBe(true);

      const person = team[0]?.person ?? '';
      const [own] = await stores.productivity.query(`P#${person}`, { from: `W#${START}` });
      const figures = JSON.parse(String(own?.body)) as Record<string, unknown>;
      expect(Object.keys(figures)).toEqual(['unitPath', 'peers', 'counts', 'responseTime', 'linkedFind', 'positiveShare']);
      // What is open to everybody says nothing of days on duty.
      expect(JSON.stringify(figures)).not.toContain('inutes');
      expect(Object.keys(figures.counts as object)).toEqual(
        METRICS.filter((one) => one !== 'responseTime' && one !== 'visibility'),
      );

      const more = `LATE-1,${person},ARRESTING,2026-10-20T12:00:00Z,,,2026-11-10T01:00:00Z,`;
      await stores.drops.put(ARRESTS, `${HEADER}\n${more}\n`);
      await cloud.clock.settle();
      const again = (await packed(run, 'U#A01-RES-1')).find((one) => one.person === person);
      expect(again?.arrests).toBe((sums.get(person) ?? 0) + 1);
      expect((await allWindows(stores))[1]?.rev).toBeGreaterThan(windows[1]?.rev ?? 0);
    });
  });

  it('a window whose last day is not final is not there', async () => {
    const before = (files: { key: string; body: string }[]) => files.filter(({ key }) => !key.includes('20261109T'));
    await withWorld({ world: { ...WORLD, days: 28, end: '2026-11-08' }, files: before }, async ({ stores }) => {
      expect([...demoFiles({ ...WORLD, days: 28, end: '2026-11-08' })].length).toBeGreaterThan(0);
      expect(await allWindows(stores)).toEqual([]);
    });
  });
});
