import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { refresh, signIn } from '../../local/sign-in.ts';
import { NOW, type Sent, send } from './probe.ts';

const VERIFIER = 'a-verifier-of-forty-three-letters-or-more-0123456789';
const USERS = {
  shown: async () => [
    { username: 'dir-1', label: 'Ashford, Jo <PC> "first"' },
    { username: 'dir-2', label: 'Barcombe, Lee' },
  ],
  isKnown: async (username: string) => ['dir-1', 'dir-2', 'dir-3'].includes(username),
};

let cloud: Cloud;
let asked: Readonly<Record<string, string>>;
beforeAll(async () => {
  cloud = await startCloud({ assembly: await localAssembly(), data: null, workers: false, startAt: NOW, users: () => USERS });
  const { clientId, callbackUrls } = cloud.identity;
  asked = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callbackUrls[0] ?? '',
    scope: 'openid dashboard/read',
    state: 'a&b=c',
    nonce: 'n-1',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  };
});
afterAll(() => cloud.stop());

const form = (fields: Readonly<Record<string, string>>): Sent => ({
  method: 'POST',
  headers: [['Content-Type', 'application/x-www-form-urlencoded']],
  body: new URLSearchParams(fields).toString(),
});
const page = (path: string, sent: Sent = {}) => send(cloud.identity.endpoint, path, sent);
const authorize = (change: Readonly<Record<string, string>> = {}) =>
  page(`/oauth2/authorize?${new URLSearchParams({ ...asked, ...change })}`);
const logIn = (username: string, sent: Sent = {}, change: Readonly<Record<string, string>> = {}) => {
  const { headers = [], ...rest } = form({ username });
  const query = new URLSearchParams({ ...asked, ...change });
  return page(`/login?${query}`, { ...rest, headers: [...headers, ...(sent.headers ?? [])] });
};
const locationOf = ({ headers }: { headers: Readonly<Record<string, unknown>> }) => new URL(String(headers.location));
async function codeOf(username = 'dir-1'): Promise<string> {
  return locationOf(await logIn(username)).searchParams.get('code') ?? '';
}
async function exchange(fields: Readonly<Record<string, string>>, sent: Sent = {}) {
  const { headers = [], ...rest } = form({ client_id: cloud.identity.clientId, ...fields });
  const received = await page('/oauth2/token', { ...rest, headers: [...headers, ...(sent.headers ?? [])] });
  return { status: received.status, headers: received.headers, body: JSON.parse(received.text) };
}
const ofCode = (code: string, change: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: asked.redirect_uri ?? '',
  code_verifier: VERIFIER,
  ...change,
});
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };

