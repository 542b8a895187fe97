import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from './ask.ts';
import { firstDisagreement } from './disagreement.ts';
import { LAWS } from './laws.ts';
import { FAMILIES } from './worlds.ts';
import { WRONG_DECIDES } from './wrong-decides.ts';
import { WRONG_PUBLISHERS } from './wrong-publishers.ts';

const WRONG_PRODUCTS = [...WRONG_DECIDES, ...WRONG_PUBLISHERS];

const PROOFS = new Map<string, (product: Product) => boolean>([
  ...FAMILIES.map(
    (family) => [family.name, (product: Product) => firstDisagreement(product, family).disagreement !== null] as const,
  ),
  // Of one seed: whether a wrong product is caught is not left to chance.
  ...LAWS.map(
    ({ name, property }) => [name, (product: Product) => fc.check(property(product), { numRuns: 2000, seed: 1 }).failed] as const,
  ),
]);

describe('a product that is wrong is caught', () => {
  it.each(WRONG_PRODUCTS.map(({ name, product, caughtBy }) => [name, caughtBy, product] as const))(
    '%s: by %s',
    (_, caughtBy, product) => {
      expect(PROOFS.get(caughtBy)?.(product)).toBe(true);
    },
  );

  it('and every family of worlds and every law catches one', () => {
    expect([...PROOFS.keys()].filter((name) => !WRONG_PRODUCTS.some(({ caughtBy }) => caughtBy === name))).toEqual([]);
  });
});
