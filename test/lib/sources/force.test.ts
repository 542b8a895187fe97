import { describe, expect, it } from 'vitest';
import { forceSchema } from '../../../lib/sources/force.ts';
import { force, policy } from '../world.ts';

const takes = (nullLimits: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  forceSchema.safeParse({ ...force, policies: [policy, { ...policy, from: '2027-01-01', nullLimits }] }).success;

describe('limits of blanks in a policy', () => {
  it('name columns that may be blank', () => {
    expect(takes({})).toBe(true);
    expect(takes({ arrests: { custody_no: 0.5, offence_group: 1 }, duties: { planned_start: 0 } })).toBe(true);
  });

  it.each([
    ['a feed that does not exist', { arests: { custody_no: 0.5 } }],
    ['a property of every object', { constructor: {}, valueOf: { custody_no: 0.5 } }],
    ['a column that the feed does not have', { arrests: { custody_no: 0.5, custody: 0.5 } }],
    ['a column of which no blanks are counted, for its feed is confidential', { 'duty-effects': { to_at: 0.5 } }],
    ['a column that is never blank', { arrests: { arrested_at: 0.5 } }],
    ['more than the whole', { arrests: { custody_no: 1.5 } }],
  ])('never %s', (_, limits) => {
    expect(takes(limits)).toBe(false);
  });
});
