import { describe, expect, it } from 'vitest';
import { courseOn, daysToExpiry } from '../../../lib/availability/courses.ts';
import { course, DATE } from '../world.ts';

const known = new Set(['OLD', 'NEW']);
const on = (...rows: ReturnType<typeof course>[]) => courseOn('OLD', rows, known, DATE);
const renamed = (over: Parameters<typeof course>[1]) => course('NEW', { replaces_course_code: 'OLD', ...over });

describe('a course on a day', () => {
  it('the latest attempt decides, in whatever order the rows come', () => {
    const passed = course('OLD', { achieved_on: '2025-01-01' });
    const failed = course('OLD', { achieved_on: '2026-01-01', result: 'FAIL' });
    for (const rows of [
      [passed, failed],
      [failed, passed],
    ])
      expect(on(...rows).state).toBe('missing');
  });

  it('on one day a pass beats a fail, and of two passes the longer one counts', () => {
    const failed = renamed({ result: 'FAIL' });
    const short = course('OLD', { expires_on: '2026-12-01' });
    const long = renamed({ expires_on: '2027-12-01' });
    const forever = renamed({ expires_on: null });
    const orders = (...rows: ReturnType<typeof course>[]) =>
      [on(...rows), on(...rows.toReversed())].map(({ validTo }) => validTo);
    expect(orders(failed, short)).toEqual(['2026-12-01', '2026-12-01']);
    expect(orders(short, long)).toEqual(['2027-12-01', '2027-12-01']);
    expect(orders(forever, long)).toEqual([null, null]);
  });

  it('renamed twice: the latest name stands for the first', () => {
    const standIns = new Map([['OLD', new Set(['OLD', 'NEW', 'NEWEST'])]]);
    const row = course('NEWEST', { replaces_course_code: 'NEW' });
    expect(courseOn('OLD', [row], known, DATE, standIns).state).toBe('valid');
    expect(courseOn('OLD', [row], known, DATE).state).toBe('missing');
  });

  it('holds through its expiry, or the later date it was extended to; without an expiry for ever', () => {
    const validTo = (expires_on: string | null, extended_to: string | null) =>
      on(course('OLD', { expires_on, extended_to })).validTo;
    expect(validTo('2026-11-01', null)).toBe('2026-11-01');
    expect(validTo('2026-11-01', '2026-12-01')).toBe('2026-12-01');
    expect(validTo('2026-12-01', '2026-11-01')).toBe('2026-12-01');
    expect(validTo(null, '2026-12-01')).toBeNull();
    expect(validTo(null, null)).toBeNull();
  });
});

describe('days to the next expiry', () => {
  it('is the nearest of the valid ones, in whatever order they stand', () => {
    const courses = ['2026-12-20', '2026-11-30', '2027-01-01'].map((validTo) => ({
      code: 'C',
      state: 'valid' as const,
      validTo,
    }));
    expect(daysToExpiry(courses, DATE)).toBe(10);
    expect(daysToExpiry([{ code: 'C', state: 'valid', validTo: null }], DATE)).toBeNull();
  });
});
