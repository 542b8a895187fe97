import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../../lib/availability/order.ts';

const people = (...scores: (number | null)[]) => scores.map((closeness, n) => ({ person: `10${n}`, closeness }));
const ranks = (...scores: (number | null)[]) => orderOf(people(...scores), 3)?.map(({ rank }) => rank) ?? null;

describe('order of a day', () => {
  it('is competition ranking: 1 2 2 4, and ties are joint', () => {
    const order = orderOf(people(0.9, 0.7, 0.8, 0.8), 3);
    expect(order?.map(({ person, rank, joint }) => `${person} ${rank}${joint ? ' joint' : ''}`)).toEqual([
      '100 1',
      '102 2 joint',
      '103 2 joint',
      '101 4',
    ]);
  });

  it('takes scores that differ by less than 1e-9 as equal', () => {
    expect(ranks(0.5, 0.5 + 1e-12, 0.4)).toEqual([1, 1, 3]);
    expect(ranks(0.5, 0.5 + 1e-8, 0.4)).toEqual([1, 2, 3]);
  });

  it('is none below the least number scored; who has no score has no place', () => {
    expect(ranks(0.5, 0.6)).toBeNull();
    expect(ranks(0.5, 0.6, null)).toBeNull();
    expect(ranks(0.5, 0.6, null, 0.7)).toEqual([1, 2, 3]);
  });

  it('nobody without a score moves anybody else, and dominance never ranks worse', () => {
    const scores = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(scores, (some) => {
        const all = people(...some);
        const scored = all.filter(({ closeness }) => closeness !== null);
        const order = orderOf(all, 1) ?? [];
        expect(order).toEqual(orderOf(scored, 1) ?? []);
        const of = new Map(order.map(({ person, rank }) => [person, rank]));
        for (const a of scored)
          for (const b of scored)
            if ((a.closeness ?? 0) > (b.closeness ?? 0)) expect(of.get(a.person)).toBeLessThanOrEqual(of.get(b.person) ?? 0);
      }),
    );
  });
});
