import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedName } from '../../../lib/sources/catalogue.ts';
import { readGeneration } from '../../../local/summary.ts';
import { at, BYSTANDER, csv, keyOf, MORNING, type Row, Run, World } from './world.ts';

const D = '2026-11-18';
/** Locked for weeks when the correction arrives. */
const LOCKED = '2026-09-10';
const clock = (time: string) => at(D, time);
const world = new World();
let run: Run;

const arrests = (id: string, date = D) => run.productivity(date, id).arrests.value;
const arrest = (arrest_id: string, officer_no: string, arrested_at: string, updated_at: string, more: Row = {}) => ({
  ...{ arrest_id, officer_no, role: 'ARRESTING', arrested_at, updated_at },
  ...more,
});
const file = (feed: FeedName, instant: string, ...rows: Row[]) => ({ key: keyOf(feed, instant), body: csv(feed, rows) });

describe('events, corrections and files', () => {
  beforeAll(async () => {
    world.team('TEAM').team('OTHER');
    for (const id of [
      'wrong',
      'right',
      'late',
      'twice',
      'order',
      'unknown',
      'force',
      'again',
      'willing',
      'turn',
      'merged',
      'ill',
    ])
      world.person(id, { team: 'TEAM' });
    for (const { employee_no: id } of world.rows.people)
      if (id !== BYSTANDER && id !== 'turn') world.duty(String(id), D, '07:00', '17:00');
    world.duty('wrong', LOCKED, '07:00', '17:00').duty('right', LOCKED, '07:00', '17:00');
    world.arrest('corrected', 'wrong', clock('10:00')).arrest('locked', 'wrong', at(LOCKED, '10:00'));
    world.arrest('twice', 'twice', clock('10:00'));
    world.arrest('custody-1', 'again', clock('09:00'), { custody_no: 'C1' });
    world.arrest('custody-2', 'again', clock('15:00'), { custody_no: 'C1' });
    world.arrest('turn', 'turn', at('2026-11-19', '08:30'));
    for (const number of ['log-1', 'log-2']) {
      world.incident(number, 'TEAM-AREA', clock('12:00'), { final_grade: 'P1' });
      world.attend(number, 'merged', clock('12:01'), clock('12:10'));
    }
    world.outcome('willing', 'willing', D, '3');
    const snapshots = ['units', 'people', 'assignments', 'positions'] as const;
    const now = world.files().filter(({ key }) => !key.includes('intelligence-reports'));
    run = await Run.start([...world.files('2026-09-11T10:00:00Z', snapshots), ...now], '2026-12-01T10:00:00Z');
  });
  afterAll(() => run?.stop());

  it('backdated correction', async () => {
    expect([arrests('wrong'), arrests('right')]).toEqual([1, 0]);
    const before = await run.pointer(D);
    const corrected = arrest('corrected', 'right', clock('10:00'), '2026-11-23T08:00:00Z');
    const withdrawn = arrest('corrected', 'wrong', clock('10:00'), '2026-11-23T08:00:00Z', {
      deleted_at: '2026-11-23T08:00:00Z',
    });
    const locked = arrest('locked', 'wrong', at(LOCKED, '10:00'), '2026-11-23T08:00:00Z', { deleted_at: '2026-11-23T08:00:00Z' });
    await run.drop(file('arrests', '2026-11-24T10:00:00Z', corrected, withdrawn, locked));
    expect([arrests('wrong'), arrests('right')]).toEqual([0, 1]);
    const after = await run.pointer(D);
    expect(after.history.length).toBe(before.history.length + 1);
    expect(after.history.some(({ revisedAfterLock }) => revisedAfterLock)).toBe(false);
    const earlier = await readGeneration(run.stores, D, before.generation ?? '');
    expect(earlier.people.find(({ availability }) => availability.person === 'wrong')?.productivity?.arrests.value).toBe(1);
    expect(arrests('wrong', LOCKED)).toBe(0);
    expect((await run.pointer(LOCKED)).history.at(-1)).toMatchObject({ revisedAfterLock: true });
  });
  it('late extract', async () => {
    expect(run.productivity(D, 'late').intelligenceReports).toMatchObject({
      value: null,
      reason: 'feedMissing',
      complete: false,
    });
    expect(run.productivity(D, 'late').arrests).toMatchObject({ value: 0, complete: true });
    expect(run.day(D).status).toBe('provisional');
    const submitted = { report_id: 'late', submitter_no: 'late', submitted_at: clock('12:00'), state: 'SUBMITTED' };
    await run.drop(file('intelligence-reports', '2026-11-25T10:00:00Z', submitted));
    expect(run.productivity(D, 'late').intelligenceReports).toMatchObject({ value: 1, reason: null, complete: true });
    expect(run.productivity(D, 'right').intelligenceReports).toMatchObject({ value: 0, reason: null });
    expect(run.day(D).status).toBe('final');
  });
  it('late extract of the duties', async () => {
    expect([arrests('turn'), arrests('turn', '2026-11-19')]).toEqual([0, 1]);
    const night = new World('2026-11-10').duty('turn', D, '22:00', '07:00', { duty_code: 'NIGHT' }).rows.duties.slice(1);
    await run.drop(file('duties', '2026-11-25T10:00:00Z', ...night));
    // The arrest after the end of the night belongs to the night.
    expect([arrests('turn'), arrests('turn', '2026-11-19')]).toEqual([1, 0]);
    expect(run.productivity(D, 'turn').arrests.flags).toEqual([]);
  });
  it('file sent twice', async () => {
    const { generation, history } = await run.pointer(D);
    const sent = { key: keyOf('arrests', MORNING), body: csv('arrests', world.rows.arrests) };
    await run.drop(sent);
    expect((await run.receipt(sent.key)).seen.map(({ state }) => state)).toEqual(['duplicate', 'accepted']);
    // The same rows under another name are no other arrests.
    await run.drop({ ...sent, key: keyOf('arrests', '2026-11-25T11:00:00Z') });
    expect([arrests('twice'), arrests('wrong'), arrests('right')]).toEqual([1, 0, 1]);
    expect(run.figures(D, 'TEAM').arrests.participations).toBe(run.figures(D, 'TEAM').arrests.value);
    expect(await run.pointer(D)).toMatchObject({ generation, history });
  });
  it('files out of order', async () => {
    const row = (instant: string, updated: string) => arrest('order', 'order', instant, updated);
    await run.drop(file('arrests', '2026-11-26T12:00:00Z', row(clock('12:00'), '2026-11-26T11:00:00Z')));
    expect(arrests('order')).toBe(1);
    await run.drop(file('arrests', '2026-11-26T10:00:00Z', row('2026-11-19T12:00:00Z', '2026-11-26T09:00:00Z')));
    expect([arrests('order'), arrests('order', '2026-11-19')]).toEqual([1, 0]);
    // A snapshot of yesterday that arrives today does not put yesterday's names back.
    const people = world.rows.people.map((row) => (row.employee_no === 'order' ? { ...row, leave_date: '2026-11-01' } : row));
    await run.drop({ key: keyOf('people', '2026-11-20T10:00:00Z'), body: csv('people', people) });
    expect(run.availability(D, 'order').status).toBe('deployable');
  });
  it('unknown code', async () => {
    const rows = [
      arrest('unknown-1', 'unknown', clock('10:00'), MORNING, { role: 'DRIVER' }),
      arrest('unknown-2', 'unknown', clock('11:00'), MORNING),
    ];
    const sent = file('arrests', '2026-11-27T10:00:00Z', ...rows);
    await run.drop(sent);
    const { seen } = await run.receipt(sent.key);
    expect(seen).toMatchObject([{ state: 'accepted', counts: { inFile: 2, accepted: 1, quarantined: 1 } }]);
    expect(arrests('unknown')).toBe(1);
    const [kept = ''] = await run.stores.facts.list('quarantine/connect/arrests/arrests_20261127T100000Z.csv/');
    const quarantined = gunzipSync(await run.stores.facts.get(kept)).toString('utf8');
    expect(run.output.join('')).toContain('RowsQuarantined');
    expect(quarantined).toMatch(/UNKNOWN_CODE.*DRIVER/s);
  });
  it('force report 10 days late', async () => {
    const used = { used_at: '2026-11-18T12:00:00Z', submitted_at: '2026-11-28T12:00:00Z' };
    expect(run.productivity(D, 'force').useOfForce).toMatchObject({ value: 0, complete: true });
    await run.drop(file('force-reports', '2026-11-29T10:00:00Z', { report_id: 'force', officer_no: 'force', ...used }));
    const lag = { n: 1, medianSeconds: 864_000 };
    expect(run.productivity(D, 'force').useOfForce).toMatchObject({ value: 1, lag });
    expect(run.figures(D, 'TEAM').useOfForce).toMatchObject({ value: 1, lag });
  });
  it('re-arrest in custody', () => {
    // Open in the method: an arrest for a further offence has an id of its own and counts, whatever the custody record.
    expect(arrests('again')).toBe(2);
  });
  it('voluntary attendance (no arrest)', () => {
    expect(arrests('willing')).toBe(0);
    expect(run.productivity(D, 'willing').outcomes.value).toBe(1);
  });
  it('incident merged by a later file', async () => {
    expect([run.productivity(D, 'merged').incidentsAttended.value, run.figures(D, 'TEAM-AREA').responseTime.n]).toEqual([2, 2]);
    const merged = {
      incident_no: 'log-2',
      area_code: 'TEAM-AREA',
      created_at: clock('12:00'),
      final_grade: 'P1',
      origin_code: 'PUBLIC',
    };
    await run.drop(file('incidents', '2026-11-29T11:00:00Z', { ...merged, merged_into: 'log-1', updated_at: MORNING }));
    expect([run.productivity(D, 'merged').incidentsAttended.value, run.figures(D, 'TEAM-AREA').responseTime.n]).toEqual([1, 1]);
  });
  it('backdated correction of a snapshot', async () => {
    expect(run.availability(D, 'ill')).toMatchObject({ status: 'deployable', limits: [] });
    world.absence('ill', 'AL', clock('07:00'), clock('12:00'));
    world.rows.training = world.rows.training.map((row) =>
      row.employee_no === 'ill' && row.course_code === 'TASER' ? { ...row, expires_on: '2026-11-01' } : row,
    );
    world.add('restrictions', {
      restriction_id: 'late',
      employee_no: 'right',
      deploy_effect: 'NOT_FRONTLINE',
      start_on: '2026-11-17',
    });
    await run.drop(...world.files('2026-11-30T10:00:00Z', ['absences', 'training', 'restrictions']));
    expect(run.availability(D, 'ill')).toMatchObject({
      status: 'deployable',
      limits: ['LIMITED:TASER'],
      work: { availability: 0.5 },
    });
    expect(run.availability(D, 'right').reasons).toEqual(['RESTRICTED']);
  });
  it('back-dated posting, no further back than the lock', async () => {
    const before = [run.day(LOCKED), await run.pointer(LOCKED)];
    const rows = world.rows.assignments.map((row) => (row.team_code === 'TEAM' ? { ...row, team_code: 'OTHER' } : row));
    await run.drop(file('assignments', '2026-11-30T11:00:00Z', ...rows));
    expect([run.figures(D, 'TEAM').arrests.value, run.unit(D, 'TEAM').officers]).toEqual([0, 0]);
    expect(run.figures(D, 'OTHER').arrests.value).toBeGreaterThan(0);
    expect([run.day(LOCKED), await run.pointer(LOCKED)]).toEqual(before);
  });
});
