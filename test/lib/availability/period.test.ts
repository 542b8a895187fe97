import { beforeEach, describe, expect, it } from 'vitest';
import { daysToNextLeave, minutesOf } from '../../../lib/availability/minutes.ts';
import { attendanceOf, type PeriodDay, periodOf } from '../../../lib/availability/period.ts';
import { score } from '../../../lib/availability/score.ts';
import { absence, at, inputs, segment } from '../world.ts';

function day(over: Parameters<typeof inputs>[0] = {}): PeriodDay {
  const { minutes, status, reasons, score: scored } = score(inputs(over));
  return { minutes, status, reasons, closeness: scored?.closeness ?? null };
}
const minutes = (over: Parameters<typeof inputs>[0]) => minutesOf(inputs(over));

describe('where the minutes of a day went', () => {
  it('add up to the rostered ones, each counted once', () => {
    const segments = [
      segment('07:00', '12:00', { breakMinutes: 30 }),
      segment('12:00', '17:00', { no: 2, code: 'COURT', timeClass: 'committed' }),
    ];
    const absences = [absence('AL', '07:00', '08:00'), absence('SICK_S', '07:30', '10:00'), absence('STUDY', '09:00', '11:00')];
    const { rostered, working, committed, annualLeave, otherLeave, unplanned, injury } = minutes({ segments, absences });
    expect(rostered).toBe(570);
    expect(annualLeave).toBeCloseTo(54, 9);
    expect(committed).toEqual({ COURT: 300, STUDY: expect.closeTo(108, 9) });
    expect(unplanned).toBeCloseTo(54, 9);
    const parts = working + annualLeave + otherLeave + unplanned + injury + 300 + (committed.STUDY ?? 0);
    expect(parts).toBeCloseTo(rostered, 9);
  });

  it('injury on duty stands apart from sickness, annual leave from all other leave, and suspension is not at work', () => {
    expect(minutes({ absences: [absence('INJ', '07:00', '09:00')] })).toMatchObject({ injury: 120, unplanned: 0 });
    expect(minutes({ absences: [absence('MAT', '07:00', '09:00')] })).toMatchObject({ otherLeave: 120, annualLeave: 0 });
    expect(minutes({ suspensions: [{ start: at('07:00'), end: at('08:00') }] })).toMatchObject({ unplanned: 60 });
    expect(minutes({ segments: [] })).toMatchObject({ rostered: 0, working: 0 });
  });

  it('days to the next annual leave: from tomorrow on', () => {
    const leave = (start: string) => ({
      ...absence('AL', '07:00', '08:00'),
      start: Date.parse(start),
      end: Date.parse(start) + 1,
    });
    const days = (...starts: string[]) => daysToNextLeave(inputs({ absences: starts.map(leave) }));
    expect(days('2026-12-01T00:00:00Z', '2026-11-25T00:00:00Z')).toBe(5);
    expect(days('2026-11-20T12:00:00Z')).toBeNull();
    expect(days()).toBeNull();
  });
});

