import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { generationOf } from '../../../lib/generation/generation.ts';
import { assignmentRow, DATE, FEEDS, personRow, positionRow, sources, unitRow, withFacts } from '../day/world.ts';

function posts(over: Partial<DaySources['snapshots']>, feeds: DaySources['feeds'] = FEEDS) {
  const units = [
    unitRow('F', 'FORCE', null),
    unitRow('D', 'DEPT', 'F'),
    unitRow('T1', 'TEAM', 'D', { minimum_strength: 4 }),
    unitRow('T2', 'TEAM', 'D'),
  ];
  const snapshots = { ...sources().snapshots, units, ...over };
  const { units: found } = generationOf(resolveDay(withFacts({}, { snapshots, feeds })));
  return (code: string) => found.find((unit) => unit.code === code)?.establishment;
}
const absence = (
  employee_no: string,
  absence_code: 'MAT' | 'SICK_L' | 'CAREER' | 'SUSP',
  start: string,
  end: string | null = null,
) => ({
  absence_id: `AB-${employee_no}`,
  employee_no,
  absence_code,
  start_at: `${start}T00:00:00Z`,
  end_at: end === null ? null : `${end}T00:00:00Z`,
  approved: true,
  planned: true,
  updated_at: '2026-01-01T00:00:00Z',
});

