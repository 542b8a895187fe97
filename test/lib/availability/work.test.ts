import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workAvailability } from '../../../lib/availability/work.ts';
import { absence, at, inputs, segment } from '../world.ts';

const work = (over: Parameters<typeof inputs>[0], tutors = false) =>
  workAvailability(inputs({ ...over, tutored: tutors ? ['200001'] : [] }));
const committed = (from: string, to: string, no = 2) => segment(from, to, { no, code: 'COURT', timeClass: 'committed' });

describe('work availability', () => {
  it('is 1 when nothing is planned, whatever the length of the shift', () => {
    for (const segments of [[segment('07:00', '17:00')], [segment('09:00', '13:00')], [segment('22:00', '07:00')]]) {
      expect(work({ segments }).availability).toBe(1);
    }
  });

  it('counts rostered minutes less breaks', () => {
    expect(work({ segments: [segment('07:00', '17:00', { breakMinutes: 45 })] }).expectedMinutes).toBe(555);
  });

  it('lowers by planned absence as a share of the shift', () => {
    expect(work({ absences: [absence('AL', '07:00', '09:00')] })).toMatchObject({
      expectedMinutes: 600,
      plannedAbsenceMinutes: 120,
      share: 0.8,
      availability: 0.8,
    });
  });

  it('is 0 for leave all shift, breaks included', () => {
    const segments = [segment('07:00', '17:00', { breakMinutes: 45 })];
    expect(work({ segments, absences: [absence('AL', '00:00', '23:00')] }).share).toBeCloseTo(0, 12);
  });

  it('takes the union of court overlapping leave', () => {
    const segments = [segment('07:00', '12:00'), committed('12:00', '15:00')];
    const { expectedMinutes, plannedAbsenceMinutes } = work({ segments, absences: [absence('AL', '11:00', '13:00')] });
    expect([expectedMinutes, plannedAbsenceMinutes]).toEqual([480, 240]);
  });

  it('counts the shared time of overlapping segments once', () => {
    const segments = [segment('07:00', '12:00'), segment('11:00', '15:00', { no: 2 })];
    expect(work({ segments }).expectedMinutes).toBe(480);
  });

  it('leaves out a segment that lies inside another, with its break', () => {
    const inner = segment('08:00', '09:00', { no: 2, breakMinutes: 30 });
    expect(work({ segments: [inner, segment('07:00', '12:00', { breakMinutes: 60 })] }).expectedMinutes).toBe(240);
    const same = segment('07:00', '12:00', { no: 2, breakMinutes: 30 });
    expect(work({ segments: [same, segment('07:00', '12:00')] }).expectedMinutes).toBe(300);
  });

  it('takes overlapping segments in order of their start, in whatever order they come', () => {
    const first = segment('07:00', '12:00');
    const second = segment('11:00', '15:00', { no: 2, breakMinutes: 90 });
    expect(work({ segments: [first, second] }).expectedMinutes).toBe(390);
    expect(work({ segments: [second, first] }).expectedMinutes).toBe(390);
    expect(work({ segments: [second, { ...first, no: 3 }] }).expectedMinutes).toBe(390);
  });

  it('counts the leave that the duty system has inside a shift', () => {
    const segments = [segment('07:00', '17:00'), segment('14:00', '17:00', { no: 2, code: 'TOIL', timeClass: 'leave' })];
    expect(work({ segments }).share).toBeCloseTo(0.7, 12);
  });

  it('clips absence to the shift', () => {
    expect(work({ absences: [absence('AL', '00:00', '08:00')] }).plannedAbsenceMinutes).toBe(60);
    expect(work({ absences: [absence('AL', '18:00', '23:00')] }).plannedAbsenceMinutes).toBe(0);
  });

  it('leaves unplanned absence to the gate', () => {
    expect(work({ absences: [absence('SICK_S', '07:00', '17:00')] }).availability).toBe(1);
  });

  it('lets study and committed segments lower it', () => {
    expect(work({ absences: [absence('STUDY', '07:00', '12:00')] }).share).toBe(0.5);
    expect(work({ segments: [segment('07:00', '12:00'), committed('12:00', '17:00')] }).share).toBe(0.5);
  });

  it('reduces by a fraction for a tutor, not by minutes', () => {
    expect(work({}, true)).toMatchObject({ reduction: 0.05, share: 1, availability: 0.95 });
    expect(work({ segments: [segment('09:00', '13:00')] }, true).availability).toBe(0.95);
  });

  it('has no value without rostered minutes', () => {
    expect(work({ segments: [] })).toMatchObject({ expectedMinutes: 0, share: null, availability: null });
    expect(work({ segments: [segment('07:00', '08:00', { breakMinutes: 60 })] }).availability).toBeNull();
  });

  it('uses what was rostered: overtime does not lift it', () => {
    const overtime = segment('07:00', '17:00', { end: at('20:00'), worked: true });
    expect(work({ segments: [overtime] })).toMatchObject({ expectedMinutes: 600, availability: 1 });
  });

  it('is the same whether an absence is split, doubled or whole', () => {
    const minutes = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(minutes, minutes, minutes, (a, b, c) => {
        const [from, middle, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const leave = (start: number, end: number) => ({
          ...absence('AL', '07:00', '07:00'),
          start: at('07:00') + start * 60_000,
          end: at('07:00') + end * 60_000,
        });
        const whole = work({ absences: [leave(from, to)] }).share;
        const split = work({ absences: [leave(middle, to), leave(from, middle), leave(from, to)] }).share;
        return Object.is(whole, split);
      }),
    );
  });

  it('stays within 0 and 1 for every roster', () => {
    const hour = fc.integer({ min: 0, max: 22 });
    const spans = fc.array(fc.tuple(hour, fc.integer({ min: 1, max: 10 })), { maxLength: 4 });
    fc.assert(
      fc.property(spans, spans, fc.integer({ min: 0, max: 240 }), (duties, leaves, breakMinutes) => {
        const span = ([start, length]: readonly [number, number]) => ({
          start: at('00:00') + start * 3_600_000,
          end: at('00:00') + (start + length) * 3_600_000,
        });
        const segments = duties.map((duty, n) => {
          const { start, end } = span(duty);
          return segment('07:00', '17:00', {
            no: n + 1,
            rosteredStart: start,
            rosteredEnd: end,
            breakMinutes,
            ...(n % 3 === 2 ? { timeClass: 'committed' as const } : {}),
          });
        });
        const absences = leaves.map((leave) => ({ ...absence('AL', '07:00', '07:00'), ...span(leave) }));
        const { share } = work({ segments, absences });
        return share === null || (share >= -1e-12 && share <= 1);
      }),
    );
  });
});
