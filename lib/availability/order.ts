import { by } from '../order.ts';

export interface Scored {
  readonly person: string;
  /** C; null for who has no score. */
  readonly closeness: number | null;
}

export interface Place {
  readonly person: string;
  readonly rank: number;
  /** Another one has the same rank. */
  readonly joint: boolean;
}

const DIGITS = 1e9;

/**
 * Competition ranking (1 2 2 4) of those scored, by C rounded to 1e-9; equal ones by number. Null below the least number
 * that may be ranked. Who has no score has no place, and nobody's place depends on them.
 */
export function orderOf(people: readonly Scored[], fewest: number): readonly Place[] | null {
  const scored = people
    .flatMap(({ person, closeness }) => (closeness === null ? [] : [{ person, rounded: Math.round(closeness * DIGITS) }]))
    .sort(
      by(
        ({ rounded }) => -rounded,
        ({ person }) => person,
      ),
    );
  if (scored.length < fewest) return null;
  return scored.map(({ person, rounded }) => ({
    person,
    rank: 1 + scored.filter((other) => other.rounded > rounded).length,
    joint: scored.some((other) => other.person !== person && other.rounded === rounded),
  }));
}
