import { beforeEach, describe, expect, it } from 'vitest';
import { sensitivityOf } from '../../../lib/availability/sensitivity.ts';
import { closeness } from '../../../lib/availability/topsis.ts';
import { policy } from '../world.ts';

const { criteria } = policy;
const people = [
  { person: 'b', utilities: [1, 0.5, 1, 1] },
  { person: 'a', utilities: [0.6, 1, 1, 1] },
  { person: 'c', utilities: [0, 0, 0.3, 0] },
  { person: 'd', utilities: [1, 1, 1, 1] },
];

describe('sensitivity to the weights', () => {
  let found: ReturnType<typeof sensitivityOf>;
  beforeEach(() => {
    found = sensitivityOf(people, criteria);
  });

  it('is a band about the score, exact where weights do not matter, in order of the person', () => {
    expect(found.people.map(({ person }) => person)).toEqual(['a', 'b', 'c', 'd']);
    for (const { person, band } of found.people) {
      const own = closeness(people.find((one) => one.person === person)?.utilities ?? [], criteria).closeness;
      expect(band[0]).toBeLessThanOrEqual(own);
      expect(band[1]).toBeGreaterThanOrEqual(own);
    }
    expect(found.people.find(({ person }) => person === 'd')?.band).toEqual([1, 1]);
    const [low, high] = found.people.find(({ person }) => person === 'b')?.band ?? [0, 0];
    expect(high - low).toBeGreaterThan(0.01);
  });

  it('tells how often two people keep their order', () => {
    expect(found.orderKept).toBeGreaterThan(0.9);
    expect(found.orderKept).toBeLessThanOrEqual(1);
    // Nearly equal with opposite strengths: the order hangs on the weights.
    const close = [
      { person: 'a', utilities: [0.8, 1, 1, 1] },
      { person: 'b', utilities: [1, 0.715, 1, 1] },
    ];
    expect(sensitivityOf(close, criteria).orderKept).toBeLessThan(0.95);
    expect(sensitivityOf(people.slice(0, 1), criteria).orderKept).toBe(1);
  });

  it('is the same every time, and for people in any order', () => {
    expect(sensitivityOf(people.toReversed(), criteria)).toEqual(found);
    expect(found).toMatchObject({ draws: 1000, spread: 0.2 });
  });

  it('draws each weight evenly within a fifth of its own', () => {
    const two = criteria.slice(0, 2).map((criterion) => ({ ...criterion, weight: 1 }));
    // One full, one empty: the score is the share of the first weight, so from .8/2 to 1.2/2.
    const [person] = sensitivityOf([{ person: 'a', utilities: [1, 0] }], two).people;
    const [low, high] = person?.band ?? [0, 1];
    expect(low).toBeGreaterThan(0.425);
    expect(low).toBeLessThan(0.44);
    expect(high).toBeGreaterThan(0.56);
    expect(high).toBeLessThan(0.575);
    // The 5th and the 95th of a hundred, not the least and the most.
    const few = sensitivityOf([{ person: 'a', utilities: [1, 0] }], two, 1).people[0]?.band ?? [0, 1];
    expect(few[0]).toBe(few[1]);
  });

  it('two who are always alike keep their order, and who lies clearly behind never passes', () => {
    const pair = (utilities: number[]) => [
      { person: 'a', utilities: [1, 1, 1, 1] },
      { person: 'b', utilities },
    ];
    expect(sensitivityOf(pair([1, 1, 1, 1]), criteria).orderKept).toBe(1);
    expect(sensitivityOf(pair([0.2, 0.2, 0.2, 0.2]), criteria).orderKept).toBe(1);
    expect(sensitivityOf([], criteria)).toMatchObject({ people: [], orderKept: 1 });
  });
});
