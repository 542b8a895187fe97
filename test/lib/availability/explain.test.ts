import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Explained, explain } from '../../../lib/availability/explain.ts';
import { closeness } from '../../../lib/availability/topsis.ts';
import { policy } from '../world.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const explained = fc
  .record({ share: unit, tutors: fc.boolean(), training: unit, skills: unit })
  .map(({ share, tutors, training, skills }) => make(share, tutors, training, skills));

function make(share: number, tutors: boolean, training: number | null, skills: number): Explained {
  const reduction = tutors ? policy.tutorReduction : 0;
  return {
    share,
    reduction,
    values: [
      { id: 'workAvailability', value: share * (1 - reduction) },
      { id: 'criticalTraining', value: training },
      { id: 'coreSkills', value: skills },
      { id: 'supervising', value: tutors ? 1 : 0 },
    ],
  };
}

const effects = (of: Explained) => Object.fromEntries(explain(of, policy).lines.map(({ player, effect }) => [player, effect]));

describe('explanation', () => {
  it('sums to 1 - C and no line is negative', () => {
    fc.assert(
      fc.property(explained, (of) => {
        const { lines, closeness: figure } = explain(of, policy);
        const sum = lines.reduce((total, { effect }) => total + effect, 0);
        return Math.abs(sum - (1 - figure)) < 1e-12 && lines.every(({ effect }) => effect >= -1e-15);
      }),
    );
  });

  it('explains the figure that was scored', () => {
    fc.assert(
      fc.property(explained, (of) => {
        const [work, training, skills, supervising] = of.values.map(({ value }) => value as number);
        const scored = closeness([work, training, skills, 1 - (supervising as number)] as number[], policy.criteria).closeness;
        return Math.abs(explain(of, policy).closeness - scored) < 1e-15;
      }),
    );
  });

  it('gives nothing to what is at its ideal', () => {
    expect(effects(make(1, false, 1, 1))).toEqual({ absence: 0, tutoring: 0, criticalTraining: 0, coreSkills: 0 });
    fc.assert(fc.property(unit, unit, (training, skills) => effects(make(1, false, training, skills)).absence === 0));
  });

  it('counts tutoring once: reduction and criterion together cost 10.1 points', () => {
    const { lines } = explain(make(1, true, 1, 1), policy);
    expect(100 * (lines.find(({ player }) => player === 'tutoring')?.effect ?? 0)).toBeCloseTo(10.1, 1);
    expect(lines.filter(({ effect }) => effect > 1e-12)).toHaveLength(1);
  });

  it('treats two that lose alike alike', () => {
    const equal = {
      ...policy,
      criteria: policy.criteria.map((one) => (one.id === 'coreSkills' ? { ...one, weight: 0.25 } : one)),
    };
    fc.assert(
      fc.property(unit, unit, (share, lost) => {
        const lines = explain(make(share, false, lost, lost), equal).lines;
        return Math.abs((lines[2]?.effect ?? 0) - (lines[3]?.effect ?? 1)) < 1e-12;
      }),
    );
  });

  it('says what the figure would be if only one thing were at its best', () => {
    const { lines, closeness: figure } = explain(make(0.5, false, 0.5, 1), policy);
    const training = lines.find(({ player }) => player === 'criticalTraining');
    expect(training?.ifAtBest).toBeCloseTo(closeness([0.5, 1, 1, 1], policy.criteria).closeness, 12);
    expect(training?.ifAtBest).toBeGreaterThan(figure);
  });

  it('takes an unknown value at its worst, as the score does', () => {
    expect(explain(make(1, false, null, 1), policy).closeness).toBe(explain(make(1, false, 0, 1), policy).closeness);
  });

  it('starts with a sentence that names the figure and the largest effect', () => {
    expect(explain(make(1, false, 1, 1), policy).sentence).toBe(
      'The figure is 100.0 of 100: fully available, training in date and all core skills held.',
    );
    const sentences: readonly (readonly [Explained, string])[] = [
      [
        make(0.5, false, 1, 0.9),
        'The figure is 63.6 of 100. The largest effect on it is 34.7 points: Planned absence from the shift.',
      ],
      [
        make(1, false, 0, 0.9),
        'The figure is 62.9 of 100. The largest effect on it is 35.4 points: Critical training out of date.',
      ],
      [
        make(1, false, 1, 0),
        'The figure is 76.0 of 100. The largest effect on it is 24.0 points: Core skills of the role not held.',
      ],
      [
        make(1, true, 1, 1),
        'The figure is 89.9 of 100. The largest effect on it is 10.1 points: Tutoring a student: an added responsibility, not a shortfall.',
      ],
    ];
    for (const [of, sentence] of sentences) expect(explain(of, policy).sentence).toBe(sentence);
  });
});
