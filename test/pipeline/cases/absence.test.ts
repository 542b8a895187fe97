import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, type Row, Run, World } from './world.ts';

const D = '2026-11-18';
const NEXT = '2026-11-19';
let run: Run;
const world = new World();
const clock = (time: string) => at(D, time);

/** An officer on a segment of the day; without a code an ordinary early turn. */
function works(id: string, from: string, to: string, duty: Row = {}, person: Row = {}): void {
  if (!world.rows.people.some((row) => row.employee_no === id)) world.person(id, { team: 'TEAM', person });
  world.duty(id, D, from, to, duty);
}

const NO_TIMES = { planned_start: '', planned_end: '', actual_start: '', actual_end: '' };
const DAY_OFF = { status: 'notExpected', reasons: ['OFF_DUTY'], score: null, work: { availability: null } };
const availability = (id: string, date = D) => run.availability(date, id);

describe('leave, absence and work availability', () => {
  beforeAll(async () => {
    world.team('TEAM').team('SHARE').team('AWAY').team('BACK');
    works('part', '09:00', '15:00', {}, { fte: '0.6', contract_hours: '24' });
    works('annual', '06:00', '16:30', { duty_code: 'VSA' }, { contract_hours: '34.5' });
    works('phased', '10:00', '14:00', { duty_code: 'CUSTOM' }, { contract_hours: '40' });
    const shared = { assignment: { position_id: 'post-share1' }, person: { fte: '0.5' } };
    world.person('share1', { team: 'SHARE', ...shared }).person('share2', { team: 'SHARE', ...shared });
    world.rows.positions = world.rows.positions.filter((row) => row.position_id !== 'post-share2');

    for (const id of ['mat', 'career', 'present']) world.person(id, { team: 'AWAY' }).duty(id, D, '07:00', '17:00');
    world.absence('mat', 'MAT', at('2026-08-01', '00:00'), at('2027-05-01', '00:00'));
    world.absence('career', 'CAREER', at('2026-01-01', '00:00'), at('2028-01-01', '00:00'));

    for (const id of ['back1', 'back2']) world.person(id, { team: 'BACK' }).duty(id, D, '07:00', '17:00');
    world.absence('back1', 'MAT', at('2026-01-01', '00:00'), clock('00:00'));
    world.absence('back2', 'CAREER', at('2026-01-01', '00:00'), clock('00:00'));

    works('course', '08:00', '16:00', { duty_code: 'TRG' });
    works('court', '09:00', '17:00', { duty_code: 'COURT' });
    works('both', '07:00', '09:00');
    works('both', '09:00', '13:00', { segment_no: 2, duty_code: 'COURT' });
    works('both', '13:00', '17:00', { segment_no: 3 });
    world.absence('both', 'TOIL', clock('12:00'), clock('15:00')).absence('both', 'TOIL', clock('12:30'), clock('15:00'));
    works('inside', '07:00', '17:00');
    works('inside', '09:00', '13:00', { segment_no: 2, duty_code: 'COURT' });
    world.absence('inside', 'TOIL', clock('12:00'), clock('15:00'));
    works('fed', '07:00', '12:00');
    works('fed', '12:00', '17:00', { segment_no: 2, duty_code: 'FED' });
    works('health', '07:00', '16:00');
    works('health', '16:00', '17:00', { segment_no: 2, duty_code: 'OH' });
    works('kit', '09:00', '15:00', { duty_code: 'KIT' });
    world.absence('kit', 'MAT', at('2026-08-01', '00:00'), at('2027-05-01', '00:00'));

    works('rest', '07:00', '17:00', { duty_code: 'RD' });
    works('worked', '09:00', '13:00', { duty_code: 'RDW' });
    world.arrest('worked', 'worked', clock('10:00'));
    works('standing', '07:00', '17:00', { duty_code: 'RD' });
    works('standing', '09:00', '13:00', { segment_no: 2, duty_code: 'RDW' });
    const called = { actual_start: clock('20:00'), actual_end: clock('22:00') };
    works('silent', '18:00', '07:00', {
      duty_code: 'ONCALL',
      ...NO_TIMES,
      planned_start: clock('18:00'),
      planned_end: at(NEXT, '07:00'),
    });
    works('called', '18:00', '07:00', { duty_code: 'ONCALL', ...called });

    works('cancelled', '07:00', '17:00', { status: 'X' });
    world.arrest('cancelled', 'cancelled', clock('10:00'));
    works('swapped', '07:00', '17:00', { status: 'X' });
    world.duty('swapped', NEXT, '07:00', '17:00');
    works('standin', '07:00', '17:00', { duty_code: 'RD', status: 'X' });
    works('standin', '07:00', '17:00', { segment_no: 2 });

    works('ill', '07:00', '17:00');
    world.absence('ill', 'SICK_S', clock('12:00'), at('2026-11-20', '00:00')).duty('ill', NEXT, '07:00', '17:00');
    run = await Run.start(world.files());
  });
  afterAll(() => run?.stop());

  it('part-time', () => {
    expect(availability('part').work).toMatchObject({ expectedMinutes: 360, availability: 1 });
    expect(availability('part').score?.closeness).toBe(1);
  });
  it('annualised hours', () => {
    expect(availability('annual').work).toMatchObject({ expectedMinutes: 630, availability: 1 });
  });
  it('job share of one post', () => {
    expect(run.unit(D, 'SHARE').establishment).toMatchObject({ established: 1, strength: 1, vacancyRate: 0, overStrength: 0 });
  });
  it('phased return', () => {
    expect(availability('phased')).toMatchObject({ status: 'deployable', work: { expectedMinutes: 240, availability: 1 } });
  });
  it('maternity', () => {
    expect(availability('mat')).toMatchObject({ status: 'notExpected', reasons: ['ON_LEAVE'], score: null });
    const { rostered, otherLeave, unplanned, working } = availability('mat').minutes;
    // Working minutes over rostered minutes less leave less unplanned absence: nothing over nothing.
    expect([rostered - otherLeave - unplanned, working]).toEqual([0, 0]);
    expect(run.productivity(D, 'mat').arrests).toMatchObject({ value: 0, reason: null });
  });
  it('career break (outside every denominator)', async () => {
    expect(availability('career')).toMatchObject({ status: 'notExpected', score: null });
    const { rostered, otherLeave, working } = availability('career').minutes;
    expect([rostered - otherLeave, working]).toEqual([0, 0]);
    // Maternity stays in strength and stands beside; a career break is in neither.
    const { strength, inPostNotAvailable, vacancyRate } = run.unit(D, 'AWAY').establishment;
    expect([strength, inPostNotAvailable]).toEqual([2, 1]);
    expect(vacancyRate).toBeCloseTo(1 / 3, 12);
    const team = (await run.rollup(D, 'AWAY')).minutes;
    expect([team.rostered, team.otherLeave, team.working]).toEqual([1800, 1200, 600]);
  });
  it('back from maternity or a career break', () => {
    const { strength, inPostNotAvailable } = run.unit(D, 'BACK').establishment;
    expect([strength, inPostNotAvailable]).toEqual([2, 0]);
  });
  it('course day', () => {
    expect(availability('course')).toMatchObject({ status: 'notDeployable', reasons: ['COMMITTED'], score: null });
    expect(availability('course').minutes).toMatchObject({ rostered: 480, working: 0, committed: { TRG: 480 } });
  });
  it('court all day', () => {
    const work = { expectedMinutes: 480, plannedAbsenceMinutes: 480, availability: 0 };
    expect(availability('court')).toMatchObject({ status: 'notDeployable', reasons: ['COMMITTED'], work });
  });
  it('court overlapping leave (union)', () => {
    const work = { expectedMinutes: 600, plannedAbsenceMinutes: 360, availability: 0.4 };
    expect(availability('both')).toMatchObject({ status: 'deployable', work });
    expect(availability('inside')).toMatchObject({ status: 'deployable', work });
    const steps = availability('both').timeline.map(({ from, to, status }) => [from.slice(11, 16), to.slice(11, 16), status]);
    expect(steps.filter(([, , status]) => status === 'deployable')).toEqual([
      ['07:00', '09:00', 'deployable'],
      ['15:00', '17:00', 'deployable'],
    ]);
  });
  it('Federation duty', () => {
    expect(availability('fed')).toMatchObject({
      status: 'deployable',
      work: { availability: 0.5 },
      minutes: { committed: { FED: 300 } },
    });
  });
  it('occupational health', () => {
    expect(availability('health')).toMatchObject({
      status: 'deployable',
      work: { availability: 0.9 },
      minutes: { committed: { OH: 60 } },
    });
  });
  it('keeping-in-touch day', () => {
    // Leave covers the whole shift, so nobody is expected; that it was a day in touch is told beside.
    expect(availability('kit')).toMatchObject({ status: 'notExpected', reasons: ['ON_LEAVE', 'COMMITTED'], score: null });
    expect(availability('kit').work.availability).toBe(0);
  });
  it('rest day worked', () => {
    expect(availability('rest')).toMatchObject(DAY_OFF);
    expect(availability('worked')).toMatchObject({ status: 'deployable', work: { expectedMinutes: 240, availability: 1 } });
    expect(run.productivity(D, 'worked').arrests).toMatchObject({ value: 1, flags: [] });
  });
  it('rest day worked, while the rest day itself still stands', () => {
    // Open in the method: the rest day is what was given up, so it takes nothing from the shift that replaced it.
    expect(availability('standing')).toMatchObject({ status: 'deployable', work: { expectedMinutes: 240, availability: 1 } });
  });
  it('on-call', () => {
    expect(availability('silent')).toMatchObject(DAY_OFF);
    expect(availability('called')).toMatchObject({ status: 'deployable', work: { expectedMinutes: 120, availability: 1 } });
  });
  it('cancelled or swapped shift', () => {
    expect(availability('cancelled')).toMatchObject(DAY_OFF);
    expect(run.productivity(D, 'cancelled').arrests).toMatchObject({ value: 1, flags: ['OFF_DUTY_ACTIVITY'] });
    expect(availability('swapped')).toMatchObject(DAY_OFF);
    expect(availability('swapped', NEXT)).toMatchObject({ status: 'deployable', work: { availability: 1 } });
    expect(availability('standin')).toMatchObject({ status: 'deployable', work: { expectedMinutes: 600, availability: 1 } });
  });
  it('sickness in mid-shift', () => {
    expect(availability('ill')).toMatchObject({ status: 'deployable', score: { closeness: 1 }, work: { availability: 1 } });
    expect(availability('ill').minutes).toMatchObject({ rostered: 600, working: 300, unplanned: 300 });
    expect(availability('ill').timeline.map(({ to, status, reasons }) => [to.slice(11, 16), status, ...reasons])).toEqual([
      ['12:00', 'deployable'],
      ['17:00', 'notDeployable', 'NOT_AT_WORK'],
    ]);
    expect(availability('ill', NEXT)).toMatchObject({
      status: 'notDeployable',
      reasons: ['NOT_AT_WORK'],
      work: { availability: 1 },
    });
  });
});
