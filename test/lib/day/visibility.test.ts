import { describe, expect, it } from 'vitest';
import { at, figures, UNITS } from './control.ts';
import { status } from './rows.ts';
import { assignmentRow, DATE, dutyFact, sources } from './world.ts';

describe('visibility', () => {
  const seen = (...statuses: ReturnType<typeof status>[]) => figures({ statuses }).person('1')?.visibility;

  it('is the union of visible statuses, clipped to the duty', () => {
    const statuses = [
      status('1', at('06:30:00'), at('08:00:00')),
      status('1', at('07:30:00'), at('08:30:00'), 'ATSCENE'),
      status('1', at('08:30:00'), at('09:00:00'), 'STATION'),
      status('1', at('16:00:00'), at('18:00:00')),
    ];
    expect(seen(...statuses)).toMatchObject({ minutes: 90 + 60, unknownMinutes: 420, reason: null });
  });

  it('a gap of up to 120 minutes is known, a longer one is not', () => {
    const around = (gap: string) => [status('1', at('07:00:00'), at('12:00:00')), status('1', at(gap), at('17:00:00'))];
    expect(seen(...around('14:00:00'))).toMatchObject({ minutes: 480, unknownMinutes: 0 });
    expect(seen(...around('14:01:00'))).toMatchObject({ minutes: 479, unknownMinutes: 121 });
  });

  it('a status without an end lasts until the next, at most 120 minutes', () => {
    expect(seen(status('1', at('07:00:00'), null), status('1', at('08:00:00'), at('17:00:00'), 'REFS'))?.minutes).toBe(60);
    expect(seen(status('1', at('07:00:00'), null))).toMatchObject({ minutes: 120, unknownMinutes: 480 });
  });

  it('without a status it is 0, and all of the duty is unknown', () => {
    expect(seen()).toMatchObject({ minutes: 0, unknownMinutes: 600 });
    expect(figures({ duties: [dutyFact('2', DATE, at('07:00:00'), at('17:00:00'))] }).person('1')?.visibility).toMatchObject({
      minutes: 0,
      unknownMinutes: 0,
    });
  });

  it('is asked for working time of the day alone', () => {
    const duties = [
      dutyFact('1', DATE, at('07:00:00'), at('12:00:00')),
      dutyFact('1', DATE, at('12:00:00'), at('17:00:00'), { segment_no: 2, duty_code: 'COURT' }),
      dutyFact('1', '2026-11-21', '2026-11-21T07:00:00Z', '2026-11-21T17:00:00Z'),
    ];
    expect(figures({ duties }).person('1')?.visibility).toMatchObject({ minutes: 0, unknownMinutes: 300 });
  });

  it('goes to the team that each part of the duty was for', () => {
    const assignments = [assignmentRow('1', 'T1'), assignmentRow('1', 'T2')];
    const duties = [
      dutyFact('1', DATE, at('07:00:00'), at('12:00:00'), { team_code: 'T1' }),
      dutyFact('1', DATE, at('12:00:00'), at('17:00:00'), { team_code: 'T2', segment_no: 2 }),
    ];
    const statuses = [status('1', at('11:00:00'), at('14:00:00'))];
    const { unit, person } = figures({ duties, statuses }, { snapshots: { ...sources().snapshots, assignments, units: UNITS } });
    expect([unit('T1')?.visibility.minutes, unit('T2')?.visibility.minutes, unit('D')?.visibility.minutes]).toEqual([
      60, 120, 180,
    ]);
    expect(person('1')?.visibility).toMatchObject({ minutes: 180, unknownMinutes: 420 });
  });

  it('is summed over the officers of a unit', () => {
    const statuses = ['1', '3', '4'].map((id) => status(id, at('07:00:00'), at('08:00:00')));
    const { unit, generation } = figures({ statuses });
    expect([unit('T1')?.visibility.minutes, unit('T2')?.visibility.minutes, unit('D')?.visibility.minutes]).toEqual([
      60, 60, 120,
    ]);
    expect(generation.force.visibility.minutes).toBe(120);
  });
});
