import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, csv, keyOf, type Row, Run, World } from './world.ts';

const D = '2026-11-18';
const NEXT = '2026-11-19';
let run: Run;
const world = new World();
const clock = (time: string) => at(D, time);
const availability = (id: string, date = D) => run.availability(date, id);

/** An officer on an early turn whose record of a course is told by rows of the case. */
function course(id: string, code: string, ...rows: Row[]): void {
  world.person(id, { team: 'TEAM', without: [code] }).duty(id, D, '07:00', '17:00');
  for (const row of rows) world.courses(id, [code], row);
}

describe('training and restrictions', () => {
  beforeAll(async () => {
    world.team('TEAM').team('OUT');
    for (const id of ['suspended', 'briefly', 'told', 'plain', 'front', 'partial']) course(id, 'NONE');
    for (const id of ['out1', 'out2']) world.person(id, { team: 'OUT' }).duty(id, D, '07:00', '17:00');
    world.notice('c4', 'out1', 'SUSPENDED', at('2026-11-01', '09:00'));
    world.absence('out2', 'SUSP', at('2026-11-01', '09:00'), at('2026-12-24', '00:00'));
    world.notice('c1', 'suspended', 'SUSPENDED', at('2026-11-01', '09:00'));
    world.notice('c2', 'briefly', 'SUSPENDED', clock('09:00'), clock('15:00'));
    world.notice('c3', 'told', 'RESTRICTED', at('2026-11-01', '09:00'));
    world.add('restrictions', {
      restriction_id: 'r1',
      employee_no: 'front',
      deploy_effect: 'NOT_FRONTLINE',
      start_on: '2026-11-01',
    });
    world.add('restrictions', { restriction_id: 'r2', employee_no: 'partial', deploy_effect: 'PARTIAL', start_on: '2026-11-01' });

    course('failed', 'PPST', { result: 'FAIL', expires_on: '' });
    course('passed', 'PPST', { result: 'FAIL', achieved_on: '2026-02-01' }, { achieved_on: '2026-03-01' });
    course('lapsed', 'PPST', { expires_on: '2026-11-17' });
    course('never', 'FIRST_AID');
    course('extended', 'PPST', { expires_on: '2026-10-31', extended_to: '2026-12-31' });
    course('over', 'PPST', { expires_on: '2026-10-31', extended_to: '2026-11-17' });
    course('again', 'PPST', { course_code: 'PPST_2027', replaces_course_code: 'PPST_2026' });
    course('renamed', 'PPST', { course_code: 'PPST_2026', replaces_course_code: 'PPST' });
    course('today', 'PPST', { expires_on: D });
    course('night', 'PPST', { expires_on: D });
    world.rows.duties.pop();
    world.duty('today', NEXT, '07:00', '17:00').duty('night', D, '22:00', '07:00', { duty_code: 'NIGHT' });
    world.person('secret', { team: 'TEAM', role: 'OPERATIONS' }).duty('secret', D, '07:00', '17:00');
    course('taser', 'TASER', { expires_on: '2026-11-17' });

    // The day in September stands on extracts of that time, in which no row carries first aid.
    for (const id of ['plain', 'never']) world.duty(id, '2026-08-12', '07:00', '17:00');
    const training = world.rows.training;
    world.rows.training = training.filter((row) => row.course_code !== 'FIRST_AID');
    const summer = world.files('2026-08-13T10:00:00Z');
    world.rows.training = training.filter((row) => row.course_code !== 'PUBLIC_ORDER');
    run = await Run.start([...summer, ...world.files()]);
  });
  afterAll(() => run?.stop());

  it('suspended and reinstated the same day', () => {
    expect(availability('suspended')).toMatchObject({ status: 'notDeployable', reasons: ['NOT_AT_WORK'], score: null });
    for (const id of ['out1', 'out2'])
      expect(availability(id)).toMatchObject({ status: 'notDeployable', reasons: ['NOT_AT_WORK'] });
    expect(availability('briefly').timeline.map(({ to, status, reasons }) => [to.slice(11, 16), status, ...reasons])).toEqual([
      ['09:00', 'deployable'],
      ['15:00', 'notDeployable', 'NOT_AT_WORK'],
      ['17:00', 'deployable'],
    ]);
    // Open in the method: of the date it is asked whether some working time is left, as with every other absence.
    expect(availability('briefly').status).toBe('deployable');
    expect(availability('briefly').minutes).toMatchObject({ rostered: 600, working: 240, unplanned: 360 });
    expect(availability('briefly').work.availability).toBe(1);
  });
  it('suspended, in post and not available', () => {
    expect(run.unit(D, 'OUT').establishment).toMatchObject({ strength: 2, inPostNotAvailable: 2 });
  });
  it('PSD RESTRICTED (no effect by itself)', () => {
    const { status, reasons, limits, score } = availability('plain');
    expect(status).toBe('deployable');
    expect(availability('told')).toMatchObject({ status, reasons, limits, score, dutyEffect: 'RESTRICTED' });
    expect(availability('front')).toMatchObject({ status: 'notDeployable', reasons: ['RESTRICTED'], score: null });
    expect(availability('partial')).toMatchObject({ status: 'deployable', score, restriction: { effect: 'PARTIAL' } });
  });
  it('course failed', () => {
    expect(availability('failed')).toMatchObject({ status: 'notDeployable', reasons: ['TRAINING_MISSING:PPST'] });
    expect(availability('never')).toMatchObject({ status: 'notDeployable', reasons: ['TRAINING_MISSING:FIRST_AID'] });
    expect(availability('lapsed')).toMatchObject({ status: 'notDeployable', reasons: ['TRAINING_EXPIRED:PPST'] });
    expect(availability('passed')).toMatchObject({ status: 'deployable', reasons: [] });
  });
  it('course extended', () => {
    expect(availability('extended')).toMatchObject({ status: 'deployable', reasons: [] });
    expect(availability('over')).toMatchObject({ status: 'notDeployable', reasons: ['TRAINING_EXPIRED:PPST'] });
  });
  it('course renamed', () => {
    expect(availability('renamed')).toMatchObject({ status: 'deployable', reasons: [] });
  });
  it('course renamed twice', () => {
    // Open in the method: the name replaces one that other rows say replaces the gate course.
    expect(availability('again')).toMatchObject({ status: 'deployable', reasons: [] });
  });
  it('course expiring today', () => {
    expect(availability('today')).toMatchObject({ status: 'deployable', daysToExpiry: 0 });
    expect(availability('today', NEXT)).toMatchObject({ status: 'notDeployable', reasons: ['TRAINING_EXPIRED:PPST'] });
    expect(availability('night')).toMatchObject({ status: 'deployable' });
    expect(availability('night').timeline.map(({ status }) => status)).toEqual(['deployable']);
  });
  it('course expiring today, with a night shift that runs past it (flagged)', () => {
    expect(availability('night').flags).toContainEqual(expect.stringMatching(/PPST|EXPIR|TRAINING/));
    expect(availability('today').flags).toEqual([]);
  });
  it('course in no row of the extract', () => {
    for (const id of ['plain', 'never'])
      expect(run.availability('2026-08-12', id)).toMatchObject({ status: 'insufficientData', reasons: [], score: null });
    expect(run.availability('2026-08-12', 'plain').unknowns).toEqual([expect.stringContaining('FIRST_AID')]);
    // A critical course makes the criterion unknown: the interval is too wide for a score.
    expect(availability('secret')).toMatchObject({ status: 'insufficientData', limits: [], unknowns: ['criticalTraining'] });
  });
  it('lapsed Taser (limited, deployable)', () => {
    expect(availability('taser')).toMatchObject({ status: 'deployable', reasons: [], limits: ['LIMITED:TASER'] });
    expect(availability('taser').criteria).toContainEqual({ id: 'criticalTraining', value: 0.5 });
    // By hand: q of .40 .25 .15 .05 squared over .2475; C = D- / (D- + D+) with critical training at a half.
    const [q, half] = [0.0625 / 0.2475, 0.5];
    const [dMinus, dPlus] = [Math.sqrt(1 - q + q * half * half), Math.sqrt(q * half * half)];
    expect(availability('taser').score?.closeness).toBeCloseTo(dMinus / (dMinus + dPlus), 12);
  });
  it('Centurion file with a row without notice', async () => {
    const before = availability('suspended');
    const rows = world.rows['duty-effects'];
    const unsaid = { case_ref: 'unsaid', employee_no: 'plain', from_at: clock('08:00'), duty_effect: 'SUSPENDED' };
    const key = keyOf('duty-effects', '2026-11-21T11:00:00Z');
    await run.drop({ key, body: csv('duty-effects', [...rows, unsaid]) });
    const { accepted, seen } = await run.receipt(key);
    expect(accepted).toBeNull();
    expect(seen).toMatchObject([{ state: 'refused', reason: { code: 'NOTICE_MISSING' } }]);
    const kept = JSON.stringify(await run.receipt(key)) + run.output.join('');
    expect(kept).not.toContain('unsaid');
    const copied = (await run.stores.facts.list('')).filter((name) => JSON.stringify(name).includes('20261121T110000Z'));
    expect(copied).toEqual([]);
    expect(availability('suspended')).toEqual(before);
    expect(availability('plain').status).toBe('deployable');
  });
});
