import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoForce } from '../../demo/force.ts';
import { type Persona, personasOf, rolesOfPersonas, SHOWN } from '../../demo/personas.ts';
import { ORGANISATION_POINTER } from '../../functions/organisation-pointer.ts';
import { grantSchema, rolesOn } from '../../lib/access/grants.ts';
import { londonDay } from '../../lib/access/today.ts';
import { organisationKeys } from '../../lib/organisation/items.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { personBy, usersOf } from '../../local/directory.ts';
import { grantRole } from '../../local/grant-role.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { tokenFor } from '../../local/token.ts';

let cloud: Cloud;
let stores: Stores;
beforeAll(async () => {
  cloud = await startCloud({ assembly: await localAssembly(), data: null, workers: false });
  stores = storesOf(cloud);
});
afterAll(() => cloud.stop());

const SIGNED = { by: 'jo', reason: 'the first administrator' };
const someone = (id: string, directoryId: string | null) => ({
  ...{ id, directoryId, name: 'Ashford, Jo', type: 'STAFF', rank: null, joined: null, left: null, holdings: [] },
});

describe('before an organisation is published', () => {
  it('nobody can sign in or be given a role', async () => {
    const users = usersOf(stores, { constable: '1' });
    expect([await users.shown(), await users.isKnown('dir-1')]).toEqual([[], false]);
    await expect(grantRole(stores, '1', 'hr', SIGNED)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('with a published organisation', () => {
  beforeAll(async () => {
    const generation = '1-a';
    const pointer = { rev: 1, generation, hash: 'a', asOf: '2026-11-20', dataTo: '2026-11-20T09:00:00Z', inputs: '', cuts: 0 };
    await stores.organisation.put({ ...ORGANISATION_POINTER, ...pointer, flippedAt: '2026-11-20T10:00:00Z' });
    for (const person of [someone('1', 'dir-1'), someone('2', null), someone('3', 'dir-3')])
      await stores.organisation.put({ ...organisationKeys.person(generation, person.id), ...person });
    await stores.organisation.put({ ...organisationKeys.directory(generation, 'dir-1'), ...someone('1', 'dir-1') });
    await stores.organisation.put({ ...organisationKeys.directory(generation, 'dir-3'), shared: true });
  });

  it('personas are offered by name, and whoever is in it is known by a directory id that is one person’s alone', async () => {
    const users = usersOf(stores, { constable: '1', tutor: '2', leaver: '9' });
    expect(await users.shown()).toEqual([{ username: 'dir-1', label: `Ashford, Jo, STAFF: constable (${SHOWN.constable})` }]);
    const known = await Promise.all(['dir-1', 'dir-3', 'dir-9', '1', ''].map(users.isKnown));
    expect(known).toEqual([true, false, false, false, false]);
  });

  it('a token is for a persona or an employee number', async () => {
    const usernameOf = async (name: string) => {
      const token = await tokenFor(stores, cloud.identity, { constable: '1' }, name);
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).username;
    };
    expect([await usernameOf('constable'), await usernameOf('1')]).toEqual(['dir-1', 'dir-1']);
    await expect(usernameOf('2')).rejects.toMatchObject({ code: 'NO_DIRECTORY_ID' });
    await expect(usernameOf('sergeant')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('the operator gives a role once; it is in force, on the list, and says who gave it', async () => {
    expect([await grantRole(stores, '1', 'hr', SIGNED), await grantRole(stores, '1', 'hr', SIGNED)]).toEqual([true, false]);
    expect(await grantRole(stores, '1', 'auditor', SIGNED)).toBe(true);
    const grants = (await stores.trust.query('GRANTS#1')).map((item) => grantSchema().parse(item));
    expect(rolesOn(grants, londonDay(Date.now())).sort()).toEqual(['auditor', 'hr']);
    expect(grants[0]).toMatchObject({ person: '1', givenBy: 'ops:jo', approvedBy: 'ops', reason: SIGNED.reason, to: null });
    const listed = await stores.trust.query('ROLES');
    expect(listed.map(({ sk, person }) => [sk, person]).sort()).toEqual(grants.map(({ id }) => [id, '1']).sort());
    expect(await personBy(stores, '1')).toMatchObject({ id: '1' });
  });
});

describe('the personas of the demo force', () => {
  it('are twenty-six different people of 400, each with something to show; seven staff have a role', () => {
    const force = demoForce({ people: 400, seed: 1 });
    const personas = personasOf(force);
    expect(Object.keys(personas).sort()).toEqual(Object.keys(SHOWN).sort());
    expect(new Set(Object.values(personas)).size).toBe(26);
    const roles = rolesOfPersonas(personas);
    expect(roles.map(({ role }) => role)).toEqual([
      'psd',
      'hr',
      'analyst',
      'administrator',
      'auditor',
      'steward:connect',
      'workforce',
    ]);
    const typeOf = new Map(force.people.map(({ id, type }) => [id, type]));
    expect(new Set(roles.map(({ person }) => typeOf.get(person)))).toEqual(new Set(['STAFF']));
  });

  it('both sergeants of the first team lead somebody, and so does who acts on the second', () => {
    const { posts, people } = demoForce({ people: 400, seed: 1 });
    const postOf = (persona: Persona) => people.find(({ id }) => id === personasOf({ posts, people, units: [] })[persona])?.post;
    const led = (post: string | undefined) => posts.filter(({ reportsTo }) => reportsTo === post).length;
    expect([led(postOf('sergeant')), led(postOf('secondSergeant'))].every((count) => count > 0)).toBe(true);
    expect(led('P-A01-RES-2-S2')).toBeGreaterThan(0);
  });
});
