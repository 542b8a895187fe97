import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, keyOf, MORNING, Run, World } from './world.ts';

const D = '2026-11-18';
const NEXT = '2026-11-19';
let run: Run;

describe('time and duty dates', () => {
  beforeAll(async () => {
    const world = new World();
    for (const name of ['night', 'early', 'split', 'autumn', 'spring', 'cut']) world.team(name).person(name, { team: name });
    world.duty('night', D, '22:00', '07:00', { duty_code: 'NIGHT' });
    world.duty('night', '2026-11-17', '22:00', '07:00', { duty_code: 'NIGHT' });
    world.arrest('night-before', 'night', at(D, '23:30'));
    world.arrest('night-after', 'night', at(NEXT, '03:00'));
    world.arrest('night-grace', 'night', at(NEXT, '08:59'));
    world.arrest('night-late', 'night', at(NEXT, '09:01'));

    world.duty('early', D, '05:00', '15:00');
    world.arrest('early-in', 'early', at(D, '05:30'));
    world.arrest('early-grace', 'early', at(D, '04:00'));
    world.arrest('early-outside', 'early', at(D, '03:59'));

    world.duty('split', D, '07:00', '11:00', { duty_code: 'VSA' });
    world.duty('split', D, '17:00', '21:00', { duty_code: 'VSA', segment_no: 2 });
    world.arrest('split-first', 'split', at(D, '08:00'));
    world.arrest('split-second', 'split', at(D, '18:00'));
    world.arrest('split-gap', 'split', at(D, '14:00'));

    world.duty('autumn', '2026-10-24', '22:00', '07:00', { duty_code: 'NIGHT' });
    world.duty('autumn', '2026-10-26', '22:00', '07:00', { duty_code: 'NIGHT' });
    world.duty('spring', '2026-03-28', '22:00', '07:00', { duty_code: 'NIGHT' });
    world.arrest('autumn-first', 'autumn', '2026-10-25T01:30:00');
    world.arrest('autumn-second', 'autumn', '2026-10-25T01:30:00+00:00');
    world.arrest('autumn-morning', 'autumn', '2026-10-25T06:59:00');
    world.arrest('spring-gap', 'spring', '2026-03-29T01:30:00');
    world.arrest('spring-morning', 'spring', '2026-03-29T06:59:00');
    const spring = world.files('2026-03-30T10:00:00Z', ['units', 'people', 'assignments', 'positions', 'training', 'absences']);
    run = await Run.start([...spring, ...world.files()], '2026-11-23T10:00:00Z');
  });
  afterAll(() => run?.stop());

  const arrests = (date: string, id: string) => run.findPerson(date, id)?.productivity?.arrests;

  it('night shift over midnight', () => {
    expect(arrests(D, 'night')?.value).toBe(3);
    expect(arrests(NEXT, 'night')).toMatchObject({ value: 1, flags: expect.arrayContaining(['OFF_DUTY_ACTIVITY']) });
    expect(run.availability(D, 'night').work.expectedMinutes).toBe(540);
    expect(run.figures(D, 'night').arrests.value).toBe(3);
  });
  it('night shift whose extract was taken before it ended', async () => {
    const night = new World('2026-11-21');
    night.rows.duties.length = 0;
    night.rows.arrests.length = 0;
    night.duty('cut', '2026-11-21', '22:00', '07:00', { duty_code: 'NIGHT' }).arrest('cut-1', 'cut', at('2026-11-21', '23:00'));
    await run.drop(...night.files('2026-11-22T02:00:00Z', ['duties', 'arrests']));
    expect(run.day('2026-11-21')).toMatchObject({ status: 'provisional', arrivals: { duties: 'partial', arrests: 'partial' } });
    expect(arrests('2026-11-21', 'cut')).toMatchObject({ value: 1, complete: false });
    night.arrest('cut-2', 'cut', at('2026-11-22', '05:00'));
    await run.drop(...night.files('2026-11-22T08:59:00Z', ['arrests']));
    expect(arrests('2026-11-21', 'cut')).toMatchObject({ value: 2, complete: false });
    await run.drop(...night.files('2026-11-22T09:00:00Z', ['duties', 'arrests']));
    // The metric is complete as soon as its own feeds are, though other feeds keep the day provisional.
    expect(arrests('2026-11-21', 'cut')).toMatchObject({ value: 2, complete: true });
    expect(run.day('2026-11-21').status).toBe('provisional');
  });
  it('early turn before dutyDayStart', () => {
    expect(arrests(D, 'early')).toMatchObject({ value: 2, flags: [] });
    expect(arrests('2026-11-17', 'early')).toMatchObject({ value: 1, flags: ['OFF_DUTY_ACTIVITY'] });
  });
  it('split duty', () => {
    expect(arrests(D, 'split')).toMatchObject({ value: 3, flags: ['OFF_DUTY_ACTIVITY'] });
    expect(run.availability(D, 'split').work).toMatchObject({ expectedMinutes: 480, availability: 1 });
  });
  it('both clock changes', async () => {
    expect(run.availability('2026-10-24', 'autumn').work.expectedMinutes).toBe(600);
    expect(run.availability('2026-10-26', 'autumn').work.expectedMinutes).toBe(540);
    expect(run.availability('2026-03-28', 'spring').work.expectedMinutes).toBe(480);
    expect(arrests('2026-10-24', 'autumn')?.value).toBe(3);
    expect(arrests('2026-03-28', 'spring')?.value).toBe(1);
    const [seen] = (await run.receipt(keyOf('arrests', MORNING))).seen;
    // The time that does not exist rejects its row; the one that exists twice is flagged, the one with an offset is not.
    expect(seen).toMatchObject({ counts: { quarantined: 1 }, flags: { 'AMBIGUOUS_LOCAL_TIME:arrested_at': 1 } });
  });
});
