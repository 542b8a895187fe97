import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dutyDayOf } from '../../../lib/calendar.ts';
import { addDays } from '../../../lib/dates.ts';
import { attribute } from '../../../lib/day/attribute.ts';
import type { Segment } from '../../../lib/day/segment.ts';
import { policy, segment } from '../world.ts';

const at = (iso: string) => Date.parse(`${iso}:00Z`);
const shift = (date: string, from: string, to: string, over: Partial<Segment> = {}) =>
  segment('07:00', '17:00', { date, start: at(from), end: at(to), ...over });
const dateOf = (iso: string, segments: Segment[]) => attribute(at(iso), segments, policy).date;

const night = shift('2026-11-19', '2026-11-19T22:00', '2026-11-20T07:00');
const early = shift('2026-11-20', '2026-11-20T07:00', '2026-11-20T17:00', { no: 2 });

describe('the duty date of an event', () => {
  it('night shift over midnight: its own duty date on both sides', () => {
    expect(dateOf('2026-11-19T23:30', [night])).toBe('2026-11-19');
    expect(dateOf('2026-11-20T06:30', [night])).toBe('2026-11-19');
  });

  it('start included, end not; containing beats grace', () => {
    expect(dateOf('2026-11-20T07:00', [night, early])).toBe('2026-11-20');
    expect(dateOf('2026-11-20T06:59', [night, early])).toBe('2026-11-19');
    expect(dateOf('2026-11-20T07:00', [night])).toBe('2026-11-19');
  });

  it('grace: 60 minutes before, 120 after', () => {
    const late = shift('2026-11-20', '2026-11-20T14:00', '2026-11-21T00:00');
    expect(attribute(at('2026-11-20T13:00'), [late], policy).segment).toBe(late);
    expect(attribute(at('2026-11-20T12:59'), [late], policy).segment).toBeNull();
    expect(attribute(at('2026-11-21T02:00'), [late], policy).segment).toBe(late);
    expect(attribute(at('2026-11-21T02:01'), [late], policy).segment).toBeNull();
    expect(dateOf('2026-11-21T02:00', [late])).toBe('2026-11-20');
  });

  it('of two in grace the nearer boundary, then the earlier segment', () => {
    const first = shift('2026-11-19', '2026-11-19T22:00', '2026-11-20T06:00');
    const next = shift('2026-11-20', '2026-11-20T07:00', '2026-11-20T15:00');
    expect(dateOf('2026-11-20T06:20', [next, first])).toBe('2026-11-19');
    expect(dateOf('2026-11-20T06:40', [first, next])).toBe('2026-11-20');
    expect(dateOf('2026-11-20T06:30', [next, first])).toBe('2026-11-19');
    expect(dateOf('2026-11-20T06:40', [next, first])).toBe('2026-11-20');
    expect(dateOf('2026-11-20T06:30', [first, next])).toBe('2026-11-19');
  });

  it('of two that contain it the earlier, by start, date and number', () => {
    const one = shift('2026-11-20', '2026-11-20T08:00', '2026-11-20T12:00', { no: 2 });
    const other = shift('2026-11-20', '2026-11-20T08:00', '2026-11-20T12:00', { no: 1 });
    expect(attribute(at('2026-11-20T09:00'), [one, other], policy).segment).toBe(other);
    expect(attribute(at('2026-11-20T09:00'), [other, one], policy).segment).toBe(other);
    const dayBefore = shift('2026-11-19', '2026-11-20T08:00', '2026-11-20T12:00', { no: 9 });
    expect(attribute(at('2026-11-20T09:00'), [other, dayBefore], policy).segment).toBe(dayBefore);
    const starts = shift('2026-11-20', '2026-11-20T07:30', '2026-11-20T12:00', { no: 9 });
    expect(attribute(at('2026-11-20T09:00'), [other, dayBefore, starts], policy).segment).toBe(starts);
  });

  it('the very end of one beats the grace of another, for no boundary is nearer', () => {
    const next = shift('2026-11-20', '2026-11-20T07:01', '2026-11-20T15:00');
    expect(dateOf('2026-11-20T07:00', [next, night])).toBe('2026-11-19');
  });

  it('without a segment the duty day of the instant, which starts at dutyDayStart', () => {
    expect(attribute(at('2026-11-20T06:59'), [], policy)).toEqual({ date: '2026-11-19', segment: null });
    expect(attribute(at('2026-11-20T07:00'), [], policy)).toEqual({ date: '2026-11-20', segment: null });
  });

  it('early turn before dutyDayStart: the segment decides', () => {
    const beforeSeven = shift('2026-11-20', '2026-11-20T05:00', '2026-11-20T13:00');
    expect(dateOf('2026-11-20T05:30', [beforeSeven])).toBe('2026-11-20');
  });

  it('committed time counts, leave does not', () => {
    expect(attribute(at('2026-11-20T09:00'), [{ ...early, timeClass: 'committed' }], policy).segment).not.toBeNull();
    expect(attribute(at('2026-11-20T09:00'), [{ ...early, timeClass: 'leave' }], policy).segment).toBeNull();
  });

  it('looks at no segment more than a day from the duty day of the instant', () => {
    for (const date of ['2026-11-18', '2026-11-22']) {
      expect(attribute(at('2026-11-20T09:00'), [{ ...early, date }], policy).segment).toBeNull();
    }
    for (const date of ['2026-11-19', '2026-11-21']) expect(dateOf('2026-11-20T09:00', [{ ...early, date }])).toBe(date);
  });

  it('is the same for every day that could credit it: exactly one does', () => {
    const roster = fc.array(
      fc.record({
        day: fc.integer({ min: -3, max: 3 }),
        from: fc.integer({ min: -3, max: 27 }),
        hours: fc.integer({ min: 1, max: 26 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(roster, fc.integer({ min: -30 * 60, max: 54 * 60 }), (shifts, minute) => {
        const base = at('2026-11-20T00:00');
        const segments = shifts.map(({ day, from, hours }, no) => {
          const start = base + (day * 24 + from) * 3_600_000;
          return shift(addDays('2026-11-20', day), '2026-11-20T07:00', '2026-11-20T17:00', {
            no,
            start,
            end: start + hours * 3_600_000,
          });
        });
        const instant = base + minute * 60_000;
        const dutyDay = dutyDayOf(instant, policy.dutyDayStart);
        // Each day D sees the events of D-1 to D+1 and the duties of D-2 to D+2.
        const crediting = [-2, -1, 0, 1, 2].filter((away) => {
          const day = addDays(dutyDay, away);
          if (Math.abs(away) > 1) return false;
          const seen = segments.filter(({ date }) => date >= addDays(day, -2) && date <= addDays(day, 2));
          return attribute(instant, seen, policy).date === day;
        });
        return crediting.length === 1;
      }),
    );
  });
});
