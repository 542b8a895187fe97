import { by } from '../order.ts';
import type { Criterion } from '../policy/policy.ts';
import { closeness } from './topsis.ts';

/** How far the scores of a day hang on the weights, which are a proposal and no measurement (method section 7). */
export interface Sensitivity {
  readonly draws: number;
  /** Each weight is multiplied by a number drawn evenly from 1 - spread to 1 + spread. */
  readonly spread: number;
  readonly people: readonly {
    readonly person: string;
    /** The 5th and 95th of a hundred scores under drawn weights. */
    readonly band: readonly [low: number, high: number];
  }[];
  /** Share of pairs and draws in which two people keep their order; ties count as kept. */
  readonly orderKept: number;
}

export interface Weighed {
  readonly person: string;
  readonly utilities: readonly number[];
}

const DRAWS = 1000;
const SPREAD = 0.2;
const SEED = 2026;

/** Seeded, so that the same day always gives the same answer. In order of the person. */
export function sensitivityOf(people: readonly Weighed[], criteria: readonly Criterion[], draws = DRAWS): Sensitivity {
  const next = sequence(SEED);
  const all = people.toSorted(by(({ person }) => person));
  const own = all.map(({ utilities }) => closeness(utilities, criteria).closeness);
  const drawn: number[][] = all.map(() => []);
  let kept = 0;
  let pairs = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const weights = criteria.map((criterion) => ({
      ...criterion,
      weight: criterion.weight * (1 - SPREAD + 2 * SPREAD * next()),
    }));
    const scores = all.map(({ utilities }) => closeness(utilities, weights).closeness);
    for (const [at, score] of scores.entries()) drawn[at]?.push(score);
    for (let a = 0; a < all.length; a += 1) {
      for (let b = a + 1; b < all.length; b += 1) {
        pairs += 1;
        const before = (own[a] as number) - (own[b] as number);
        if (before * ((scores[a] as number) - (scores[b] as number)) >= 0) kept += 1;
      }
    }
  }
  return {
    draws,
    spread: SPREAD,
    people: all.map(({ person }, at) => ({ person, band: bandOf(drawn[at] ?? []) })),
    orderKept: pairs === 0 ? 1 : kept / pairs,
  };
}

function bandOf(scores: readonly number[]): [number, number] {
  const sorted = scores.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return [at(0.05), at(0.95)];
}

/** Numbers in [0, 1) by whole-number arithmetic alone (Park and Miller 1988), equal on every machine. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
