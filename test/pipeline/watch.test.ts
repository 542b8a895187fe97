import { describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { dayKey } from '../../functions/published-day.ts';
import { HOUR, MINUTE } from '../../lib/calendar.ts';
import type { DemoRun } from '../../local/demo-run.ts';
import { digest, exportPublished } from '../../local/export.ts';
import { allReceipts, readGeneration } from '../../local/summary.ts';
import { published, WORLD, withWorld } from './world.ts';

const DATE = '2026-11-18';

async function later({ cloud }: DemoRun, by: number): Promise<void> {
  cloud.clock.advance(by);
  await cloud.clock.settle();
}

const contentOf = async ({ stores }: DemoRun) => digest(await exportPublished(stores));
const pointerOf = async ({ stores }: DemoRun, date: string) => dayPointerSchema.parse(await stores.registry.get(dayKey(date)));

/** The arrests of the last morning, without their last row. */
function correction() {
  const { key, body } = [...demoFiles(WORLD)].findLast((file) => file.key.includes('arrests')) as { key: string; body: string };
  return { key, body: `${body.trimEnd().split('\n').slice(0, -1).join('\n')}\n` };
}

describe('the watch, every quarter of an hour', () => {
  it('finds a drop whose event was lost', async () => {
    const reference = digest(await published());
    let lost = 0;
    const deliveries = () => (lost++ % 9 === 4 ? 0 : 1);
    await withWorld({ cloud: { deliveries } }, async (run) => {
      expect(await contentOf(run)).not.toBe(reference);
      await later(run, 16 * MINUTE);
      expect(await contentOf(run)).toBe(reference);
    });
  });

  it('finds a correction whose event was lost; a withdrawal leaves the last good version standing', async () => {
    let times = 1;
    await withWorld({ cloud: { deliveries: () => times } }, async (run) => {
      const { key, body } = correction();
      const before = await contentOf(run);
      times = 0;
      await run.stores.drops.put(key, body);
      await later(run, 1 * MINUTE);
      expect(await contentOf(run)).toBe(before);
      await later(run, 15 * MINUTE);
      const corrected = await contentOf(run);
      expect(corrected).not.toBe(before);
      await run.stores.drops.remove(key);
      await later(run, 16 * MINUTE);
      expect(await contentOf(run)).toBe(corrected);
      const receipts = await allReceipts(run.stores);
      expect(receipts.find((receipt) => receipt.key === key)?.seen.map(({ state }) => state)).toEqual([
        'withdrawn',
        'accepted',
        'accepted',
      ]);
    });
  });

  it('says which feeds are late, from the deadline on and not before', async () => {
    const output: string[] = [];
    await withWorld({ cloud: { onOutput: (text) => output.push(text) } }, async (run) => {
      const late = () => output.join('').includes('feeds are late');
      await later(run, 16 * MINUTE);
      await later(run, 25 * HOUR);
      expect(late()).toBe(false);
      await later(run, HOUR);
      expect(late()).toBe(true);
    });
  });
});

describe('the watch, every night', () => {
  it('hints every open day: one that was never published comes back', async () => {
    await withWorld({}, async (run) => {
      const before = await contentOf(run);
      await run.stores.registry.removeMany([dayKey(DATE)]);
      expect(await contentOf(run)).not.toBe(before);
      await later(run, 18 * HOUR);
      expect(await contentOf(run)).toBe(before);
    });
  });

  it('removes the items of what was replaced a day ago, and keeps what is current and every generation object', async () => {
    await withWorld({}, async (run) => {
      const { key, body } = correction();
      const first = await pointerOf(run, '2026-11-20');
      await run.stores.drops.put(key, body);
      await run.cloud.clock.settle();
      const second = await pointerOf(run, '2026-11-20');
      expect(second.generation).not.toBe(first.generation);
      const rows = async (generation: string | null) =>
        (await run.stores.availability.query(`D#2026-11-20#${generation}`)).length;
      const current = await rows(second.generation);

      await later(run, 18 * HOUR);
      expect([await rows(first.generation), await rows(second.generation)]).toEqual([current, current]);
      await later(run, 24 * HOUR);
      expect([await rows(first.generation), await rows(second.generation)]).toEqual([0, current]);
      expect((await readGeneration(run.stores, '2026-11-20', String(first.generation))).date).toBe('2026-11-20');
      const items = (await exportPublished(run.stores)).filter((line) => line.includes('D#2026-11-20#current'));
      expect(items.length).toBeGreaterThan(60);
    });
  });

  it('leaves a generation alone that somebody may still flip to', async () => {
    await withWorld({}, async (run) => {
      const { rev, generation } = await pointerOf(run, DATE);
      const body = await run.stores.facts.get(`generations/${DATE}/${generation}.json.gz`);
      const written = `r${String(rev + 1).padStart(5, '0')}-0123456789abcdef`;
      await run.stores.facts.put(`generations/${DATE}/${written}.json.gz`, body);
      const item = { pk: `D#${DATE}#${written}`, sk: 'F/A01/A01-RES/A01-RES-1#000', people: '[]' };
      await run.stores.availability.put(item);
      await later(run, 48 * HOUR);
      expect(await run.stores.availability.query(item.pk)).toHaveLength(1);
    });
  });

  it('removes an organisation that was replaced', async () => {
    await withWorld({}, async (run) => {
      const { stores } = run;
      const people = [...demoFiles(WORLD)].findLast(({ key }) => key.startsWith('fusion/people/')) as {
        key: string;
        body: string;
      };
      const pointer = async () => (await stores.organisation.get({ pk: 'ORG#current', sk: 'POINTER' })) as { generation: string };
      const names = async (generation: string) => (await stores.organisation.query(`O#${generation}#NAMES`)).length;
      const first = (await pointer()).generation;
      await stores.drops.put(people.key, `${people.body.trimEnd().split('\n').slice(0, -1).join('\n')}\n`);
      await run.cloud.clock.settle();
      const second = (await pointer()).generation;
      expect(second).not.toBe(first);
      await later(run, 48 * HOUR);
      expect([await names(first), await names(second)]).toEqual([0, 1]);
    });
  });
});
