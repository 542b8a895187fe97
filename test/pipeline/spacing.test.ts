import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../../bench/deployment.ts';
import { demoFiles } from '../../demo/files.ts';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { dayKey } from '../../functions/published-day.ts';
import { atLocalTime, HOUR, MINUTE } from '../../lib/calendar.ts';
import { decidePair } from '../../local/decide.ts';

const WORLD = { people: 60, days: 2, end: '2026-11-20', seed: 7 };
const files = [...demoFiles(WORLD)];
const duties = files.findLast(({ key }) => key.includes('/duties/')) as (typeof files)[number];

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onDisk: false, startAt: atLocalTime('2026-11-21', '10:00') });
  const hold = bench.cloud.clock.busy();
  for (const { key, body } of files) await bench.stores.drops.put(key, body);
  hold();
  await bench.cloud.clock.settle();
});
afterAll(() => bench?.stop());

async function pointer() {
  return dayPointerSchema.parse(await bench.stores.registry.get(dayKey(WORLD.end)));
}
const published = async () => (await pointer()).history.map(({ at }) => Date.parse(at));

describe('a day that has just been published, with the pace of production', () => {
  it('is published again an hour later for whatever files come until then', async () => {
    const [first = 0] = await published();
    const rows = duties.body.trimEnd().split('\n');
    for (const left of [1, 2]) {
      await bench.stores.drops.put(duties.key, rows.slice(0, -left).join('\n'));
      bench.cloud.clock.advance(5 * MINUTE);
    }
    await bench.cloud.clock.settle();
    const [, second = 0, ...more] = await published();
    expect(more).toEqual([]);
    expect(second - first).toBeGreaterThanOrEqual(HOUR);
    expect(second - first).toBeLessThan(HOUR + 10 * MINUTE);
  });

  it('follows a decision of a person at once', async () => {
    const before = await pointer();
    const asked = bench.cloud.clock.now();
    const pairing = { student: '100010', partner: null, date: WORLD.end };
    await decidePair(bench.stores, pairing, { by: 'somebody', reason: 'seen' });
    await bench.cloud.clock.settle();
    const after = await pointer();
    expect(asked - Date.parse(before.history.at(-1)?.at ?? '')).toBeLessThan(HOUR);
    expect(bench.cloud.clock.now() - asked).toBeLessThan(10 * MINUTE);
    expect(after.inputs).not.toBe(before.inputs);
  });
});