describe('what is told apart', () => {
  const zero = { rostered: 600, working: 0, committed: {}, annualLeave: 0, otherLeave: 0, unplanned: 0, injury: 0 };
  const of = (over: Partial<PeriodDay['minutes']>): PeriodDay => ({
    minutes: { ...zero, ...over },
    status: 'notDeployable',
    reasons: [],
    closeness: null,
  });

  it('each kind of absence leaves the expected time of a period', () => {
    for (const kind of ['annualLeave', 'otherLeave', 'unplanned', 'injury'] as const)
      expect(periodOf([of({ [kind]: 200, working: 400 })]).workingShare, kind).toBe(1);
    expect(periodOf([of({ annualLeave: 100, otherLeave: 100, unplanned: 100, injury: 100, working: 100 })]).workingShare).toBe(
      0.5,
    );
  });

  it('leave and injury are not expected attendance, sickness is missed', () => {
    const share = (over: Partial<PeriodDay['minutes']>) => attendanceOf([of(over)]);
    expect(share({ annualLeave: 200 })).toMatchObject({ share: 1, expectedMinutes: 400 });
    expect(share({ otherLeave: 200 })).toMatchObject({ share: 1, expectedMinutes: 400 });
    expect(share({ injury: 200 })).toMatchObject({ share: 1, expectedMinutes: 400 });
    expect(share({ unplanned: 150 })).toMatchObject({ share: 0.75, expectedMinutes: 600 });
  });

  it('a rest day is no duty, and a duty with OFF_DUTY was not asked', () => {
    const { dutiesRostered, dutiesAsked, dutiesDeployable } = periodOf([
      of({ rostered: 0 }),
      { ...of({}), reasons: ['OFF_DUTY'] },
      { ...of({}), status: 'deployable' },
      of({}),
    ]);
    expect([dutiesRostered, dutiesAsked, dutiesDeployable]).toEqual([3, 2, 1]);
  });

  it('only records of a kind count for it, and a minute only once', () => {
    const committed = (code: 'COURT' | 'TRG', from: string, to: string, no: number) =>
      segment(from, to, { no, code, timeClass: 'committed' });
    const segments = [
      committed('TRG', '07:00', '09:00', 1),
      committed('COURT', '09:00', '11:00', 2),
      segment('11:00', '17:00', { no: 3 }),
    ];
    const found = minutes({ segments });
    expect(found.committed).toEqual({ COURT: 120, TRG: 120 });
    expect(found).toMatchObject({ annualLeave: 0, otherLeave: 0, unplanned: 0, injury: 0, working: 360 });
    // The same hour claimed by two: the first name in order has it.
    const twice = minutes({ absences: [absence('STUDY', '07:00', '08:00')], segments });
    expect(twice.committed).toEqual({ STUDY: 60, TRG: 60, COURT: 120 });
    expect(minutes({ absences: [absence('AL', '07:00', '08:00')] })).toMatchObject({ annualLeave: 60, otherLeave: 0 });
    expect(minutes({ absences: [absence('SICK_S', '07:00', '08:00')] })).toMatchObject({ unplanned: 60, injury: 0 });
    const both = minutes({ absences: [absence('INJ', '07:00', '09:00'), absence('SICK_S', '08:00', '10:00')] });
    expect(both).toMatchObject({ injury: 120, unplanned: 60 });
    const leaves = minutes({ absences: [absence('MAT', '07:00', '09:00'), absence('AL', '08:00', '10:00')] });
    expect(leaves).toMatchObject({ annualLeave: 120, otherLeave: 60 });
  });

  it('other absences are no annual leave to look forward to, and tomorrow counts', () => {
    const sick = { ...absence('SICK_S', '07:00', '08:00'), start: at('07:00', '2026-11-22') };
    const leave = { ...absence('AL', '07:00', '08:00'), start: at('07:00', '2026-11-21') };
    expect(daysToNextLeave(inputs({ absences: [sick] }))).toBeNull();
    expect(daysToNextLeave(inputs({ absences: [sick, leave] }))).toBe(1);
  });
});

describe('over a period', () => {
  let leave: ReturnType<typeof day>;
  let sick: ReturnType<typeof day>;
  let court: ReturnType<typeof day>;
  let rest: ReturnType<typeof day>;
  beforeEach(() => {
    leave = day({ absences: [absence('AL', '06:00', '18:00')] });
    sick = day({ absences: [absence('SICK_S', '06:00', '18:00')] });
    court = day({ segments: [segment('07:00', '17:00', { code: 'COURT', timeClass: 'committed' })] });
    rest = day({ segments: [] });
  });

  it('leave, maternity and sickness never lower it', () => {
    expect(periodOf([day(), leave, sick, rest]).workingShare).toBe(1);
    expect(periodOf([day(), court])).toMatchObject({ workingShare: 0.5, abstractions: { COURT: 600 } });
    expect(periodOf([leave, rest]).workingShare).toBeNull();
  });

  it('of the duties rostered, those not on leave, sick or committed, and how many of them were deployable', () => {
    const untrained = day({ training: [] });
    expect(periodOf([day(), untrained, leave, sick, court, rest])).toMatchObject({
      dutiesRostered: 5,
      dutiesAsked: 2,
      dutiesDeployable: 1,
      otherReasons: { 'TRAINING_MISSING:PPST': 1, 'TRAINING_MISSING:FIRST_AID': 1 },
    });
  });

  it('median and range of C from five on, never a mean', () => {
    const scored = [0.5, 0.9, 0.7, 0.8].map((closeness) => ({ ...day(), closeness }));
    expect(periodOf(scored).score).toBeNull();
    expect(periodOf([...scored, { ...day(), closeness: 1 }]).score).toEqual({ n: 5, median: 0.8, low: 0.5, high: 1 });
    const six = [...scored, { ...day(), closeness: 1 }, { ...day(), closeness: 0.6 }];
    expect(periodOf(six).score?.median).toBeCloseTo(0.75, 12);
  });

  it('attendance: injury and leave are not expected time, committed time is attended, and it says that it is not adjusted', () => {
    expect(attendanceOf([day(), sick, leave, court])).toMatchObject({ share: 2 / 3, expectedMinutes: 1800, notAdjusted: true });
    expect(attendanceOf([day({ absences: [absence('INJ', '06:00', '18:00')] })]).share).toBeNull();
    expect(attendanceOf([]).warning).toContain('the law protects');
  });
});
