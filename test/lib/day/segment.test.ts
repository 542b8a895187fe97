import { describe, expect, it } from 'vitest';
import { minutesOf, segmentOf } from '../../../lib/day/segment.ts';
import type { RowOf } from '../../../lib/sources/catalogue.ts';
import { policy } from '../world.ts';
import { dutyFact } from './world.ts';

const row = (over: Record<string, unknown> = {}) =>
  dutyFact('1', '2026-11-20', '2026-11-20T07:00:00Z', '2026-11-20T17:00:00Z', over).fact.r as unknown as RowOf<'duties'>;

describe('a segment of duty', () => {
  it('has the planned times until there are actual ones; what was rostered stays', () => {
    expect(segmentOf(row(), policy)).toMatchObject({
      start: Date.parse('2026-11-20T07:00:00Z'),
      worked: false,
      timeClass: 'working',
    });
    const worked = segmentOf(row({ actual_start: '2026-11-20T07:10:00Z', actual_end: '2026-11-20T18:00:00Z' }), policy);
    expect(worked).toMatchObject({
      start: Date.parse('2026-11-20T07:10:00Z'),
      end: Date.parse('2026-11-20T18:00:00Z'),
      rosteredStart: Date.parse('2026-11-20T07:00:00Z'),
      rosteredEnd: Date.parse('2026-11-20T17:00:00Z'),
      worked: true,
    });
  });

  it('rest day worked without a plan: its own length is what was rostered', () => {
    const rested = segmentOf(
      row({
        duty_code: 'RDW',
        planned_start: null,
        planned_end: null,
        actual_start: '2026-11-20T09:00:00Z',
        actual_end: '2026-11-20T13:00:00Z',
      }),
      policy,
    );
    expect(rested).toMatchObject({
      rosteredStart: Date.parse('2026-11-20T09:00:00Z'),
      rosteredEnd: Date.parse('2026-11-20T13:00:00Z'),
    });
  });

  it('a half pair of times is none', () => {
    expect(segmentOf(row({ planned_end: null }), policy)).toBeNull();
    expect(segmentOf(row({ planned_start: null }), policy)).toBeNull();
    expect(segmentOf(row({ actual_start: '2026-11-20T07:10:00Z' }), policy)).toMatchObject({ worked: false });
  });

  it('cancelled shift: no segment', () => {
    expect(segmentOf(row({ status: 'X' }), policy)).toBeNull();
  });

  it('on-call: only once called, and then for the time of the call', () => {
    expect(segmentOf(row({ duty_code: 'ONCALL' }), policy)).toBeNull();
    const called = segmentOf(
      row({ duty_code: 'ONCALL', actual_start: '2026-11-20T09:00:00Z', actual_end: '2026-11-20T11:00:00Z' }),
      policy,
    );
    expect(called).toMatchObject({
      rosteredStart: Date.parse('2026-11-20T09:00:00Z'),
      rosteredEnd: Date.parse('2026-11-20T11:00:00Z'),
    });
  });

  it('carries the class of its code', () => {
    expect(segmentOf(row({ duty_code: 'COURT' }), policy)?.timeClass).toBe('committed');
    expect(segmentOf(row({ duty_code: 'RD' }), policy)?.timeClass).toBe('leave');
  });

  it('minutes come from UTC: a 22:00 to 07:00 night is 8 h in spring and 10 h in autumn', () => {
    expect(minutesOf(Date.parse('2026-03-28T22:00:00Z'), Date.parse('2026-03-29T06:00:00Z'))).toBe(480);
    expect(minutesOf(Date.parse('2026-10-24T21:00:00Z'), Date.parse('2026-10-25T07:00:00Z'))).toBe(600);
  });
});
