import { expect, it } from 'vitest';
import { firstFailing, profileOf } from './seeds.ts';

const SEEDS = 300;
const PATIENCE = 900_000;

it('where events are lost and policies change, the safety net finds what was missed', { timeout: PATIENCE }, async () => {
  const failing = await firstFailing(profileOf('lossy'), SEEDS);
  expect(failing && `seed ${failing.seed}: ${failing.violation}`).toBeNull();
});
