import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDecisions } from '../../functions/decisions.ts';
import { addDays } from '../../lib/dates.ts';
import { TODAY, YESTERDAY } from './force.ts';
import { type ForceWorld, openForce } from './force-world.ts';

/** What the functions keep of a day's pointer is older than this afterwards. */
const FRESH_MS = 31_000;
let world: ForceWorld;

const pair = (viewer: string, more: object = {}, student = 'student') =>
  world.send(viewer, 'POST', `/v1/people/${student}/pairings`, {
    ...{ date: YESTERDAY, partner: 'tutor', reason: 'agreed on the phone' },
    ...more,
  });
const dayOf = async (student: string) => {
  const { json } = await world.ask('sergeant', `/v1/people/${student}/availability?from=${YESTERDAY}&to=${YESTERDAY}`);
  return json.days[0];
};

describe('a pairing', () => {
  beforeAll(async () => {
    world = await openForce();
  });
  afterAll(() => world?.stop());

  it('entered by the leader makes the day be scored again and the student paired, until it is ended', async () => {
    expect(await dayOf('student')).toMatchObject({ status: 'notDeployable', reasons: ['STUDENT_NOT_PAIRED'], partners: [] });
    const { status, json } = await pair('sergeant');
    const entered = { partner: { id: 'tutor', name: 'Surname tutor, Given' }, by: 'sergeant', reason: 'agreed on the phone' };
    expect([status, json.student.id, json.date]).toEqual([201, 'student', YESTERDAY]);
    expect(json.pairings).toMatchObject([entered]);

    await world.later(FRESH_MS);
    expect(await dayOf('student')).toMatchObject({
      ...{ status: 'deployable', reasons: [] },
      partners: [{ person: 'tutor', by: 'decision', onDuty: true, deployable: true }],
    });
    const listed = await world.ask('student', `/v1/people/student/pairings?date=${YESTERDAY}`);
    expect(listed.json.pairings).toMatchObject([entered]);

    expect((await pair('superintendent', { partner: null })).json.pairings).toMatchObject([
      entered,
      { partner: null, by: 'superintendent' },
    ]);
    await world.later(FRESH_MS);
    expect(await dayOf('student')).toMatchObject({ status: 'notDeployable', reasons: ['STUDENT_NOT_PAIRED'] });
  });

  it('is entered by nobody but who leads the student', async () => {
    for (const viewer of ['student', 'tutor', 'other sergeant', 'cover', 'break-glass', 'administrator', 'former sergeant'])
      expect([viewer, (await pair(viewer)).status]).toEqual([viewer, 403]);
    expect((await pair('sergeant', {}, 'unknown')).status).toBe(403);
  });

  it('has another officer of the force as partner', async () => {
    for (const partner of ['student', 'staff', 'PCSO', 'leaver', 'future-sergeant', 'unknown'])
      expect([partner, (await pair('sergeant', { partner })).json.code]).toEqual([partner, 'NO_PARTNER']);
  });

  it('is for a day of the last 35 or the next 60', async () => {
    const codeAt = async (days: number) => (await pair('sergeant', { date: addDays(TODAY, days) })).json.code;
    expect(await Promise.all([-36, -35, 60, 61].map(codeAt))).toEqual(['OUT_OF_REACH', undefined, undefined, 'OUT_OF_REACH']);
  });

  it('takes nothing of the body but what it asks for', async () => {
    const before = await readDecisions(world.stores.trust, { date: TODAY });
    const body = { date: TODAY, partner: 'tutor', reason: 'agreed' };
    for (const more of [{ by: 'superintendent' }, { student: 'officer' }, { verb: 'approve' }, { at: '2026-01-01T00:00:00Z' }]) {
      expect((await pair('sergeant', { ...body, ...more })).status).toBe(400);
      const init = { method: 'POST', body: JSON.stringify({ ...body, ...more }), headers: { 'content-type': 'text/plain' } };
      expect((await world.ask('sergeant', '/v1/people/student/pairings', init)).json.code).toBe('NOT_JSON');
    }
    expect(await readDecisions(world.stores.trust, { date: TODAY })).toEqual(before);
  });
});
