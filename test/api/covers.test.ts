import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';
import { NEXT_WEEK, numberOf, TODAY, TOMORROW } from './force.ts';
import { type ForceWorld, openForce } from './force-world.ts';

const EIGHT_DAYS = `/v1/people/officer/availability?from=${addDays(TODAY, -2)}&to=${NEXT_WEEK}`;
const THIS_MORNING = { from: `${TODAY}T09:00:00Z`, to: `${TODAY}T14:00:00Z` };
/** Whether somebody can be sent, why not, training and pairing: written down here once more, on purpose. */
const FOR_A_COVER = [
  ...['date', 'dayStatus', 'status', 'reasons', 'unknowns', 'limits', 'timeline'],
  ...['student', 'partners', 'tutored', 'courses', 'daysToExpiry'],
].sort();
let world: ForceWorld;

const name = (viewer: string, cover: string, more: object = {}) =>
  world.send(viewer, 'POST', '/v1/me/covers', { cover: numberOf(cover), ...THIS_MORNING, reason: 'at court', ...more });
const withdraw = (viewer: string, id: string) => world.send(viewer, 'DELETE', `/v1/me/covers/${id}`);
const seenBy = async (viewer: string) => (await world.ask(viewer, EIGHT_DAYS)).status;
const codeOf = async (reply: ReturnType<typeof name>) => {
  const { status, json } = await reply;
  return `${status} ${json.code}`;
};

