import { describe, expect, it } from 'vitest';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { dayKey } from '../../functions/published-day.ts';
import { showDay } from '../../local/show.ts';
import { arrest, file } from '../lib/ingest/files.ts';
import { figures, withWorld } from './world.ts';

const DATE = '2026-11-19';
const KEY = 'connect/arrests/arrests_20261121T093000Z.csv';

describe('a file that gives one officer thousands of arrests on one day', () => {
  it('blocks the day: what was published stands, it is said without a number, and a correction mends it', async () => {
    let output = '';
    const onOutput = (text: string) => {
      output += text;
    };
    await withWorld({ world: { people: 40, days: 3, end: '2026-11-20', seed: 7 }, cloud: { onOutput } }, async (run) => {
      const { stores, cloud } = run;
      const pointer = async () => dayPointerSchema.parse(await stores.registry.get(dayKey(DATE)));
      const drop = async (body: string) => {
        output = '';
        await stores.drops.put(KEY, body);
        await cloud.clock.settle();
      };
      const before = [await pointer(), await figures(stores)] as const;
      const rows = Array.from({ length: 3000 }, (_, n) =>
        arrest({ arrest_id: `ARREST-${String(n).padStart(57, '0')}`, officer_no: '100010', updated_at: '2026-11-21T08:00:00Z' }),
      );
      await drop(file(...rows));
      expect(await pointer()).toMatchObject({ blocked: 'ITEM_TOO_LARGE', generation: before[0].generation });
      expect(await figures(stores)).toEqual(before[1]);
      expect(await showDay(stores, DATE, false)).toContain('BLOCKED: ITEM_TOO_LARGE');
      expect(output).toMatch(/"message":"day blocked".*"code":"ITEM_TOO_LARGE"/);
      expect(output).not.toMatch(/100010|ARREST-0/);
      expect(cloud.queues.waiting()).toBe(0);

      await drop(file(...rows.slice(0, 1)));
      const after = await pointer();
      expect([after.blocked, after.generation === before[0].generation]).toEqual([undefined, false]);
    });
  });
});
