import type { Criterion, Policy } from '../policy/policy.ts';
import type { CriterionValue } from './criteria.ts';
import { closeness, utility } from './topsis.ts';

export type Player = 'absence' | 'tutoring' | 'criticalTraining' | 'coreSkills';

export interface Line {
  readonly player: Player;
  readonly title: string;
  /** Points of the figure that this costs, exactly; the lines sum to 1 - C. */
  readonly effect: number;
  /** The figure if only this were at its best. */
  readonly ifAtBest: number;
}

export interface Explanation {
  readonly sentence: string;
  readonly closeness: number;
  readonly lines: readonly Line[];
}

export interface Explained {
  /** a = (E - P) / E. */
  readonly share: number;
  readonly reduction: number;
  readonly values: readonly CriterionValue[];
}

const TITLES: Readonly<Record<Player, string>> = {
  absence: 'Planned absence from the shift',
  tutoring: 'Tutoring a student: an added responsibility, not a shortfall',
  criticalTraining: 'Critical training out of date',
  coreSkills: 'Core skills of the role not held',
};
const PLAYERS = Object.keys(TITLES) as Player[];

/**
 * Exact Shapley split of 1 - C against the ideal (Shapley 1953), over players and not over criteria: the reduction for
 * tutoring and the supervising criterion move together. An unknown value stands at its worst, as in the score.
 */
export function explain(explained: Explained, policy: Policy): Explanation {
  const loss = lossOf(explained, policy.criteria);
  const everyone = (1 << PLAYERS.length) - 1;
  const total = loss(everyone);
  const lines = PLAYERS.map((player, at) => ({
    player,
    title: TITLES[player],
    effect: shapley(at, loss),
    ifAtBest: 1 - loss(everyone & ~(1 << at)),
  }));
  return { sentence: sentenceOf(total, lines), closeness: 1 - total, lines };
}

/** v(S) = 1 - C with the players of S (a bit each) as they are and all others at their ideal. */
function lossOf({ share, reduction, values }: Explained, criteria: readonly Criterion[]): (coalition: number) => number {
  const known = new Map<string, number | null>(values.map(({ id, value }) => [id, value]));
  const own = (criterion: Criterion): number => {
    const value = known.get(criterion.id) ?? null;
    return value === null ? 0 : utility(criterion, value);
  };
  return (coalition) => {
    const plays = (player: Player) => (coalition & (1 << PLAYERS.indexOf(player))) !== 0;
    const utilities = criteria.map((criterion) => {
      switch (criterion.id) {
        case 'workAvailability':
          return (plays('absence') ? share : 1) * (1 - (plays('tutoring') ? reduction : 0));
        case 'supervising':
          return plays('tutoring') ? own(criterion) : 1;
        default:
          return plays(criterion.id) ? own(criterion) : 1;
      }
    });
    return 1 - closeness(utilities, criteria).closeness;
  };
}

const FACTORIALS = [1, 1, 2, 6, 24];

function shapley(at: number, value: (coalition: number) => number): number {
  const n = PLAYERS.length;
  const self = 1 << at;
  let sum = 0;
  for (let coalition = 0; coalition < 1 << n; coalition += 1) {
    if ((coalition & self) !== 0) continue;
    const size = bits(coalition);
    const weight = ((FACTORIALS[size] as number) * (FACTORIALS[n - size - 1] as number)) / (FACTORIALS[n] as number);
    sum += weight * (value(coalition | self) - value(coalition));
  }
  return sum;
}

function bits(number: number): number {
  let count = 0;
  for (let rest = number; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function sentenceOf(loss: number, lines: readonly Line[]): string {
  const figure = (100 * (1 - loss)).toFixed(1);
  const biggest = lines.reduce((best, line) => (line.effect > best.effect ? line : best));
  if (loss === 0) return 'The figure is 100.0 of 100: fully available, training in date and all core skills held.';
  return `The figure is ${figure} of 100. The largest effect on it is ${(100 * biggest.effect).toFixed(1)} points: ${biggest.title}.`;
}
