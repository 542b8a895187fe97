import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSeen, type Seen, seenOfPerson, seenOfUnit } from '../../functions/api/audit.ts';
import { ORGANISATION_POINTER } from '../../functions/organisation-pointer.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { numberOf, PEOPLE, TODAY, YESTERDAY } from './force.ts';
import { coverOf, putGrant } from './force-grants.ts';
import { type ForceWorld, openForce } from './force-world.ts';
import { type Entry, LOOKS, NO_LOOKS } from './looks.ts';

const UNITS = ['RELIEF', 'DESK', 'HOST', 'BEAT', 'COMMAND', 'OFFICE', 'POOL', 'NORTH-DEPT', 'NORTH', 'FORCE'];
const SPAN = `/v1/me/span/availability?at=${YESTERDAY}`;
let world: ForceWorld;
/** While set, no function can put an item. */
let failing = false;

/** The whole record of looks. */
async function record() {
  const keys = [...Object.keys(PEOPLE).map((name) => seenOfPerson(numberOf(name))), ...UNITS.map(seenOfUnit)];
  const pages = await Promise.all(keys.map((pk) => world.stores.trust.query(pk)));
  return pages.flat().map(({ pk, sk, organisation, ...item }) => ({
    ...{ pk: String(pk), sk: String(sk), organisation, seen: readSeen(item) },
  }));
}

/** Asks, and gives what the record has since. */
async function look(viewer: string, path: string) {
  const before = new Set((await record()).map(({ pk, sk }) => `${pk} ${sk}`));
  const reply = await world.ask(viewer, path);
  return { reply, added: (await record()).filter(({ pk, sk }) => !before.has(`${pk} ${sk}`)) };
}

function entryOf({ pk, seen: { from, to, fields, relation, members, omitted } }: { pk: string; seen: Seen }): Entry {
  const sorted = Object.entries(members ?? {}).map(([name, some]) => [name, some.toSorted()]);
  return { pk, from, to, fields, relation, members: members && Object.fromEntries(sorted), omitted: omitted.toSorted() };
}

const inOrder = (entries: readonly Entry[]) => entries.toSorted((a, b) => (`${a.pk} ${a.from}` < `${b.pk} ${b.from}` ? -1 : 1));

interface View {
  readonly viewer: { readonly id: string };
  readonly relation: string;
  readonly what: string;
  readonly from: string;
  readonly fields: string;
}
const viewsOf = async (subject: string): Promise<View[]> => (await world.ask(subject, '/v1/me/availability-views')).json.views;

describe('who looked', () => {
  beforeAll(async () => {
    world = await openForce({
      fault: (service, operation, caller) =>
        failing && service === 'dynamodb' && operation === 'PutItem' && caller === 'function' ? 'throttle' : undefined,
    });
  });
  afterAll(() => world?.stop());

  it('is recorded by every route that shows availability', () => {
    const closed = ROUTES.filter(({ method, servedBy }) => method === 'GET' && servedBy === 'availability').map(({ id }) => id);
    expect([...new Set(LOOKS.map(({ route }) => route))].sort()).toEqual([...closed, 'pairings'].sort());
  });

  it.each(LOOKS)('$route leaves in the record what $viewer saw', async ({ route, viewer, path, entries }) => {
    const { reply, added } = await look(viewer, path);
    expect(reply.status).toBe(200);
    expect(inOrder(added.map(entryOf))).toEqual(inOrder(entries));
    const pointer = await world.stores.organisation.get(ORGANISATION_POINTER);
    for (const { sk, organisation, seen } of added) {
      expect([seen.viewer, seen.what, organisation]).toEqual([numberOf(viewer), route, pointer?.generation]);
      expect(sk).toContain(`${seen.at}#${reply.headers.get('x-amzn-requestid')}#`);
    }
  });

  it.each(NO_LOOKS)('%s leaves nothing with %s', async (viewer, path) => {
    expect((await look(viewer, path)).added).toEqual([]);
  });

  it('is recorded before the answer: without the record there is none', async () => {
    failing = true;
    try {
      for (const { viewer, path } of LOOKS) {
        const { reply, added } = await look(viewer, path);
        expect([reply.status, added]).toEqual([503, []]);
        expect(reply.json).toEqual({
          ...{ type: 'about:blank', title: 'Not available now', status: 503, code: 'AUDIT_UNAVAILABLE' },
          detail: 'The look could not be recorded, so nothing is shown. Try again.',
          instance: `urn:request:${reply.headers.get('x-amzn-requestid')}`,
        });
      }
      expect((await world.ask('sergeant', '/v1/people/officer/productivity')).status).toBe(200);
    } finally {
      failing = false;
    }
    expect(world.output.join('')).toContain('AuditUnavailable');
  });
});

