import fc from 'fast-check';
import { describe, it } from 'vitest';
import { PRODUCT } from './ask.ts';
import { LAWS } from './laws.ts';

describe('in every world', () => {
  it.each(LAWS.map(({ name, property }) => [name, property] as const))('%s', (_, property) => {
    fc.assert(property(PRODUCT), { numRuns: 1000 });
  });
});
