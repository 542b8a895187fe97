import { describe, expect, it } from 'vitest';
import { firstFailing, profileOf, runSeed } from './seeds.ts';

const SEEDS = 300;
const PATIENCE = 900_000;

describe('without a safety net, every invariant holds', () => {
  it.each(['order', 'crash', 'freeze', 'errors', 'storm'])(
    'under %s',
    async (name) => {
      const failing = await firstFailing(profileOf(name), SEEDS);
      expect(failing && `seed ${failing.seed}: ${failing.violation}`).toBeNull();
    },
    PATIENCE,
  );
});

describe('a seed', () => {
  it('gives the same trace and the same figures each time', async () => {
    const [first, second] = [await runSeed(profileOf('storm'), 7), await runSeed(profileOf('storm'), 7)];
    expect(first.fingerprint).toBe(second.fingerprint);
    expect(first.fingerprint).not.toBe((await runSeed(profileOf('storm'), 8)).fingerprint);
  });

  it('brings every kind of fault, readers and corrections', async () => {
    const traces: string[] = [];
    for (let seed = 0; seed < 10; seed += 1) traces.push(...(await runSeed(profileOf('storm'), seed)).trace);
    for (const kind of ['crashBefore', 'crashAfter', 'throttle', 'timeoutAfter', 'twice', 'partial', 'freeze'])
      expect(traces.some((line) => line.endsWith(`! ${kind}`))).toBe(true);
    for (const part of [/ reader\d+ Query/, / world withdraw/, / world decide/, / a day passes/])
      expect(traces.some((line) => part.test(line))).toBe(true);
  });
});
