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

type Groups = Readonly<Record<string, number>>;
const total = (groups: Groups) => Object.values(groups).reduce((sum, count) => sum + count, 0);

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

  it('has the share of its outcomes that are positive, beside what the force makes of such offences', () => {
    const { units, ...rest } = dayOf();
    const [force = ''] = units[0]?.path.split('/') ?? [];
    const withOutcomes = (code: string, all: Groups, positive: Groups) =>
      units
        .filter((unit) => unit.code === code)
        .map((unit) => ({
          ...unit,
          figures: {
            ...unit.figures,
            outcomes: { ...unit.figures.outcomes, value: total(all), mix: { offenceGroup: all } },
            positiveOutcomes: { ...unit.figures.positiveOutcomes, value: total(positive), mix: { offenceGroup: positive } },
          },
        }));
    const builder = new WindowBuilder();
    const first = [
      ...withOutcomes('T1', { Drugs: 2 }, { Drugs: 1 }),
      ...withOutcomes(force, { Drugs: 10, Theft: 30 }, { Drugs: 7 }),
    ];
    const second = [
      ...withOutcomes('T1', { Theft: 2 }, {}),
      ...withOutcomes(force, { Drugs: 10, Theft: 10 }, { Drugs: 5, Theft: 4 }),
    ];
    for (const some of [first, second]) builder.add({ ...rest, units: some });
    const shares = builder.finish(DATE, policy).units.map(({ code, positiveShare }) => [code, positiveShare]);
    // Of the force's 20 outcomes for drugs 12 are positive, and 4 of 40 for theft: (2 x 0.6 + 2 x 0.1) / 4.
    expect(Object.fromEntries(shares)).toEqual({
      T1: { n: 4, share: 0.25, expected: expect.closeTo(0.35, 12) },
      [force]: { n: 60, share: 16 / 60, expected: expect.closeTo(16 / 60, 12) },
    });
  });

  it('has no share when its outcomes cannot be said of a day', () => {
    const { units, ...rest } = dayOf();
    const unsaid = units.map((unit) => ({
      ...unit,
      figures: { ...unit.figures, outcomes: { ...unit.figures.outcomes, value: null } },
    }));
    const builder = new WindowBuilder();
    builder.add({ ...rest, units });
    builder.add({ ...rest, units: unsaid });
    for (const { positiveShare } of builder.finish(DATE, policy).units)
      expect(positiveShare).toEqual({ n: 0, share: null, expected: null });
  });

  it('made before that was noted is measured by all of its officers', () => {
    const { units, ...rest } = dayOf();
    const builder = new WindowBuilder();
    builder.add({ ...rest, units: units.map(({ applying: _, ...unit }) => unit) });
    expect(builder.finish(DATE, policy).units.find(({ code }) => code === 'T2')?.officerDays.arrests).toBe(1);
  });
});