describe('vacancy', () => {
  it('is 1 - strength / established; a department sums numerators and denominators', () => {
    const positions = [positionRow('P-T1', 'T1', { established_fte: 4 }), positionRow('P-T2', 'T2', { established_fte: 1 })];
    const of = posts({ positions });
    expect(of('T1')).toMatchObject({ established: 4, strength: 2, vacancyRate: 0.5, overStrength: 0, minimumStrength: 4 });
    expect(of('T2')).toMatchObject({ established: 1, strength: 2, vacancyRate: 0, overStrength: 1, minimumStrength: null });
    expect(of('D')).toMatchObject({ established: 5, strength: 4, overStrength: 0 });
    expect(of('D')?.vacancyRate).toBeCloseTo(0.2, 12);
    expect(posts({ positions: [] })('T1')).toMatchObject({ established: 0, vacancyRate: null, strength: 2 });
  });

  it('frozen posts stand beside, closed and past ones are none', () => {
    const positions = [
      positionRow('A', 'T1'),
      positionRow('B', 'T1', { status: 'FROZEN', established_fte: 2 }),
      positionRow('C', 'T1', { status: 'CLOSED' }),
      positionRow('E', 'T1', { effective_to: DATE }),
    ];
    expect(posts({ positions })('T1')).toMatchObject({ established: 1, frozen: 2 });
  });

  it('job share of one post, part-timers: full-time equivalents times the split', () => {
    const people = [personRow('1', { fte: 0.6 }), personRow('2', { fte: null })];
    const assignments = [assignmentRow('1', 'T1', { fte_split: 0.5 }), assignmentRow('2', 'T1', { fte_split: 0.5 })];
    expect(posts({ people, assignments })('T1')?.strength).toBeCloseTo(0.8, 12);
  });

  it('acting up: at the post filled, not at the own one; secondment in, out of the own team', () => {
    for (const kind of ['ACTING', 'TEMPORARY', 'SECONDMENT'] as const) {
      const away = { ...assignmentRow('1', 'T2', { kind }), assignment_id: 'AWAY' };
      const of = posts({ people: [personRow('1')], assignments: [assignmentRow('1', 'T1'), away] });
      expect([of('T1')?.strength, of('T2')?.strength, of('D')?.strength]).toEqual([0, 1, 1]);
    }
  });

  it('outward secondment: to a unit that is none of the force, with or without a post', () => {
    for (const position_id of ['P-ELSEWHERE', null]) {
      const away = { ...assignmentRow('1', 'NATIONAL', { kind: 'SECONDMENT', position_id }), assignment_id: 'AWAY' };
      expect(posts({ people: [personRow('1')], assignments: [assignmentRow('1', 'T1'), away] })('T1')?.strength).toBe(0);
    }
    const inside = { ...assignmentRow('1', 'T2', { kind: 'SECONDMENT', position_id: null }), assignment_id: 'AWAY' };
    expect(posts({ people: [personRow('1')], assignments: [assignmentRow('1', 'T1'), inside] })('T1')?.strength).toBe(0);
    const acting = { ...assignmentRow('1', 'T2', { kind: 'ACTING', position_id: null }), assignment_id: 'AWAY' };
    expect(posts({ people: [personRow('1')], assignments: [assignmentRow('1', 'T1'), acting] })('T1')?.strength).toBe(1);
  });

  it('two teams: strength by the split', () => {
    const assignments = [assignmentRow('1', 'T1', { fte_split: 0.7 }), assignmentRow('1', 'T2', { fte_split: 0.3 })];
    const of = posts({ people: [personRow('1')], assignments });
    expect([of('T1')?.strength, of('T2')?.strength]).toEqual([0.7, 0.3]);
  });

  it('a posting without a post fills none; who has left or not joined fills none', () => {
    const assignments = [assignmentRow('1', 'T1', { position_id: null }), assignmentRow('2', 'T1'), assignmentRow('3', 'T1')];
    const people = [personRow('1'), personRow('2', { leave_date: DATE }), personRow('3', { force_start: '2026-12-01' })];
    expect(posts({ people, assignments })('T1')?.strength).toBe(0);
  });

  it('career break: in no strength; maternity and sickness of more than 28 days: in post, not available', () => {
    const of = (...absences: ReturnType<typeof absence>[]) => posts({ absences })('T1');
    expect(of(absence('1', 'CAREER', '2026-01-01'))).toMatchObject({ strength: 1, inPostNotAvailable: 0 });
    expect(of(absence('1', 'MAT', '2026-11-19'))).toMatchObject({ strength: 2, inPostNotAvailable: 1 });
    expect(of(absence('1', 'SICK_L', '2026-10-22'))).toMatchObject({ inPostNotAvailable: 1 });
    expect(of(absence('1', 'SICK_L', '2026-10-23'))).toMatchObject({ strength: 2, inPostNotAvailable: 0 });
    expect(of(absence('1', 'MAT', '2026-01-01', '2026-11-19'))).toMatchObject({ inPostNotAvailable: 0 });
    // Ended at midnight: back on the day.
    expect(of(absence('1', 'MAT', '2026-01-01', DATE))).toMatchObject({ inPostNotAvailable: 0 });
    expect(of(absence('1', 'CAREER', '2026-01-01', DATE))).toMatchObject({ strength: 2 });
    expect(of(absence('1', 'SUSP', '2026-11-01'))).toMatchObject({ strength: 2, inPostNotAvailable: 1 });
    expect(of(absence('1', 'MAT', '2026-11-21'))).toMatchObject({ inPostNotAvailable: 0 });
  });

  it('suspension: in post, not available; students beside, until they have finished', () => {
    const effect = {
      case_ref: 'C',
      employee_no: '1',
      from_at: '2026-11-01T00:00:00Z',
      subject_notified_at: '2026-11-01T00:00:00Z',
      duty_effect: 'SUSPENDED' as const,
      to_at: null,
      updated_at: '2026-11-01T00:00:00Z',
    };
    expect(posts({ 'duty-effects': [effect] })('T1')).toMatchObject({ strength: 2, inPostNotAvailable: 1 });
    const students = (['IPS', 'FOC'] as const).map((phase, n) => ({
      employee_no: String(n + 1),
      from_at: '2026-01-01T00:00:00Z',
      to_at: null,
      phase,
      updated_at: '2026-01-01T00:00:00Z',
    }));
    expect(posts({ students, tutors: [] }, [...FEEDS, 'students', 'tutors'])('T1')).toMatchObject({ students: 1 });
  });
});
