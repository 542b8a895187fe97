import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import { generationOf } from '../../../lib/generation/generation.ts';
import { WindowBuilder } from '../../../lib/generation/window.ts';
import { arrestFact, DATE, positionRow, withFacts } from '../day/world.ts';
import { policy } from '../world.ts';

/** The officer of T2 works in custody, where nobody is arrested. */
function dayOf() {
  const world = withFacts({ arrests: [arrestFact('A', '1', `${DATE}T10:00:00Z`)] });
  const positions = [positionRow('P-T1', 'T1'), positionRow('P-T2', 'T2', { role_code: 'CUSTODY' })];
  return generationOf(resolveDay({ ...world, snapshots: { ...world.snapshots, positions } }));
}

describe('a unit over four weeks', () => {
  it('is measured by the officer-days of those to whose role a metric applies', () => {
    const builder = new WindowBuilder();
    builder.add(dayOf());
    builder.add(dayOf());
    const { units } = builder.finish(DATE, policy);
    const days = (code: string) => units.find((unit) => unit.code === code)?.officerDays;
    expect([days('T1')?.arrests, days('T2')?.arrests, days('D')?.arrests]).toEqual([4, 0, 4]);
    expect([days('T1')?.useOfForce, days('T2')?.useOfForce, days('D')?.useOfForce]).toEqual([4, 2, 6]);
  });

  it('made before that was noted is measured by all of its officers', () => {
    const { units, ...rest } = dayOf();
    const builder = new WindowBuilder();
    builder.add({ ...rest, units: units.map(({ applying: _, ...unit }) => unit) });
    expect(builder.finish(DATE, policy).units.find(({ code }) => code === 'T2')?.officerDays.arrests).toBe(1);
  });
});
