import { beforeAll, describe, expect, it } from 'vitest';
import { type Drilled, drill, LOSS_NAMES } from '../../local/drill.ts';

describe('what is lost comes back', () => {
  let drilled: Drilled[];
  beforeAll(async () => {
    drilled = await drill({ people: 25, days: 2, end: '2026-11-20', seed: 3 });
  });

  it.each(LOSS_NAMES)('%s: everything published is as it was', (name) => {
    expect(drilled.find(({ loss }) => loss === name)).toMatchObject({ restored: true });
  });
});
