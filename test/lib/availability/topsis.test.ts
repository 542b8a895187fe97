import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeness, closenessBounds, utility } from '../../../lib/availability/topsis.ts';
import type { Criterion } from '../../../lib/policy/policy.ts';
import { policy } from '../world.ts';

const { criteria } = policy;
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const utilities = fc.array(unit, { minLength: criteria.length, maxLength: criteria.length });
const score = (values: readonly number[], using: readonly Criterion[] = criteria) => closeness(values, using).closeness;

describe('TOPSIS with absolute reference points', () => {
  it('lies within its bounds, and is exact at both ends', () => {
    expect(score([1, 1, 1, 1])).toBe(1);
    expect(score([0, 0, 0, 0])).toBe(0);
    fc.assert(fc.property(utilities, (values) => score(values) >= 0 && score(values) <= 1));
  });

  it('is t when every utility is t', () => {
    fc.assert(fc.property(unit, (t) => Math.abs(score([t, t, t, t]) - t) < 1e-9));
  });

  it('complements: C(1-u) = 1 - C(u)', () => {
    fc.assert(fc.property(utilities, (values) => Math.abs(score(values.map((u) => 1 - u)) - (1 - score(values))) < 1e-12));
  });

  it('never falls when one utility rises', () => {
    fc.assert(
      fc.property(utilities, fc.nat(criteria.length - 1), unit, (values, which, higher) => {
        const raised = values.map((u, n) => (n === which ? Math.max(u, higher) : u));
        return score(raised) >= score(values) - 1e-15;
      }),
    );
  });

  it('does not depend on the scale of the weights or the order of the criteria', () => {
    fc.assert(
      fc.property(utilities, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, scale) => {
        const scaled = criteria.map((one) => ({ ...one, weight: one.weight * scale }));
        const reversed = score(values.toReversed(), criteria.toReversed());
        return Math.abs(score(values, scaled) - score(values)) < 1e-12 && Math.abs(reversed - score(values)) < 1e-15;
      }),
    );
  });

  it('does not depend on the unit in which a criterion is measured', () => {
    const minutes: Criterion = { ...(criteria[0] as Criterion), high: 600 };
    fc.assert(fc.property(unit, (u) => Math.abs(utility(minutes, u * 600) - utility(criteria[0] as Criterion, u)) < 1e-15));
  });

  it('ignores a criterion of weight zero', () => {
    const slots = [...criteria, { ...(criteria[0] as Criterion), weight: 0 }];
    fc.assert(fc.property(utilities, unit, (values, any) => score([...values, any], slots) === score(values)));
  });

  it('scores one at a time as in any batch: who else is there is no input', () => {
    fc.assert(
      fc.property(fc.array(utilities, { minLength: 1, maxLength: 8 }), (people) => {
        const batch = people.map((values) => score(values));
        return people.every((values, n) => Object.is(score(values), batch[n]));
      }),
    );
  });

  it('loses the points that the method publishes when one criterion alone is at its worst', () => {
    const lost = criteria.map((_, n) => Math.round(1000 * (1 - score(criteria.map((_one, at) => (at === n ? 0 : 1))))) / 10);
    expect(lost).toEqual([57.5, 36.8, 24, 9.2]);
  });

  it('squares the weights', () => {
    const { dPlus, dMinus } = closeness([0, 1, 1, 1], criteria);
    const squares = 0.4 ** 2 + 0.25 ** 2 + 0.15 ** 2 + 0.05 ** 2;
    expect(dPlus).toBeCloseTo(Math.sqrt(0.16 / squares), 12);
    expect(dMinus).toBeCloseTo(Math.sqrt(1 - 0.16 / squares), 12);
  });

  it('turns a cost round', () => {
    const supervising = criteria[3] as Criterion;
    expect([utility(supervising, 0), utility(supervising, 1)]).toEqual([1, 0]);
    expect(utility(criteria[0] as Criterion, 0.25)).toBe(0.25);
  });

  it('takes a domain that does not begin at 0', () => {
    const minutes = { ...(criteria[0] as Criterion), low: 2, high: 6 };
    expect([2, 3, 6].map((value) => utility(minutes, value))).toEqual([0, 0.25, 1]);
    expect([2, 3, 6].map((value) => utility({ ...minutes, objective: 'min' }, value))).toEqual([1, 0.75, 0]);
    expect(() => utility(minutes, 1)).toThrow(expect.objectContaining({ code: 'OUTSIDE_DOMAIN' }));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -0.01, 1.01])('refuses %s and clamps nothing', (value) => {
    expect(() => utility(criteria[0] as Criterion, value)).toThrow(/must lie from 0 to 1/);
    expect(() => closeness([value, 1, 1, 1], criteria)).toThrow(expect.objectContaining({ code: 'OUTSIDE_DOMAIN' }));
  });

  it('refuses lengths that differ and weights that are all zero', () => {
    expect(() => closeness([1], criteria)).toThrow(expect.objectContaining({ code: 'LENGTHS_DIFFER' }));
    const weightless = criteria.map((one) => ({ ...one, weight: 0 }));
    expect(() => closeness([1, 1, 1, 1], weightless)).toThrow(expect.objectContaining({ code: 'NO_WEIGHT' }));
  });

  it('bounds every completion of what is unknown, and knowing more never widens them', () => {
    fc.assert(
      fc.property(utilities, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (values, hidden) => {
        const partial = values.map((u, n) => (hidden[n] === true ? null : u));
        const { low, high } = closenessBounds(partial, criteria);
        const more = closenessBounds(
          partial.map((u, n) => (n === 0 ? (values[0] as number) : u)),
          criteria,
        );
        const inside = score(values) >= low.closeness - 1e-12 && score(values) <= high.closeness + 1e-12;
        return inside && more.low.closeness >= low.closeness - 1e-12 && more.high.closeness <= high.closeness + 1e-12;
      }),
    );
  });
});
