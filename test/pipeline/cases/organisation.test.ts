import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY } from '../../../demo/canaries.ts';
import { itemsUnder, organisationNow } from './organisation.ts';
import { at, csv, keyOf, type Row, Run, World } from './world.ts';

const D = '2026-11-18';
const ACTING_DATES = ['2026-11-13', D, '2026-11-20'];
const clock = (time: string) => at(D, time);
let run: Run;
const world = new World();
const early = (id: string, date = D, more: Row = {}) => world.duty(id, date, '07:00', '17:00', more);
const unit = (code: string, date = D) => run.figures(date, code);
const strength = (code: string, date = D) => run.unit(date, code).establishment.strength;

describe('organisation and postings', () => {
  beforeAll(async () => {
    for (const team of [
      'OLD',
      'NEW',
      'HOME',
      'HOST',
      'ONE',
      'TWO',
      'UP',
      'BASE',
      'NONE',
      'MIX',
      'SMALL',
      'BACK',
      'THERE',
      'LENT',
    ])
      world.team(team);

    world.person('mover', { team: 'OLD', assignment: { effective_to: D } }).post('post-new', 'NEW', 'RESPONSE');
    world.posting('mover', 'NEW', { effective_from: D, position_id: 'post-new' });
    world.duty('mover', D, '07:00', '13:00', { team_code: 'OLD' });
    world.duty('mover', D, '13:00', '17:00', { team_code: 'NEW', segment_no: 2 });
    world
      .arrest('mover-1', 'mover', clock('10:00'))
      .arrest('mover-2', 'mover', clock('13:00'))
      .arrest('mover-3', 'mover', clock('16:00'));

    world.person('joiner', { team: 'HOME', person: { force_start: D, service_start: D } });
    world.student('joiner', 'TRAINING', D);
    world.person('leaver', { team: 'HOME', person: { leave_date: D } });
    for (const date of ['2026-11-16', D, '2026-11-20']) for (const id of ['joiner', 'leaver']) early(id, date);
    world.arrest('leaver', 'leaver', at('2026-11-16', '10:00'));
    world.outcome('left', 'leaver', '2026-11-20', '1');

    world.person('nopost', { team: 'NONE' }).person('norole', { team: 'NONE', role: '', position: { role_code: '' } });
    world.rows.assignments = world.rows.assignments.filter((row) => row.employee_no !== 'nopost');
    for (const id of ['nopost', 'norole']) early(id).arrest(id, id, clock('10:00'));

    world.person('actor', { team: 'BASE' }).post('post-sgt', 'UP', 'CUSTODY', { rank_required: 'PS' });
    world.person('second', { team: 'BASE' }).post('post-second-sgt', 'UP', 'CUSTODY', { rank_required: 'PS' });
    const acting = { kind: 'ACTING', effective_from: '2026-11-16', effective_to: '2026-11-19' };
    world.posting('actor', 'UP', { ...acting, position_id: 'post-sgt' });
    world.posting('second', 'UP', { ...acting, position_id: 'post-second-sgt', primary_flag: 'N' });
    for (const date of ACTING_DATES) early('actor', date).arrest(`actor-${date}`, 'actor', at(date, '10:00'));

    world.person('double', { team: 'ONE', assignment: { fte_split: '0.6' } }).post('post-two', 'TWO', 'RESPONSE');
    world.posting('double', 'TWO', { fte_split: '0.4', primary_flag: 'N', position_id: 'post-two' });
    world.duty('double', D, '07:00', '12:00', { team_code: 'ONE' });
    world.duty('double', D, '12:00', '17:00', { team_code: 'TWO', segment_no: 2 });
    world.arrest('double-1', 'double', clock('08:00')).arrest('double-2', 'double', clock('15:00'));
    world.arrest('double-3', 'double', clock('16:00'));

    for (const employee_no of ['double', 'mover'])
      world.add('statuses', { employee_no, from_at: clock('07:00'), to_at: clock('17:00'), status_code: 'PATROL' });
    world.person('lent', { team: 'LENT' }).person('stayed', { team: 'LENT' });
    world.posting('lent', 'OUTSIDE', { kind: 'SECONDMENT', position_id: '', effective_from: '2026-11-01' });
    early('lent', D, { duty_code: 'SECOND' });

    for (const id of ['guest', 'aid']) world.person(id, { team: 'HOME' });
    early('guest', D, { team_code: 'HOME', guest_team_code: 'HOST' });
    early('aid', D, { duty_code: 'MUTAID' });
    world
      .search('guest', 'guest', clock('10:00'))
      .arrest('aid', 'aid', clock('10:00'))
      .arrest('foreign', 'OTHERFORCE1', clock('10:00'));

    for (let n = 0; n < 5; n += 1) world.person(`mix${n}`, { team: 'MIX' });
    world.person('civil', { team: 'MIX', type: 'STAFF', role: 'INVESTIGATION' }).person('pcso', { team: 'MIX', type: 'PCSO' });
    world.arrest('mixed', 'mix0', clock('10:00')).arrest('mixed', 'pcso', clock('10:00')).arrest('alone', 'pcso', clock('11:00'));
    early('civil').duty('pcso', D, '07:00', '17:00').outcome('civil', 'civil', D, '1').outcome('officer', 'mix1', D, '16');
    for (let n = 0; n < 4; n += 1) world.person(`small${n}`, { team: 'SMALL' });
    world.arrest('small', 'small0', clock('10:00'));

    const to = (reports_to_position_id: string) => ({ position: { reports_to_position_id } });
    world.person('loop1', { team: 'BASE', ...to('post-loop2') }).person('loop2', { team: 'BASE', ...to('post-loop1') });
    world.person('under', { team: 'BASE', ...to('post-loop1') }).person('orphan', { team: 'BASE', ...to('post-gone') });
    world.person('below', { team: 'BASE', ...to('post-orphan') });

    world.person('posted', { team: 'BACK' }).post('post-there', 'THERE', 'RESPONSE').arrest('posted', 'posted', clock('10:00'));
    world
      .person('married', { team: 'BACK', person: { surname: 'Before', collar_no: '4711' } })
      .search('married', 'married', clock('10:00'));
    run = await Run.start(world.files());
  });
  afterAll(() => run?.stop());

  it('transfer at 13:00 (events go to the team effective at the instant)', () => {
    expect([unit('OLD').arrests.value, unit('NEW').arrests.value]).toEqual([1, 2]);
    expect(run.productivity(D, 'mover').arrests.value).toBe(3);
  });
  it('transfer at 13:00 (availability splits by minutes)', async () => {
    const [before, after] = [await run.rollup(D, 'OLD'), await run.rollup(D, 'NEW')];
    expect([before.minutes.rostered, after.minutes.rostered]).toEqual([360, 240]);
  });
  it('joiner', () => {
    expect(run.findPerson('2026-11-16', 'joiner')?.availability.reasons ?? ['NOT_YET_JOINED']).toContain('NOT_YET_JOINED');
    expect(run.availability(D, 'joiner')).toMatchObject({ reasons: ['STUDENT_IN_TRAINING'], serviceBand: '<1' });
    expect(strength('HOME', D) - strength('HOME', '2026-11-16')).toBe(0);
    expect(strength('HOME', '2026-11-20')).toBe(3);
  });
  it('leaver', () => {
    expect(run.availability('2026-11-16', 'leaver').status).toBe('deployable');
    expect(run.productivity('2026-11-16', 'leaver').arrests.value).toBe(1);
    expect(run.findPerson('2026-11-20', 'leaver')?.availability.reasons ?? ['LEFT']).toContain('LEFT');
    // A crime finalised after the officer in the case left still is the force's outcome, and a known officer's.
    expect(run.day('2026-11-20').force.outcomes).toMatchObject({ value: 1, byOfficers: 1, unattributed: 0 });
  });
  it('officer with no post or no role', () => {
    for (const id of ['nopost', 'norole']) {
      const { arrests, responseTime, visibility } = run.productivity(D, id);
      for (const { reason } of [arrests, responseTime, visibility]) expect(reason).toBe('notApplicable');
      expect(arrests.alsoRecorded).toBe(1);
      expect(run.availability(D, id)).toMatchObject({ status: 'insufficientData', score: null });
      expect(run.availability(D, id).unknowns).toContain('roleProfile');
    }
    expect(run.availability(D, 'nopost').flags).toContain('NO_POST');
    expect(unit('NONE').arrests.value).toBe(1);
  });
  it('acting up, only for its dates', () => {
    expect(ACTING_DATES.map((date) => strength('UP', date))).toEqual([0, 2, 0]);
    expect(ACTING_DATES.map((date) => run.availability(date, 'actor').role)).toEqual(['RESPONSE', 'CUSTODY', 'RESPONSE']);
    expect(ACTING_DATES.map((date) => unit('UP', date).arrests.value)).toEqual([0, 1, 0]);
    expect(ACTING_DATES.map((date) => unit('BASE', date).arrests.value)).toEqual([1, 0, 1]);
  });
  it('acting up, only for its dates, while the own post stays the primary one', () => {
    // Open in the method: strength counts at the post filled, so the role and its courses must be those of that post.
    expect(ACTING_DATES.map((date) => run.availability(date, 'second').role)).toEqual(['RESPONSE', 'CUSTODY', 'RESPONSE']);
  });
  it('two teams (each counts its own events; strength by fte_split)', () => {
    expect([unit('ONE').arrests.value, unit('TWO').arrests.value]).toEqual([1, 2]);
    expect(run.productivity(D, 'double').arrests.value).toBe(3);
    expect([strength('ONE'), strength('TWO')]).toEqual([0.6, 0.4]);
  });
  it('two teams (visible minutes where the duty was)', () => {
    expect([unit('ONE').visibility.minutes, unit('TWO').visibility.minutes]).toEqual([300, 300]);
  });
  it('transfer at 13:00 (visible minutes where the duty was)', () => {
    expect([unit('OLD').visibility.minutes, unit('NEW').visibility.minutes]).toEqual([360, 240]);
  });
  it('outward secondment (no strength at home)', () => {
    expect(strength('LENT')).toBe(1);
  });
  it('guested out', () => {
    // Open in the method: what happens on a guest shift counts for the team that had the officer that day.
    expect([unit('HOME').stopSearches.value, unit('HOST').stopSearches.value]).toEqual([0, 1]);
    expect(run.productivity(D, 'guest').stopSearches.value).toBe(1);
  });
  it('mutual aid', () => {
    expect(run.availability(D, 'lent')).toMatchObject({ status: 'notDeployable', reasons: ['COMMITTED'] });
    expect(run.availability(D, 'aid')).toMatchObject({
      status: 'notDeployable',
      reasons: ['COMMITTED'],
      work: { availability: 0 },
    });
    expect(run.availability(D, 'aid').minutes.committed).toEqual({ MUTAID: 600 });
    expect(run.productivity(D, 'aid').arrests).toMatchObject({ value: 1, flags: [] });
  });
  it('cross-force help', () => {
    expect(run.day(D).force.arrests.unattributed).toBe(1);
    expect(run.day(D).unresolved).toEqual([expect.objectContaining({ feed: 'arrests', person: 'OTHERFORCE1' })]);
    expect(run.findPerson(D, 'OTHERFORCE1')).toBeUndefined();
  });
  it('unit of mixed officers and staff', () => {
    expect(run.unit(D, 'MIX').officers).toBe(5);
    expect(unit('MIX').arrests).toMatchObject({ value: 2, byOfficers: 1, notByOfficers: 1, participations: 3 });
    expect(unit('MIX').outcomes).toMatchObject({ value: 2, byOfficers: 1, notByOfficers: 1 });
    expect(run.person(D, 'civil').productivity).toBeNull();
    expect(run.availability(D, 'civil')).toMatchObject({ status: 'gateNotApplicable', score: null, work: { availability: 1 } });
  });
  it('unit under 5', async () => {
    expect(await itemsUnder(run, 'SMALL', D)).toBe(0);
    expect(await itemsUnder(run, 'MIX', D)).toBe(1);
    expect(await run.rollup(D, 'SMALL')).toMatchObject({ officers: 4, figures: { arrests: { value: 1 } } });
    expect(await run.rollup(D, 'MIX')).toMatchObject({ officers: 5, figures: null });
  });
  it('loop or orphan in the line of command (nobody gains rights; alarm)', async () => {
    const { cuts, people } = await organisationNow(run);
    expect(cuts).toEqual([
      { post: 'post-orphan', reason: 'ORPHAN' },
      { post: 'post-loop1', reason: 'CYCLE' },
      { post: 'post-loop2', reason: 'CYCLE' },
    ]);
    expect(run.output.join('')).toContain('CommandCuts');
    const above = (id: string) => people.find((person) => person.id === id)?.holdings[0]?.above;
    expect([above('loop1'), above('loop2'), above('orphan')]).toEqual([[], [], []]);
    expect([above('under'), above('below')]).toEqual([['post-loop1'], ['post-orphan']]);
  });
  it('back-dated posting', async () => {
    expect([unit('BACK').arrests.value, unit('THERE').arrests.value]).toEqual([1, 0]);
    const { history, rev } = await run.pointer(D);
    const rows = world.rows.assignments.map((row) =>
      row.employee_no === 'posted' ? { ...row, effective_to: '2026-11-16' } : row,
    );
    const there = {
      ...rows.at(-1),
      assignment_id: 'posted-there',
      employee_no: 'posted',
      team_code: 'THERE',
      position_id: 'post-there',
    };
    const key = keyOf('assignments', '2026-11-21T11:00:00Z');
    await run.drop({ key, body: csv('assignments', [...rows, { ...there, effective_from: '2026-11-16' }]) });
    expect([unit('BACK').arrests.value, unit('THERE').arrests.value]).toEqual([0, 1]);
    expect([strength('BACK', '2026-11-13'), strength('THERE', '2026-11-13'), strength('THERE')]).toEqual([2, 0, 1]);
    const pointer = await run.pointer(D);
    expect([pointer.rev, pointer.history.length]).toEqual([rev + 1, history.length + 1]);
  });
  it('name changed', async () => {
    const before = run.day(D);
    const changed = { surname: 'After', collar_no: '4712' };
    const rows = world.rows.people.map((row) => (row.employee_no === 'married' ? { ...row, ...changed } : row));
    await run.drop({ key: keyOf('people', '2026-11-21T12:00:00Z'), body: csv('people', rows) });
    expect(run.productivity(D, 'married').stopSearches.value).toBe(1);
    expect(run.day(D)).toEqual(before);
    const { people } = await organisationNow(run);
    expect(people.find(({ id }) => id === 'married')?.name).toBe(`After, ${CANARY.givenName}`);
  });
});
