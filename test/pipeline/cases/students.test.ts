import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDecision } from '../../../functions/decisions.ts';
import { HOUR } from '../../../lib/calendar.ts';
import { at, Run, World } from './world.ts';

const D = '2026-11-18';
const NEXT = '2026-11-19';
const RECENT = { person: { service_start: '2025-06-02', force_start: '2025-06-02' } };
let run: Run;
const world = new World();

const officer = (id: string, more: object = {}) => world.person(id, { team: 'TEAM', ...more });
const early = (...ids: string[]) => ids.map((id) => world.duty(id, D, '07:00', '17:00'));
const gate = (id: string, date = D) => {
  const { status, reasons } = run.availability(date, id);
  return { status, reasons };
};
const DEPLOYABLE = { status: 'deployable', reasons: [] };
const stopped = (...reasons: string[]) => ({ status: 'notDeployable', reasons });

/** A student in a phase with tutors; all of them on an early turn. */
function student(id: string, phase: string, ...tutors: string[]): void {
  officer(id, RECENT);
  world.student(id, phase);
  for (const tutor of tutors) {
    officer(tutor);
    world.tutor(id, tutor);
  }
  early(id);
}

describe('students and tutors', () => {
  beforeAll(async () => {
    world.team('TEAM');
    officer('norecord', RECENT);
    early('norecord');
    student('alone', 'ACCOMP');

    student('paired', 'DIRECTED');
    officer('partner');
    world.rows.duties.pop();
    world.duty('paired', D, '07:00', '17:00', { paired_with_no: 'partner' }).duty('paired', NEXT, '07:00', '17:00');
    world.duty('partner', D, '07:00', '17:00').duty('partner', NEXT, '07:00', '17:00');

    student('lent', 'DIRECTED', 'usual');
    world.rows.duties.pop();
    officer('other');
    world.duty('lent', D, '07:00', '17:00', { paired_with_no: 'other' });
    early('usual', 'other');
    student('decided', 'ACCOMP');
    officer('chosen');
    early('chosen');

    student('class', 'ACCOMP', 'classtutor');
    world.rows.duties.pop();
    world.duty('class', D, '09:00', '17:00', { duty_code: 'TRG' });
    early('classtutor');
    student('college', 'TRAINING', 'collegetutor');
    early('collegetutor');

    officer('month', RECENT);
    world.student('month', 'DIRECTED', '2026-06-01', NEXT).student('month', 'IPS', NEXT);
    world.duty('month', D, '07:00', '17:00').duty('month', NEXT, '07:00', '17:00');
    officer('monthtutor');
    world.tutor('month', 'monthtutor').duty('monthtutor', NEXT, '07:00', '17:00');

    student('off', 'ACCOMP', 'offtutor');
    student('half', 'ACCOMP', 'halftutor');
    world.duty('halftutor', D, '12:00', '20:00');
    student('less', 'ACCOMP', 'lesstutor');
    world.duty('lesstutor', D, '12:01', '20:00');
    student('untrained', 'ACCOMP', 'untrainedtutor');
    world.rows.training = world.rows.training.filter((row) => row.employee_no !== 'untrainedtutor' || row.course_code !== 'PPST');
    early('untrainedtutor');

    student('two', 'ACCOMP', 'two1', 'two2');
    early('two2');
    student('pair1', 'ACCOMP', 'both');
    student('pair2', 'DIRECTED');
    world.tutor('pair2', 'both');
    early('both');

    student('junior', 'ACCOMP');
    student('senior', 'DIRECTED', 'seniortutor');
    world.tutor('junior', 'senior');
    early('seniortutor');

    student('resting', 'ACCOMP', 'restingtutor');
    world.rows.duties.pop();
    world.duty('resting', D, '07:00', '17:00', { duty_code: 'RD' });
    early('restingtutor');

    student('sick', 'ACCOMP', 'sicktutor');
    early('sicktutor');
    world.absence('sick', 'SICK_S', at(D, '00:00'), at(NEXT, '00:00'));

    officer('short', { person: { service_start: '2024-03-01', force_start: '2026-02-01' } });
    officer('long', { person: { service_start: '2012-03-01', force_start: '2026-02-01' } });
    early('short', 'long');
    run = await Run.start(world.files());
  });
  afterAll(() => run?.stop());

  const reduction = (id: string, date = D) => run.availability(date, id).work.reduction;
  const supervising = (id: string) => run.availability(D, id).criteria.find((one) => one.id === 'supervising')?.value;

  it('student without record or pairing', () => {
    expect(gate('norecord').status).toBe('insufficientData');
    expect(run.availability(D, 'norecord').score).toBeNull();
    expect(gate('alone')).toEqual(stopped('STUDENT_NOT_PAIRED'));
  });
  it('student paired for one shift', () => {
    expect(gate('paired')).toEqual(DEPLOYABLE);
    expect(gate('paired', NEXT)).toEqual(stopped('STUDENT_NOT_PAIRED'));
    expect([reduction('partner'), reduction('partner', NEXT)]).toEqual([0.05, 0]);
    // The duty names another partner than the assigned tutor: only that one tutors.
    expect([gate('lent'), reduction('usual'), reduction('other')]).toEqual([DEPLOYABLE, 0, 0.05]);
  });
  it('classroom day', () => {
    expect(gate('class')).toMatchObject({ status: 'notDeployable', reasons: expect.arrayContaining(['COMMITTED']) });
    // Nobody is out with a student who sits in a classroom.
    expect(reduction('classtutor')).toBe(0);
    expect(gate('college')).toEqual(stopped('STUDENT_IN_TRAINING'));
    expect(reduction('collegetutor')).toBe(0);
  });
  it('student reaching IPS in mid-month', () => {
    expect(gate('month')).toEqual(stopped('STUDENT_PARTNER_OFF_DUTY'));
    expect(gate('month', NEXT)).toEqual(DEPLOYABLE);
    expect(reduction('monthtutor', NEXT)).toBe(0);
  });
  it('tutor off duty', () => {
    expect(gate('off')).toEqual(stopped('STUDENT_PARTNER_OFF_DUTY'));
    expect(gate('half')).toEqual(DEPLOYABLE);
    expect(gate('less')).toEqual(stopped('STUDENT_PARTNER_OFF_DUTY'));
    expect(gate('untrained')).toEqual(stopped('STUDENT_PARTNER_NOT_DEPLOYABLE'));
  });
  it('two tutors', () => {
    expect(gate('two')).toEqual(DEPLOYABLE);
    expect(supervising('two2')).toBe(1);
    expect(run.availability(D, 'two2').work.availability).toBeCloseTo(0.95, 12);
    expect(run.availability(D, 'two1')).toMatchObject({ status: 'notExpected', tutored: [] });
    // Two students, one reduction.
    expect(run.availability(D, 'both').tutored).toEqual(['pair1', 'pair2']);
    expect(run.availability(D, 'both').work.availability).toBeCloseTo(0.95, 12);
  });
  it('student as tutor (refused)', () => {
    expect(gate('senior')).toEqual(DEPLOYABLE);
    expect(gate('junior')).toEqual(stopped('STUDENT_NOT_PAIRED'));
    expect(reduction('senior')).toBe(0);
  });
  it('tutor without the student (no reduction)', () => {
    expect(run.availability(D, 'restingtutor')).toMatchObject({ status: 'deployable', work: { availability: 1, reduction: 0 } });
    expect([supervising('restingtutor'), supervising('sicktutor')]).toEqual([0, 0]);
    expect(run.availability(D, 'restingtutor').score?.closeness).toBe(1);
  });
  it("transferee under 3 years' service", () => {
    expect(gate('short').status).toBe('insufficientData');
    // Length of service counts from the start of service, in whatever force.
    expect(gate('long')).toEqual(DEPLOYABLE);
    expect(run.availability(D, 'short').serviceYears).toBe(2);
  });
  it('student paired for one shift by a decision of the leader', async () => {
    expect(gate('decided')).toEqual(stopped('STUDENT_NOT_PAIRED'));
    const decision = { verb: 'pair', student: 'decided', partner: 'chosen', by: 'leader', reason: 'tutor is away' } as const;
    await addDecision(run.stores.trust, { date: D }, { ...decision, at: '2026-11-21T10:00:00Z' });
    // Every night the watch looks at all open days again.
    await run.later(25 * HOUR);
    expect([gate('decided'), reduction('chosen')]).toEqual([DEPLOYABLE, 0.05]);
  });
});
