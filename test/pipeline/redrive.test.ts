import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import type { CloudOptions, Fate } from '../../local/cloud/cloud.ts';
import type { DemoRun } from '../../local/demo-run.ts';
import { exportPublished } from '../../local/export.ts';
import { redrive } from '../../local/redrive.ts';
import type { Stores } from '../../local/stores.ts';
import { figures as allFigures, type File, published, withWorld } from './world.ts';

const WORLD = { people: 25, days: 2, end: '2026-11-20', seed: 3 };

const all = [...demoFiles(WORLD)];
const isLast = ({ key }: File) => key.includes('_20261121T');
const [before, last] = [all.filter((file) => !isLast(file)), all.filter(isLast)];
/** Files that are read while the work that they make fails, and files that cannot be read themselves. */
const [readable, unreadable] = [last.slice(0, -4), last.slice(-4)];

/** The pointer of the organisation alone moves on to an extract that says the same: nothing is read or written for it that fails. */
const figures = async (stores: Stores) => (await allFigures(stores)).filter((line) => !line.startsWith('["organisation",'));

describe('messages of both queues that fail until they are set aside', () => {
  let reference: string[];
  beforeAll(async () => {
    reference = await published({ world: WORLD });
  });

  it('sent again they fail again; sent again a second time they publish what an undisturbed run does', async () => {
    let failing: readonly string[] = [];
    const fault = (_service: string, operation: string, caller: string): Fate | undefined =>
      caller === 'function' && failing.includes(operation) ? 'throttle' : undefined;
    // The functions' own tries would only make the test slow: what they give up, the queue brings back.
    const cloud: Partial<CloudOptions> = { fault, environment: { AWS_MAX_ATTEMPTS: '1' } };
    await withWorld({ world: WORLD, files: () => before, cloud }, async (run) => {
      const dropped = async (files: readonly File[]) => {
        for (const { key, body } of files) await run.stores.drops.put(key, body);
        await run.cloud.clock.settle();
      };
      const yesterday = await figures(run.stores);
      failing = ['BatchGetItem', 'BatchWriteItem'];
      await dropped(readable);
      failing = ['BatchGetItem', 'BatchWriteItem', 'GetItem'];
      await dropped(unreadable);
      expect(await figures(run.stores)).toEqual(yesterday);

      const first = await sentAgain(run);
      expect(first.drops).toBe(unreadable.length);
      expect(first.work).toBeGreaterThan(0);
      expect(await figures(run.stores)).toEqual(yesterday);

      failing = [];
      expect(await sentAgain(run)).toEqual(first);
      expect(await exportPublished(run.stores)).toEqual(reference);
      expect(await sentAgain(run)).toEqual({ drops: 0, work: 0 });
    });
  });
});

/** How many of each queue had been set aside, all of which came back and were worked on. */
async function sentAgain({ stores, cloud }: DemoRun): Promise<Record<string, number>> {
  const done = await redrive(stores);
  expect(done.every(({ setAside, moved }) => setAside === moved)).toBe(true);
  await cloud.clock.settle();
  return Object.fromEntries(done.map(({ queue, moved }) => [queue, moved]));
}
