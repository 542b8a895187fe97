import { describe, expect, it } from 'vitest';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { dayKey } from '../../functions/published-day.ts';
import type { Fate } from '../../local/cloud/cloud.ts';
import { exportPublished } from '../../local/export.ts';
import { redrive } from '../../local/redrive.ts';
import { Random } from '../../sim/random.ts';
import { published, withWorld } from '../pipeline/world.ts';
import { scoreTogether } from './together.ts';

/** KILLS=200 runs as many as were once run. */
const POINTS = Number(process.env.KILLS ?? 40);
/** Of one run: a function that never gets anywhere proves nothing. */
const POINTS_OF_A_RUN = 20;
const ROUNDS = 50;

/** Calls that the functions make when nobody disturbs them. */
async function countCalls(): Promise<number> {
  let calls = 0;
  const fault = (_service: string, _operation: string, caller: string): undefined => {
    if (caller === 'function') calls += 1;
  };
  await withWorld({ cloud: { fault } }, () => Promise.resolve());
  return calls;
}

describe(`functions whose process is killed at ${POINTS} points, before or after a call`, () => {
  it('leave what an undisturbed run publishes', async () => {
    const [reference, calls] = [await published(), await countCalls()];
    for (let run = 0; run * POINTS_OF_A_RUN < POINTS; run += 1) {
      const random = new Random(run);
      const points = new Set<number>();
      while (points.size < Math.min(POINTS_OF_A_RUN, POINTS - run * POINTS_OF_A_RUN)) points.add(1 + random.below(calls));
      let [call, killed] = [0, 0];
      const fault = (_service: string, _operation: string, caller: string): Fate | undefined => {
        if (caller !== 'function') return undefined;
        call += 1;
        if (!points.has(call)) return undefined;
        killed += 1;
        return random.chance(0.5) ? 'kill' : 'killAfter';
      };
      const lines = await withWorld({ cloud: { fault } }, async ({ cloud, stores }) => {
        // What failed too often was set aside; it is sent again until nothing is.
        for (let round = 0; (await redrive(stores)).some(({ moved }) => moved > 0); round += 1) {
          if (round === ROUNDS) throw new Error('messages are set aside for ever');
          await cloud.clock.settle();
        }
        return exportPublished(stores);
      });
      expect(killed).toBe(points.size);
      expect(lines).toEqual(reference);
    }
  });
});

describe('one day', () => {
  it('scored by 32 at once is published once, whole', async () => {
    await withWorld({}, async ({ stores, cloud }) => {
      const before = await exportPublished(stores);
      const date = '2026-11-18';
      await stores.registry.removeMany([dayKey(date)]);
      const outcomes = await scoreTogether(stores, date, 32, () => cloud.clock.now());
      const pointer = dayPointerSchema.parse(await stores.registry.get(dayKey(date)));
      expect(pointer.rev).toBe(1);
      // Who was never first in six tries hands the day back to the queue.
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
      expect(await exportPublished(stores)).toEqual(before);
    });
  });
});
