import { describe, expect, it } from 'vitest';
import { shrink } from '../../sim/shrink.ts';
import { productOf } from '../../sim/variant-product.ts';
import { VARIANTS } from '../../sim/variants.ts';
import { firstFailing, profileOf, runSeed } from './seeds.ts';

const SEEDS = 500;
const PATIENCE = 900_000;

/** A simulation that lets one of these pass would let it pass in the product as well. */
describe('a protocol that is wrong is caught', () => {
  it.each(VARIANTS)(
    '$name',
    async (variant) => {
      const profile = profileOf(variant.profile);
      const own = { ...profile, watch: variant.watch ?? profile.watch };
      const failing = await firstFailing(own, SEEDS, await productOf(variant), variant.from);
      expect(failing?.violation).toEqual(expect.any(String));
    },
    PATIENCE,
  );
});

it('a failing seed is shrunk to fewer moves, which still fail', { timeout: PATIENCE }, async () => {
  const variant = VARIANTS.find(({ name }) => name === 'moved rows ignored');
  if (variant === undefined) throw new Error('no such variant');
  const profile = profileOf(variant.profile);
  const subject = await productOf(variant);
  const failing = await firstFailing(profile, SEEDS, subject);
  if (failing === null) throw new Error('not caught');
  const smallest = await shrink(failing, (without) => runSeed(profile, failing.seed, subject, without));
  expect(smallest.violation).toEqual(expect.any(String));
  expect(smallest.trace.filter((line) => line.includes(' world ')).length).toBeLessThanOrEqual(6);
  expect(smallest.trace.length).toBeLessThan(failing.trace.length);
});
