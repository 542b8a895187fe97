import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../local/sign-in.ts';
import {
  type Abused,
  ADMINISTRATOR,
  constable,
  days,
  FORMULA,
  MARK,
  OWN,
  openAbused,
  refused,
  sergeant,
  tutor,
  WEEK,
} from './abused.ts';
import { rawRequest } from './raw-request.ts';

describe('abuse of how it is asked', { timeout: 600_000 }, () => {
  let world: Abused;
  beforeAll(async () => {
    world = await openAbused();
  }, 600_000);
  afterAll(() => world?.stop());
  const ask: Abused['ask'] = (...asked) => world.ask(...asked);
  const post: Abused['post'] = (...asked) => world.post(...asked);
  const raw: Abused['raw'] = (...asked) => world.raw(...asked);

  describe('cursors', () => {
    const PATH = `/v1/org-units/A01/productivity?${days('2025-10-05', '2026-11-08')}&window=28`;
    const cursorOf = async (person: string) => String((await ask(person, PATH)).json.cursor);
    const withCursor = (cursor: string, path = PATH) => `${path}&cursor=${encodeURIComponent(cursor)}`;

    it('one that was given out leads on', async () => {
      const { status, json } = await ask(constable, withCursor(await cursorOf(constable)));
      expect([status, json.dates[0] > '2026-01-01']).toEqual([200, true]);
    });

    it('is refused when any character of it is another one', async () => {
      const cursor = await cursorOf(constable);
      for (let at = 0; at < cursor.length; at += 1) {
        const flipped = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
        refused(await ask(constable, withCursor(flipped)), 400, 'BAD_CURSOR');
      }
    });

    it.each([
      ['of somebody else', async () => withCursor(await cursorOf(tutor))],
      ['of another unit', async () => withCursor(await cursorOf(constable), PATH.replace('A01', 'FORCE'))],
      ['of another window', async () => withCursor(await cursorOf(constable), PATH.replace('window=28', 'window=91'))],
      ['of another range', async () => withCursor(await cursorOf(constable), PATH.replace('2025-10-05', '2025-10-06'))],
      ['of another route', async () => `/v1/org-units/A01/members?cursor=${encodeURIComponent(await cursorOf(constable))}`],
      ['with more behind it', async () => withCursor(`${await cursorOf(constable)}.${MARK}`)],
      ['with its end left out', async () => withCursor((await cursorOf(constable)).slice(0, -1))],
      ['with padding', async () => withCursor(`${await cursorOf(constable)}=`)],
      ['without a signature', async () => withCursor((await cursorOf(constable)).split('.')[0] ?? '')],
      ['that is a point', async () => withCursor('.')],
    ])('is refused %s', async (_, path) => refused(await ask(constable, await path()), 400, 'BAD_CURSOR'));
  });

  describe('methods, headers and paths', () => {
    it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'POST'])('%s where there is only GET', async (method) =>
      refused(await raw(OWN, { method }), 404, 'NO_SUCH_ROUTE'),
    );

    it('HEAD has no body and no success', async () => {
      const { status, text } = await raw(OWN, { method: 'HEAD' });
      expect([status, text]).toEqual([404, '']);
    });

    it('another method in a header counts for nothing', async () => {
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE', 'x-http-method': 'DELETE' };
      expect((await ask(constable, '/v1/me/covers', { headers })).status).toBe(200);
    });

    it('another origin gets no permission of a browser, before or after', async () => {
      const headers = { origin: `https://${MARK}.example`, 'access-control-request-method': 'GET' };
      for (const reply of [await raw('/v1/me', { headers }), await raw('/v1/me', { method: 'OPTIONS', headers })])
        expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    });

    it.each([
      '/v1/../v1/me',
      '//v1/me',
      '/v1//me',
      '/V1/ME',
      '/v1/%6de',
      '/v1/me/..',
      '/v1/me;a=b',
      '/v1',
      '/',
      '/v2/me',
      '/v1/me%00',
    ])('the path %s leads nowhere', async (path) => refused(await raw(path), 404, 'NO_SUCH_ROUTE'));

    it('a part of a range, a condition by time and an expectation change nothing', async () => {
      const plain = await raw('/v1/org-units');
      for (const headers of [{ range: 'bytes=0-1' }, { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }]) {
        const { status, text } = await raw('/v1/org-units', { headers: headers as Record<string, string> });
        expect([status, text]).toEqual([200, plain.text]);
      }
    });

    it('If-None-Match of anything but the tag itself gets the whole answer', async () => {
      const plain = await raw('/v1/org-units');
      const tags = Array.from({ length: 200 }, (_, at) => `"${MARK}${at}"`).join(', ');
      for (const tag of ['*', '""', '"', 'W/"x"', String(plain.headers.etag).replaceAll('"', ''), tags]) {
        const { status, text } = await raw('/v1/org-units', { headers: { 'if-none-match': tag } });
        expect([status, text === plain.text], tag).toEqual([200, true]);
      }
      const { status } = await raw(`${OWN}?${WEEK}`, { headers: { 'if-none-match': '*' } });
      expect(status).toBe(200);
    });

    it.each([
      ['application/xml', 'application/json'],
      ['*/*', 'application/json'],
      ['text/csv;q=0', 'application/json'],
      ['text/csv; q=0.0, application/json', 'application/json'],
      ['TEXT/CSV', 'text/csv'],
      [`text/csvx, ${MARK}/${MARK}`, 'application/json'],
      [','.repeat(4000), 'application/json'],
    ])('Accept: %s', async (accept, type) => {
      const { status, headers } = await raw('/v1/org-units', { headers: { accept } });
      expect([status, String(headers['content-type']).split(';')[0]]).toEqual([200, type]);
    });

    it('CSV of what has no rows is JSON', async () => {
      const { headers } = await raw('/v1/me', { headers: { accept: 'text/csv' } });
      expect(headers['content-type']).toBe('application/json');
    });

    it('no token, two, another one, one that only reads where something is written', async () => {
      const token = await world.api.token(`dir-${constable}`);
      const { apiEndpoint } = world.api.cloud;
      refused(await rawRequest(apiEndpoint, '/v1/me'), 401);
      for (const authorization of ['', 'Bearer', `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token} ${token}`, MARK])
        refused(await rawRequest(apiEndpoint, '/v1/me', { headers: { authorization } }), 401);
      const readOnly = world.api.cloud.identity.scopes.filter((scope) => !scope.endsWith('/write'));
      const { access } = await signIn(world.api.cloud, `dir-${constable}`, readOnly);
      const headers = { authorization: `Bearer ${access}`, 'content-type': 'application/json' };
      refused(await rawRequest(apiEndpoint, '/v1/me/covers', { method: 'POST', headers, body: '{}' }), 403, 'SCOPE_MISSING');
    });
  });

  describe('bodies', () => {
    const COVERS = '/v1/me/covers';
    const good = { cover: '100007', from: '2026-11-10T08:00:00Z', to: '2026-11-10T16:00:00Z', reason: 'A test.' };
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

    it.each([
      ['none', ''],
      ['no JSON', `{"cover":"${MARK}"`],
      ['text that is JSON', `"${MARK}"`],
      ['a list', `["${MARK}"]`],
      ['null', 'null'],
      ['10,000 levels of lists', nested(10_000)],
      ['10,000 levels inside a field', `{"cover":${nested(10_000)}}`],
      ['a number for a text', JSON.stringify({ ...good, cover: 100007 })],
      ['an object for a text', JSON.stringify({ ...good, cover: { $ne: MARK } })],
      ['a list for a text', JSON.stringify({ ...good, cover: [MARK] })],
      ['a field too few', JSON.stringify({ ...good, reason: undefined })],
      ['a field too many', JSON.stringify({ ...good, namedBy: MARK })],
      ['a field of the store', JSON.stringify({ ...good, pk: `GRANTS#${MARK}`, rev: 9 })],
      ['an empty reason', JSON.stringify({ ...good, reason: '' })],
      ['a reason of 501 characters', JSON.stringify({ ...good, reason: MARK.padEnd(501, 'a') })],
      ['no instant', JSON.stringify({ ...good, from: '2026-11-10 08:00' })],
      ['an instant of 30 February', JSON.stringify({ ...good, from: '2026-02-30T08:00:00Z' })],
      ['an instant with an offset', JSON.stringify({ ...good, from: '2026-11-10T08:00:00+01:00' })],
      ['a prototype', `{"__proto__":{"cover":"${MARK}"},${JSON.stringify(good).slice(1)}`],
      ['a constructor', JSON.stringify({ ...good, constructor: { prototype: { allowed: true } } })],
      ['the same field twice, the last one wrong', `${JSON.stringify(good).slice(0, -1)},"cover":5}`],
      ['half a letter', `{"cover":"\\ud800${MARK}",${JSON.stringify({ ...good, cover: undefined }).slice(1)}`],
      ['a byte order mark', `\ufeff${JSON.stringify(good)}`],
    ])('%s', async (_, body) => refused(await post(sergeant, COVERS, body), 400));

    it('are too large: 17 KB for the function, 11 MB for the gateway', async () => {
      refused(await post(sergeant, COVERS, JSON.stringify({ ...good, reason: MARK.repeat(4300) })), [400, 413]);
      refused(await post(sergeant, COVERS, ' '.repeat(17_000)), [400, 413]);
      refused(await post(sergeant, COVERS, `"${'a'.repeat(11 * 1024 * 1024)}"`), 413, 'TOO_LARGE');
    });

    it.each([
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonx',
    ])('that call themselves %s are not read', async (type) =>
      refused(await post(sergeant, COVERS, good, { 'content-type': type }), 415, 'NOT_JSON'),
    );

    it('packed ones are not unpacked', async () =>
      refused(await post(sergeant, COVERS, good.reason, { 'content-encoding': 'gzip' }), 400));

    it('a role cannot be given together with its approval, nor to oneself', async () => {
      const role = { person: ADMINISTRATOR, role: 'auditor', from: '2026-11-10', to: null, reason: 'A test.' };
      refused(await post(ADMINISTRATOR, '/v1/roles', { ...role, approvedBy: '100002' }), 400);
      refused(await post(ADMINISTRATOR, '/v1/roles', role), 422, 'NOT_TO_ONESELF');
      refused(await post(ADMINISTRATOR, '/v1/roles', { ...role, person: tutor, role: MARK }), [400, 422]);
    });

    it('nothing of all this was kept', async () => {
      expect((await ask(sergeant, COVERS)).json.named).toEqual([]);
      expect((await ask(ADMINISTRATOR, '/v1/roles')).json.roles).toEqual([]);
    });
  });

  describe('CSV', () => {
    const csv = (person: string, path: string) => ask(person, path, { headers: { accept: 'text/csv' } });

    it('a name that a spreadsheet would run is led by an apostrophe, and only there', async () => {
      for (const path of [
        `/v1/people?q=${encodeURIComponent('=cmd')}`,
        '/v1/org-units/A01-RES-1/members',
        '/v1/me/span/availability',
      ]) {
        const { text } = await csv(sergeant, path);
        const names = (parse(text, { columns: true }) as { name: string }[]).map(({ name }) => name);
        expect(
          names.filter((name) => name.includes(FORMULA)),
          path,
        ).toEqual([expect.stringMatching(/^'=cmd\|calc, /)]);
        expect(text).not.toMatch(/(?:^|,|")=cmd/m);
      }
      const { json } = await ask(sergeant, `/v1/people?q=${encodeURIComponent('=cmd')}`);
      expect(json.people[0].name).toMatch(/^=cmd/);
    });

    it('what does not fit into one page is refused, never cut off', async () => {
      const long = `/v1/org-units/A01/productivity?${days('2025-10-05', '2026-11-08')}&window=28`;
      refused(await csv(constable, long), 422, 'TOO_LONG_FOR_CSV');
      const { json } = await ask(constable, '/v1/people?q=or');
      const found = await csv(constable, '/v1/people?q=or');
      if (json.more) refused(found, 422, 'TOO_LONG_FOR_CSV');
      else expect(parse(found.text, { columns: true })).toHaveLength(json.people.length);
    });
  });

  // Last: it looks at what all of the above left behind.
  it('left nothing of itself in any log, and no fault of a function', () => world.leftNothing());
});