describe('a cover', () => {
  beforeAll(async () => {
    world = await openForce();
  });
  afterAll(() => world?.stop());

  it('sees today and seven days ahead with what a cover needs, until it is withdrawn', async () => {
    expect(await seenBy('host sergeant')).toBe(403);
    const named = await name('sergeant', 'host sergeant');
    expect([named.status, named.json.cover]).toMatchObject([
      201,
      { cover: { id: 'host-sergeant' }, leader: { id: 'sergeant' }, namedBy: 'sergeant', state: 'inForce' },
    ]);
    const { status, json } = await world.ask('host sergeant', EIGHT_DAYS);
    expect([status, json.relation]).toEqual([200, 'cover']);
    expect(json.days.map(({ date }: { date: string }) => date)).toEqual([TODAY, TOMORROW, NEXT_WEEK]);
    for (const day of json.days) expect(Object.keys(day).sort()).toEqual(FOR_A_COVER);
    expect(Object.keys(json).sort()).toEqual(['cursor', 'days', 'meta', 'person', 'relation']);

    const ended = await withdraw('sergeant', named.json.cover.id);
    expect([ended.status, ended.json.cover.state]).toEqual([200, 'ended']);
    expect(await seenBy('host sergeant')).toBe(403);
    expect((await withdraw('sergeant', named.json.cover.id)).json).toEqual(ended.json);
  });

  it('sees no score, attendance or history, whatever is asked', async () => {
    for (const path of [
      `/v1/people/officer/availability/${TODAY}/explanation`,
      `/v1/people/officer/productivity/days?from=${TODAY}&to=${TODAY}`,
      `/v1/people/officer/productivity/records?date=${TODAY}`,
      '/v1/productivity/comparison/people?metric=arrests&person=officer',
      `/v1/org-units/RELIEF/availability?date=${TODAY}`,
    ])
      expect((await world.ask('cover', path)).status).toBe(403);
    const span = await world.ask('cover', `/v1/me/span/availability?at=${TODAY}`);
    const relief = await world.ask('cover', `/v1/org-units/RELIEF/availability/people?date=${TODAY}&order=score`);
    for (const list of [span.json.list, relief.json.people]) {
      const line = list.find(({ person }: { person: string }) => person === 'officer');
      expect(line.relation).toBe('cover');
      expect(line).not.toHaveProperty('score');
    }
    expect(relief.json.ordered).toBe(false);
  });

  it('is not passed on, and leads nobody', async () => {
    expect((await name('cover', 'host sergeant', { leader: 'sergeant' })).status).toBe(403);
    expect((await name('cover', 'host sergeant')).status).toBe(201);
    expect(await seenBy('host sergeant')).toBe(403);
    const pairing = { date: TODAY, partner: 'tutor', reason: 'while away' };
    expect((await world.send('cover', 'POST', '/v1/people/officer/pairings', pairing)).status).toBe(403);
  });

  it('is an officer of the rank of the leader or above, or one who is acting', async () => {
    for (const fit of ['superintendent', 'acting sergeant', 'other sergeant'])
      expect((await name('sergeant', fit)).status).toBe(201);
    for (const unfit of [
      'constable',
      'staff manager',
      'PCSO',
      'special',
      'former sergeant',
      'future sergeant',
      'sergeant',
      'unknown',
    ])
      expect([unfit, await codeOf(name('sergeant', unfit))]).toEqual([unfit, '422 NOT_A_COVER']);
    expect(await codeOf(name('superintendent', 'sergeant'))).toBe('422 NOT_A_COVER');
  });

  it('lasts for stated hours, fourteen days at most', async () => {
    const hours = (from: string, to: string) => codeOf(name('sergeant', 'superintendent', { from, to }));
    const [now, last] = [`${TODAY}T10:00:00Z`, `${addDays(TODAY, 14)}T10:00:00Z`];
    expect(await hours(now, last)).toBe('201 undefined');
    expect(await hours(now, last.replace('00Z', '01Z'))).toBe('422 TOO_LONG');
    expect(await hours(last, now)).toBe('422 BAD_HOURS');
    expect(await hours(now, now)).toBe('422 BAD_HOURS');
    expect(await hours(`${TODAY}T06:00:00Z`, `${TODAY}T07:00:00Z`)).toBe('422 BAD_HOURS');
    expect(await hours(TODAY, last)).toBe('400 BAD_BODY');
  });

  it('is named by a leader above too, who can end it as the leader can', async () => {
    for (const ending of ['temporary inspector', 'sergeant']) {
      const named = await name('temporary inspector', 'host sergeant', { leader: 'sergeant' });
      expect(named.json.cover).toMatchObject({ leader: { id: 'sergeant' }, namedBy: 'temporary-inspector' });
      expect(await seenBy('host sergeant')).toBe(200);
      const { id } = named.json.cover;
      for (const stranger of ['superintendent', 'other sergeant', 'host sergeant'])
        expect((await withdraw(stranger, id)).status).toBe(403);
      for (const who of ['temporary inspector', 'sergeant']) {
        const { json } = await world.ask(who, '/v1/me/covers');
        expect(json.named.map((cover: { id: string }) => cover.id)).toContain(id);
      }
      expect((await withdraw(ending, id)).status).toBe(200);
      expect(await seenBy('host sergeant')).toBe(403);
    }
  });

  it('takes nothing of the body but what it asks for', async () => {
    for (const more of [
      { namedBy: 'superintendent' },
      { endedAt: null },
      { person: 'constable' },
      { id: 'mine' },
      { kind: 'role' },
    ]) {
      expect((await name('sergeant', 'superintendent', more)).status).toBe(400);
      // API Gateway lets pass what calls itself something else; the function does not.
      const body = JSON.stringify({ cover: 'superintendent', ...THIS_MORNING, reason: 'at court', ...more });
      const init = { method: 'POST', body, headers: { 'content-type': 'text/plain' } };
      expect((await world.ask('sergeant', '/v1/me/covers', init)).json.code).toBe('NOT_JSON');
    }
  });

  it('begins and ends by itself, and says so to who covers', async () => {
    const own = async () => {
      const [{ json: covers }, { json: me }] = await Promise.all([
        world.ask('cover at other times', '/v1/me/covers'),
        world.ask('cover at other times', '/v1/me'),
      ]);
      return [
        covers.own.find(({ id }: { id: string }) => id === 'to-come').state,
        me.sees.some(({ why }: { why: string }) => why === 'cover'),
        await seenBy('cover at other times'),
      ];
    };
    expect(await own()).toEqual(['toCome', false, 403]);
    await world.later(20 * HOUR);
    expect(await own()).toEqual(['inForce', true, 200]);
    await world.later(7 * HOUR);
    expect(await own()).toEqual(['ended', false, 403]);
  });
});