describe('to ask for a sign-in', () => {
  it('leads to the page, which offers the users and may run nothing', async () => {
    const login = await authorize();
    expect([login.status, login.headers['cache-control']]).toEqual([302, 'no-store']);
    const { status, headers, text } = await page(String(login.headers.location));
    expect([status, headers['content-security-policy']]).toEqual([200, expect.stringContaining("default-src 'none'")]);
    expect(text).toContain('value="dir-2">Barcombe, Lee<');
    expect(text).toContain('Ashford, Jo &#60;PC&#62; &#34;first&#34;');
    expect(text).not.toContain('dir-3');
  });

  it.each<[string, Record<string, string>]>([
    ['another application', { client_id: 'other' }],
    ['another address', { redirect_uri: 'https://evil.example/signed-in' }],
    ['a longer path', { redirect_uri: 'http://127.0.0.1:4200/signed-in/x' }],
    ['a query', { redirect_uri: 'http://127.0.0.1:4200/signed-in?x' }],
    ['another port', { redirect_uri: 'http://127.0.0.1:4201/signed-in' }],
    ['a name for the address', { redirect_uri: 'http://localhost:4200/signed-in' }],
    ['another spelling', { redirect_uri: 'HTTP://127.0.0.1:4200/signed-in' }],
    ['a name before an @', { redirect_uri: 'http://127.0.0.1:4200@evil.example/signed-in' }],
    ['no address', { redirect_uri: '' }],
  ])('%s: nobody is sent anywhere', async (_, change) => {
    const login = await logIn('dir-1', {}, change);
    for (const { status, headers } of [
      await authorize(change),
      login,
      await page(`/login?${new URLSearchParams({ ...asked, ...change })}`),
    ])
      expect([status, headers.location]).toEqual([400, undefined]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain', code_challenge: VERIFIER }, 'invalid_request'],
    ['no method of the challenge', { code_challenge_method: '' }, 'invalid_request'],
    ['a challenge of another length', { code_challenge: 'short' }, 'invalid_request'],
    ['a scope that there is not', { scope: 'openid dashboard/admin' }, 'invalid_scope'],
    ["a scope of Cognito's own", { scope: 'aws.cognito.signin.user.admin' }, 'invalid_scope'],
  ])('%s: the application is told, with its state, and gets no code', async (_, change, error) => {
    const back = locationOf(await authorize(change));
    expect(back.origin + back.pathname).toBe(asked.redirect_uri);
    expect(Object.fromEntries(back.searchParams)).toEqual({ error, state: 'a&b=c' });
    expect((await logIn('dir-1', {}, change)).status).toBe(400);
  });
});

describe('to sign in', () => {
  it('sends back a code, and the state to the letter', async () => {
    const back = await logIn('dir-1');
    const { origin, pathname, searchParams } = locationOf(back);
    expect([back.status, origin + pathname, searchParams.get('state')]).toEqual([302, asked.redirect_uri, 'a&b=c']);
    expect(searchParams.get('code')).toMatch(/^[\da-f-]{36}$/);
    expect((await logIn('dir-3')).status).toBe(302);
  });

  it.each(['', 'nobody', 'DIR-1', 'dir-1\0', 'x'.repeat(129)])('nobody is %j', async (username) => {
    const { status, text, headers } = await logIn(username);
    expect([status, headers.location]).toEqual([400, undefined]);
    expect(text).toContain('Nobody has this directory id.');
  });

  it('not by a form of another page, nor by one that is none', async () => {
    expect((await logIn('dir-1', { headers: [['Origin', 'https://evil.example']] })).status).toBe(400);
    expect((await logIn('dir-1', { headers: [['Origin', 'null']] })).status).toBe(400);
    expect((await logIn('dir-1', { headers: [['Origin', cloud.identity.endpoint]] })).status).toBe(302);
    const json: Sent = { method: 'POST', headers: [['Content-Type', 'application/json']], body: '{"username":"dir-1"}' };
    expect((await page(`/login?${new URLSearchParams(asked)}`, json)).status).toBe(400);
    expect((await page('/', { headers: [['Host', 'dashboard.example']] })).status).toBe(403);
    expect((await page('/oauth2/authorize', form(asked))).status).toBe(404);
  });
});

describe('a code', () => {
  it('gives tokens of the scopes that were asked for, which expire together', async () => {
    const { status, headers, body } = await exchange(ofCode(await codeOf()));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type']);
    expect(body).toMatchObject({ expires_in: 900, token_type: 'Bearer' });
    const { clientId, issuer } = cloud.identity;
    const times = { auth_time: NOW / 1000, iat: NOW / 1000, exp: NOW / 1000 + 900 };
    const access = claimsOf(body.access_token);
    expect(access).toMatchObject({
      ...times,
      iss: issuer,
      client_id: clientId,
      scope: 'openid dashboard/read',
      username: 'dir-1',
    });
    // Who somebody is, and nothing that could be taken for a right.
    expect(Object.keys(access).filter((name) => /group|role|rank|team|custom|name$/.test(name))).toEqual(['username']);
    expect(claimsOf(body.id_token)).toMatchObject({ ...times, aud: clientId, nonce: 'n-1', token_use: 'id' });
    const { body: withoutOpenId } = await exchange(
      ofCode(locationOf(await logIn('dir-1', {}, { scope: 'dashboard/read' })).searchParams.get('code') ?? ''),
    );
    expect([withoutOpenId.id_token, claimsOf(withoutOpenId.access_token).scope]).toEqual([undefined, 'dashboard/read']);
  });

  it('works once; a second time it does not, nor after a wrong try', async () => {
    const code = await codeOf();
    expect((await exchange(ofCode(code))).status).toBe(200);
    expect(await exchange(ofCode(code))).toMatchObject(invalidGrant);
    const other = await codeOf();
    expect(await exchange(ofCode(other, { code_verifier: `${VERIFIER}x` }))).toMatchObject(invalidGrant);
    expect(await exchange(ofCode(other))).toMatchObject(invalidGrant);
  });

  it.each<[string, Record<string, string>]>([
    ['no verifier', { code_verifier: '' }],
    ['a verifier that is too short', { code_verifier: VERIFIER.slice(0, 42) }],
    ['the challenge for the verifier', { code_verifier: createHash('sha256').update(VERIFIER).digest('base64url') }],
    ['another address', { redirect_uri: 'http://127.0.0.1:4200/other' }],
    ['no address', { redirect_uri: '' }],
    ['a code that nobody was given', { code: '00000000-0000-4000-8000-000000000000' }],
  ])('not with %s', async (_, change) => {
    expect(await exchange(ofCode(await codeOf(), change))).toMatchObject(invalidGrant);
  });

  it('is for five minutes', async () => {
    const [early, late] = [await codeOf(), await codeOf()];
    cloud.clock.advance(299_000);
    expect((await exchange(ofCode(early))).status).toBe(200);
    cloud.clock.advance(1000);
    expect(await exchange(ofCode(late))).toMatchObject(invalidGrant);
  });

  it('only for the application, without a secret, and by no other kind of grant', async () => {
    const code = await codeOf();
    const refused = (error: string) => ({ status: 400, body: { error } });
    expect(await exchange({ ...ofCode(code), client_id: 'other' })).toMatchObject(refused('invalid_client'));
    const basic = `Basic ${Buffer.from(`${cloud.identity.clientId}:x`).toString('base64')}`;
    expect(await exchange(ofCode(code), { headers: [['Authorization', basic]] })).toMatchObject(refused('invalid_client'));
    for (const grant_type of ['password', 'client_credentials', 'implicit', ''])
      expect(await exchange({ grant_type, username: 'dir-1', password: 'x' })).toMatchObject(refused('unsupported_grant_type'));
    const json = await page('/oauth2/token', { method: 'POST', headers: [['Content-Type', 'application/json']], body: '{}' });
    expect([json.status, json.text]).toEqual([400, '{"error":"invalid_request"}']);
  });
});

describe('a refresh token', () => {
  const again = (refresh_token: string) => exchange({ grant_type: 'refresh_token', refresh_token });

  it('gives new tokens of the same sign-in and is replaced; lost answers may be asked for again for ten seconds', async () => {
    const first = await signIn(cloud, 'dir-2', ['dashboard/read']);
    cloud.clock.advance(60_000);
    const second = await refresh(cloud, first.refresh);
    expect(second.refresh).not.toBe(first.refresh);
    const [before, after] = [claimsOf(first.access), claimsOf(second.access)];
    expect(after).toMatchObject({
      username: 'dir-2',
      scope: 'dashboard/read',
      auth_time: before.auth_time,
      iat: before.iat + 60,
    });
    expect([after.origin_jti === before.origin_jti, after.jti === before.jti]).toEqual([true, false]);
    cloud.clock.advance(10_000);
    expect((await again(first.refresh)).status).toBe(200);
    cloud.clock.advance(1000);
    expect(await again(first.refresh)).toMatchObject(invalidGrant);
    expect((await again(second.refresh)).status).toBe(200);
  });

  it('ends ten hours after the sign-in, however often it was replaced', async () => {
    let { refresh: token } = await signIn(cloud, 'dir-1');
    for (let hour = 1; hour < 10; hour += 1) {
      cloud.clock.advance(3_600_000);
      token = (await refresh(cloud, token)).refresh;
    }
    cloud.clock.advance(3_600_000);
    expect(await again(token)).toMatchObject(invalidGrant);
  });

  it('revoked, ends every one of the same sign-in, and no other', async () => {
    const first = await signIn(cloud, 'dir-1');
    const other = await signIn(cloud, 'dir-1');
    const second = await refresh(cloud, first.refresh);
    const revoke = (token: string, client_id = cloud.identity.clientId) => page('/oauth2/revoke', form({ token, client_id }));
    expect((await revoke(first.refresh, 'other')).status).toBe(400);
    expect((await again(second.refresh)).status).toBe(200);
    expect((await revoke(first.refresh)).status).toBe(200);
    expect(await again(second.refresh)).toMatchObject(invalidGrant);
    expect((await again(other.refresh)).status).toBe(200);
    // Nothing tells a token that there was from one that there was not.
    expect((await revoke('unknown')).status).toBe(200);
    expect(await again('unknown')).toMatchObject(invalidGrant);
  });
});

describe('to sign out', () => {
  it('leads to the registered address alone', async () => {
    const { clientId: client_id } = cloud.identity;
    const out = (query: Record<string, string>) => page(`/logout?${new URLSearchParams(query)}`);
    const there = await out({ client_id, logout_uri: 'http://127.0.0.1:4200/signed-out' });
    expect([there.status, there.headers.location]).toEqual([302, 'http://127.0.0.1:4200/signed-out']);
    for (const query of [
      { client_id, logout_uri: 'https://evil.example/' },
      { client_id, logout_uri: asked.redirect_uri ?? '' },
      { client_id: 'other', logout_uri: 'http://127.0.0.1:4200/signed-out' },
    ]) {
      const { status, headers } = await out(query);
      expect([status, headers.location]).toEqual([400, undefined]);
    }
  });
});

describe('what is published of the pool', () => {
  it('is the key that tokens are signed with and where to ask', async () => {
    const { issuer, endpoint } = cloud.identity;
    const of = async (path: string) => JSON.parse((await page(new URL(`${issuer}${path}`).pathname)).text);
    const { keys } = await of('/.well-known/jwks.json');
    const { access } = await signIn(cloud, 'dir-1');
    const { kid } = JSON.parse(Buffer.from(access.split('.')[0] ?? '', 'base64url').toString('utf8'));
    expect(keys).toEqual([{ kid, alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB', n: expect.any(String) }]);
    expect(await of('/.well-known/openid-configuration')).toMatchObject({
      issuer,
      token_endpoint: `${endpoint}/oauth2/token`,
      response_types_supported: ['code'],
    });
  });
});
