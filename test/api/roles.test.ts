import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/dates.ts';
import { numberOf, TODAY, TOMORROW } from './force.ts';
import { type ForceWorld, openForce } from './force-world.ts';

const DAY_MS = 86_400_000;
let world: ForceWorld;

const give = (viewer: string, person: string, more: object = {}) =>
  world.send(viewer, 'POST', '/v1/roles', {
    ...{ person: numberOf(person), role: 'analyst', from: TODAY, to: null, reason: 'the new post' },
    ...more,
  });
const given = async (person: string, more: object = {}): Promise<string> =>
  (await give('administrator', person, more)).json.role.id;
const approve = (viewer: string, id: string) => world.send(viewer, 'POST', `/v1/roles/${id}/approval`);
const end = (viewer: string, id: string) => world.send(viewer, 'DELETE', `/v1/roles/${id}`);
const rolesOf = async (viewer: string) => (await world.ask(viewer, '/v1/me')).json.roles;
const stateOf = async (id: string) => {
  const { json } = await world.ask('auditor', '/v1/roles');
  return json.roles.find((role: { id: string }) => role.id === id)?.state;
};
const codeOf = async (reply: ReturnType<typeof give>) => {
  const { status, json } = await reply;
  return `${status} ${json.code}`;
};

describe('a functional role', () => {
  beforeAll(async () => {
    world = await openForce();
  });
  afterAll(() => world?.stop());

  it('waits for another person, is in force once approved, and ends', async () => {
    const { status, json } = await give('administrator', 'constable', { role: 'auditor' });
    const { id } = json.role;
    const told = { person: 'constable', role: 'auditor', givenBy: 'administrator', reason: 'the new post' };
    expect([status, json.role]).toMatchObject([201, { ...told, state: 'waiting', approvedBy: null }]);
    expect([await rolesOf('constable'), (await world.ask('constable', '/v1/roles')).status]).toEqual([[], 403]);

    const approved = { ...told, state: 'inForce', approvedBy: 'other-administrator' };
    expect((await approve('other administrator', id)).json.role).toMatchObject(approved);
    expect([await rolesOf('constable'), (await world.ask('constable', '/v1/roles')).status]).toEqual([['auditor'], 200]);
    expect(await stateOf(id)).toBe('inForce');

    expect((await end('administrator', id)).json.role.state).toBe('ended');
    expect([await rolesOf('constable'), (await world.ask('constable', '/v1/roles')).status]).toEqual([[], 403]);
    expect(await stateOf(id)).toBe('ended');
  });

  it('is approved neither by who gave it nor by who gets it', async () => {
    const id = await given('auditor', { role: 'equality' });
    expect(await codeOf(approve('administrator', id))).toBe('422 ANOTHER_PERSON');
    expect(await codeOf(approve('auditor', id))).toBe('422 ANOTHER_PERSON');
    expect(await rolesOf('auditor')).toEqual(['auditor']);
    expect((await approve('other administrator', id)).status).toBe(200);
    expect((await rolesOf('auditor')).sort()).toEqual(['auditor', 'equality']);
  });

  it('is approved once, by one of two who do so at the same time, and not after it has ended', async () => {
    const id = await given('constable');
    const both = await Promise.all(['other administrator', 'auditor'].map((viewer) => approve(viewer, id)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await codeOf(approve('auditor', id))).toBe('409 SETTLED');
    const other = await given('constable');
    await end('administrator', other);
    expect(await codeOf(approve('auditor', other))).toBe('409 SETTLED');
    expect(await codeOf(approve('auditor', 'none'))).toBe('404 NO_SUCH_GRANT');
    expect(await codeOf(end('administrator', 'none'))).toBe('404 NO_SUCH_GRANT');
  });

  it('is given by an administrator to somebody else who works here, for days in order', async () => {
    for (const viewer of ['constable', 'superintendent', 'auditor', 'HR', 'former sergeant'])
      expect((await give(viewer, 'tutor')).status).toBe(403);
    expect(await codeOf(give('administrator', 'administrator'))).toBe('422 NOT_TO_ONESELF');
    for (const nobody of ['leaver', 'future sergeant', 'unknown'])
      expect(await codeOf(give('administrator', nobody))).toBe('422 NO_SUCH_PERSON');
    expect(await codeOf(give('administrator', 'tutor', { role: 'chief' }))).toBe('422 NO_SUCH_ROLE');
    for (const to of [TODAY, addDays(TODAY, -1)])
      expect(await codeOf(give('administrator', 'tutor', { to }))).toBe('422 BAD_RANGE');
  });

  it('takes nothing of the body but what it asks for', async () => {
    const before = (await world.ask('auditor', '/v1/roles')).json.roles.length;
    const extra = [{ approvedBy: 'auditor' }, { givenBy: 'auditor' }, { id: 'mine' }, { kind: 'cover' }, { endedAt: null }];
    for (const more of extra) {
      expect((await give('administrator', 'tutor', more)).status).toBe(400);
      const body = JSON.stringify({ person: 'tutor', role: 'hr', from: TODAY, to: null, reason: 'the post', ...more });
      const init = { method: 'POST', body, headers: { 'content-type': 'text/plain' } };
      expect((await world.ask('administrator', '/v1/roles', init)).json.code).toBe('NOT_JSON');
    }
    const id = await given('tutor');
    const approval = `/v1/roles/${id}/approval`;
    expect((await world.send('other administrator', 'POST', approval, { approvedBy: 'auditor' })).status).toBe(400);
    expect([await stateOf(id), (await world.ask('auditor', '/v1/roles')).json.roles.length]).toEqual(['waiting', before + 1]);
  });

  it('holds from its first day and no more on its last', async () => {
    const id = await given('PCSO', { from: TOMORROW, to: addDays(TODAY, 2) });
    await approve('other administrator', id);
    expect(await rolesOf('PCSO')).toEqual([]);
    await world.later(DAY_MS);
    expect([await rolesOf('PCSO'), await stateOf(id)]).toEqual([['analyst'], 'inForce']);
    await world.later(DAY_MS);
    expect([await rolesOf('PCSO'), await stateOf(id)]).toEqual([[], 'ended']);
  });
});
