import { describe, expect, it } from 'vitest';
import { atLocalTime, dutyDayOf, instantToLocal, localToInstant } from '../../lib/calendar.ts';
import { addDays, completedYears, daysBetween, formatInstant, isDate, longDate } from '../../lib/dates.ts';

describe('London time', () => {
  it('both clock changes: ambiguous takes the earlier, non-existent is told', () => {
    expect(localToInstant('2026-10-25T01:30:00')).toEqual({ kind: 'ambiguous', instant: Date.parse('2026-10-25T00:30:00Z') });
    expect(localToInstant('2026-10-25T02:00:00')).toEqual({ kind: 'exact', instant: Date.parse('2026-10-25T02:00:00Z') });
    expect(localToInstant('2026-03-29T01:00:00')).toEqual({ kind: 'nonexistent' });
    expect(localToInstant('2026-03-29T02:00:00')).toEqual({ kind: 'exact', instant: Date.parse('2026-03-29T01:00:00Z') });
    expect(localToInstant('2019-03-10T02:30:00', 'America/New_York')).toEqual({ kind: 'nonexistent' });
  });

  it('goes back the same way', () => {
    for (const iso of ['2026-07-01T12:34:56Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-01-01T00:00:00Z']) {
      expect(instantToLocal(Date.parse(iso)).slice(0, 16)).toBe(
        {
          '2026-07-01T12:34:56Z': '2026-07-01T13:34',
          '2026-10-25T00:30:00Z': '2026-10-25T01:30',
          '2026-10-25T01:30:00Z': '2026-10-25T01:30',
          '2026-01-01T00:00:00Z': '2026-01-01T00:00',
        }[iso],
      );
    }
    expect(formatInstant(Date.parse('2026-07-01T12:34:56.789Z'))).toBe('2026-07-01T12:34:56Z');
  });

  it('a duty day starts at its hour by the clock on the wall', () => {
    expect(dutyDayOf(Date.parse('2026-07-01T05:59:00Z'), '07:00')).toBe('2026-06-30');
    expect(dutyDayOf(Date.parse('2026-07-01T06:00:00Z'), '07:00')).toBe('2026-07-01');
    expect(dutyDayOf(Date.parse('2026-10-25T06:59:00Z'), '07:00')).toBe('2026-10-24');
  });

  it('a wall-clock time that is skipped moves on by an hour', () => {
    expect(atLocalTime('2026-03-29', '01:30')).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(atLocalTime('2026-07-01', '09:00')).toBe(Date.parse('2026-07-01T08:00:00Z'));
  });
});

describe('dates', () => {
  it('count and format', () => {
    expect([addDays('2026-12-31', 1), addDays('2024-03-01', -1), daysBetween('2026-03-28', '2026-03-30')]).toEqual([
      '2027-01-01',
      '2024-02-29',
      2,
    ]);
    expect([isDate('2026-02-29'), isDate('2024-02-29'), isDate('2026-2-9'), isDate('')]).toEqual([false, true, false, false]);
    expect([
      completedYears('2015-11-20', '2026-11-19'),
      completedYears('2015-11-20', '2026-11-20'),
      completedYears('2016-02-29', '2017-02-28'),
    ]).toEqual([10, 11, 0]);
    expect(longDate('2026-11-02')).toBe('2 November 2026');
  });
});
