import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, keyOf, type Row, Run, World } from './world.ts';

const D = '2026-11-18';
const NEXT = '2026-11-19';
const SEPTEMBER = '2026-09-10';
const world = new World();
let run: Run;

const person = (id: string, date = D) => run.productivity(date, id);
const unit = (code: string, date = D) => run.figures(date, code);
const row = (crime_no: string, oic_no: string, outcome_code: string, more: Row = {}) => ({
  ...{
    crime_no,
    outcome_seq: 1,
    oic_no,
    outcome_code,
    outcome_date: D,
    recorded_status: 'CRIME',
    updated_at: '2026-11-20T08:00:00Z',
  },
  ...more,
});

describe('outcomes', () => {
  beforeAll(async () => {
    for (const team of ['CIVIL', 'OPEN', 'HANDOVER', 'SUSPECTS', 'GONE', 'UNDONE', 'MIXED', 'TWODAYS']) world.team(team);
    world.person('civilian', { team: 'CIVIL', type: 'STAFF', role: 'INVESTIGATION' }).outcome('civil', 'civilian', D, '1');
    world
      .person('open', { team: 'OPEN', role: 'INVESTIGATION' })
      .outcome('nobody', '', D, '18', { team_code_at_outcome: 'OPEN' });
    world.outcome('unassigned', 'open', D, '0').outcome('blank', 'open', D, '');
    world.person('retired', { team: 'OPEN', role: 'INVESTIGATION', person: { leave_date: '2026-11-12' } });
    world.rows.assignments.push({ ...world.rows.assignments.pop(), effective_to: '2026-11-12' });
    world.outcome('inherited', 'retired', D, '18', { team_code_at_outcome: 'OPEN' });
    for (const id of ['before', 'after']) world.person(id, { team: 'HANDOVER', role: 'INVESTIGATION' });
    world.outcome('handed', 'before', D, '16');
    world.person('suspects', { team: 'SUSPECTS', role: 'INVESTIGATION' }).outcome('pair', 'suspects', D, '1');
    world.outcome('pair', 'suspects', D, '3', { outcome_seq: 2 }).outcome('other', 'suspects', D, '14');
    world.person('twodays', { team: 'TWODAYS', role: 'INVESTIGATION' }).outcome('days', 'twodays', D, '16');
    world.outcome('days', 'twodays', NEXT, '1', { outcome_seq: 2 });
    world
      .person('gone', { team: 'GONE', role: 'INVESTIGATION' })
      .outcome('cancelled', 'gone', SEPTEMBER, '1')
      .outcome('kept', 'gone', SEPTEMBER, '16');
    world
      .person('undone', { team: 'UNDONE', role: 'INVESTIGATION' })
      .outcome('reversed', 'undone', D, '1')
      .outcome('changed', 'undone', D, '18');
    world.person('mixed', { team: 'MIXED', role: 'INVESTIGATION' });
    for (const code of ['1', '4', '9', '22', '10', '21', '20'])
      world.outcome(`mixed-${code}`, 'mixed', D, code, { offence_group: 'Theft' });
    const snapshots = ['units', 'people', 'assignments', 'positions'] as const;
    run = await Run.start(
      [...world.files('2026-09-11T10:00:00Z', snapshots), ...world.files('2026-11-20T09:30:00Z')],
      '2026-11-21T10:00:00Z',
    );
  });
  afterAll(() => run?.stop());

  it('outcome by a staff investigator', () => {
    expect(unit('CIVIL').outcomes).toMatchObject({ value: 1, byOfficers: 0, notByOfficers: 1, unattributed: 0 });
    expect(unit('CIVIL').positiveOutcomes).toMatchObject({ value: 1, notByOfficers: 1 });
    expect(run.person(D, 'civilian').productivity).toBeNull();
  });
  it('outcome without officer in the case', () => {
    expect(run.day(D).force.outcomes).toMatchObject({ unattributed: 1, value: 16, notByOfficers: 1, byOfficers: 14 });
    expect(run.day(D).unresolved).toEqual([
      expect.objectContaining({ feed: 'outcomes', key: expect.stringContaining('nobody') }),
    ]);
    // Code 0 and a blank one never count.
    expect(person('open').outcomes.value).toBe(0);
  });
  it('outcome without officer in the case, of a team that the row names', () => {
    // A group's figure has three parts: the row says whose crime it was, only not which officer's.
    expect(unit('OPEN').outcomes.unattributed).toBe(1);
  });
  it('outcome of an officer in the case who left before, of a team that the row names', () => {
    expect(unit('OPEN').outcomes.byOfficers).toBe(1);
  });
  it('two suspects of one crime', () => {
    expect(person('suspects').outcomes.value).toBe(2);
    expect(person('suspects').positiveOutcomes.value).toBe(1);
    expect(unit('SUSPECTS').outcomes).toMatchObject({ value: 2, participations: 2 });
    expect(unit('SUSPECTS').positiveOutcomes).toMatchObject({ value: 1, participations: 1 });
  });
  it('two suspects of one crime, on two days', () => {
    expect([person('twodays').outcomes.value, person('twodays', NEXT).outcomes.value]).toEqual([1, 1]);
    expect([person('twodays').positiveOutcomes.value, person('twodays', NEXT).positiveOutcomes.value]).toEqual([0, 1]);
  });
  it('two suspects of one crime, on two days, for the team', () => {
    // Nothing positive had happened on the first day.
    expect([unit('TWODAYS').positiveOutcomes.value, unit('TWODAYS', NEXT).positiveOutcomes.value]).toEqual([0, 1]);
  });
  it('positive outcomes by both lists', () => {
    expect(person('mixed').outcomes.value).toBe(7);
    expect(person('mixed').positiveOutcomes).toMatchObject({ value: 4, mix: { accountable: { true: 2, false: 2 } } });
  });
  it('officer in the case changed the day before', async () => {
    expect([person('before').outcomes.value, person('after').outcomes.value]).toEqual([1, 0]);
    await run.drop({ key: keyOf('outcomes', '2026-11-20T10:00:00Z'), body: csv('outcomes', [row('handed', 'after', '16')]) });
    expect([person('before').outcomes.value, person('after').outcomes.value]).toEqual([0, 1]);
    expect(unit('HANDOVER').outcomes.value).toBe(1);
  });
  it('cancelled after 60 days', async () => {
    expect(unit('GONE', SEPTEMBER).outcomes.value).toBe(2);
    const cancelled = row('cancelled', 'gone', '1', { outcome_date: SEPTEMBER, recorded_status: 'CANCELLED' });
    await run.drop({ key: keyOf('outcomes', '2026-11-20T11:00:00Z'), body: csv('outcomes', [cancelled]) });
    expect(person('gone', SEPTEMBER).outcomes.value).toBe(1);
    expect(unit('GONE', SEPTEMBER).outcomes.value).toBe(1);
    expect(unit('GONE', SEPTEMBER).positiveOutcomes.value).toBe(0);
    expect(run.day(SEPTEMBER).excluded).toEqual({ 'outcomes CANCELLED': 1 });
    expect((await run.pointer(SEPTEMBER)).history.at(-1)).toMatchObject({ revisedAfterLock: true });
  });
  it('reversed', async () => {
    expect(person('undone').outcomes.value).toBe(2);
    const reversed = row('reversed', 'undone', '1', { reversed_at: '2026-11-20T09:00:00Z' });
    await run.drop({
      key: keyOf('outcomes', '2026-11-20T12:00:00Z'),
      body: csv('outcomes', [reversed, row('changed', 'undone', '1')]),
    });
    // The other one changed its code: replaced, not added.
    expect([person('undone').outcomes.value, person('undone').positiveOutcomes.value]).toEqual([1, 1]);
    expect(run.day(D).excluded).toMatchObject({ 'outcomes REVERSED': 1 });
  });
});
