import { expect, it } from 'vitest';
import { exposureOf } from '../../functions/api/answers/comparison.ts';

it('a window made before metrics had officer-days of their own is measured by all of its officers', () => {
  const officerDays = { arrests: 28, useOfForce: 56 } as unknown as Parameters<typeof exposureOf>[0]['officerDays'];
  expect(exposureOf({ officerDays }, 'arrests')).toBe(28);
  expect(exposureOf({ officerDays: 140 }, 'arrests')).toBe(140);
});