describe('the list of who looked at me', () => {
  let before: readonly View[];
  beforeAll(async () => {
    world = await openForce();
    before = await viewsOf('student');
  });
  afterAll(() => world?.stop());

  it('is empty at first, and has neither own looks nor refused ones', async () => {
    expect(before).toEqual([]);
    const path = `/v1/people/student/availability?from=${YESTERDAY}&to=${TODAY}`;
    expect([(await world.ask('student', path)).status, (await world.ask('tutor', path)).status]).toEqual([200, 403]);
    expect(await viewsOf('student')).toEqual([]);
  });

  it('tells who, when, at what and by which relation, also of a whole team, the newest first', async () => {
    const person = `/v1/people/student/availability?from=${YESTERDAY}&to=${TODAY}`;
    const team = `/v1/org-units/RELIEF/availability/people?date=${YESTERDAY}`;
    const asked = [
      ['sergeant', person],
      ['superintendent', team],
      ['cover', `/v1/me/span/availability?at=${TODAY}`],
    ] as const;
    for (const [viewer, path] of asked) {
      expect((await world.ask(viewer, path)).status).toBe(200);
      await world.later(1000);
    }
    const { json } = await world.ask('student', '/v1/me/availability-views');
    expect(json.views).toMatchObject([
      { viewer: { id: 'cover' }, relation: 'cover', what: 'spanAvailability', from: TODAY, to: TODAY, fields: 'cover' },
      { viewer: { id: 'superintendent' }, relation: 'chain', what: 'unitAvailabilityPeople', from: YESTERDAY, fields: 'leader' },
      { viewer: { id: 'sergeant', name: 'Surname sergeant, Given' }, relation: 'first-line', what: 'personAvailability' },
    ]);
    for (const { at } of json.views) expect(at.slice(0, 10)).toBe(TODAY);
  });

  it('has no look from which the subject was left out', async () => {
    const known = await viewsOf('student');
    expect((await world.ask('other sergeant', SPAN)).status).toBe(200);
    expect(await viewsOf('student')).toEqual(known);
    expect((await viewsOf('acting sergeant')).map(({ viewer }) => viewer.id)).toContain('other-sergeant');
  });

  it('tells of a look that was both a leader and a cover, of each by what opened it', async () => {
    const hours = { from: `${TODAY}T09:00:00Z`, to: `${TODAY}T14:00:00Z` };
    await putGrant(world.stores, coverOf('other sergeant', 'sergeant', hours, 'beside'));
    expect((await world.ask('other sergeant', `/v1/me/span/availability?at=${TODAY}`)).status).toBe(200);
    expect((await viewsOf('student'))[0]).toMatchObject({ viewer: { id: 'other-sergeant' }, relation: 'cover', fields: 'cover' });
    const own = (await viewsOf('acting sergeant'))[0];
    expect(own).toMatchObject({ viewer: { id: 'other-sergeant' }, relation: 'first-line', fields: 'leader' });
  });

  it('reaches back behind any number of looks at the team that left the subject out, a page at a time', async () => {
    const known = await viewsOf('student');
    const other = {
      fields: 'leader',
      relation: null,
      viewer: 'other-sergeant',
      what: 'spanAvailability',
      from: TODAY,
      to: TODAY,
    };
    const look = (n: number, members: object, omitted: string[]) => {
      const at = `${TODAY}T11:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}Z`;
      return { pk: seenOfUnit('RELIEF'), sk: `${at}#planted-${n}#0000`, rev: 1, at, ...other, members, omitted };
    };
    const leftOut = Array.from({ length: 250 }, (_, n) => look(n, { 'first-line': ['acting-sergeant'] }, ['student']));
    await world.stores.trust.putMany(leftOut);
    expect(await viewsOf('student')).toEqual(known);

    const counted = Array.from({ length: 130 }, (_, n) => look(300 + n, { 'first-line': ['student'] }, []));
    await world.stores.trust.putMany(counted);
    const first = await world.ask('student', '/v1/me/availability-views');
    const second = await world.ask('student', `/v1/me/availability-views?cursor=${encodeURIComponent(first.json.cursor)}`);
    expect([first.json.views.length, second.json.views.length, second.json.cursor]).toEqual([100, 30 + known.length, null]);
    expect(second.json.views.slice(30)).toEqual(known);
    const times = [...first.json.views, ...second.json.views].map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted().reverse());
    // A cursor of somebody else is none.
    const stolen = await world.ask('officer', `/v1/me/availability-views?cursor=${encodeURIComponent(first.json.cursor)}`);
    expect(stolen.json.code).toBe('BAD_CURSOR');
  });
});
