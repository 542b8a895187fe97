import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningKey } from '../../local/cloud/identity/keys.ts';
import { signIn, type Tokens } from '../../local/sign-in.ts';
import { by, encode, forged, own, type Parts, partsOf, publicPem } from './forge.ts';
import { NOW, type Probe, post, problemOf, type Sent, send, shownOf, startProbe } from './probe.ts';

const PATH = '/v1/people/100010/availability?from=2026-11-01&to=2026-11-20';
const SECONDS = NOW / 1000;
const COVER = { cover: '1', from: '2026-11-20T10:00:00Z', to: '2026-11-21T10:00:00Z', reason: 'leave' };

/** What an attacker may start from: tokens of their own, and the public key; and, for what the issuer never makes, its key. */
interface Known {
  readonly key: SigningKey;
  readonly tokens: Tokens;
  readonly parts: Parts;
}

let probe: Probe;
let known: Known;
beforeAll(async () => {
  probe = await startProbe();
  const tokens = await signIn(probe.cloud, 'dir-100010');
  known = { tokens, key: probe.cloud.identity.key(), parts: partsOf(tokens.access) };
});
afterAll(() => probe.stop());

const asking = (headers: Sent['headers'], path = PATH) => send(probe.cloud.apiEndpoint, path, { headers: headers ?? [] });
const withToken = (token: string) => asking([['Authorization', `Bearer ${token}`]]);
const unauthenticated = problemOf(401, 'Unauthorized', 'UNAUTHENTICATED');

type Attack = (known: Known) => string;
/** Signed by the issuer's own key: each of these only its claims or header give away. */
const claiming =
  (change: object): Attack =>
  ({ key, parts: { header, claims } }) =>
    forged(header, { ...claims, ...change }, by.rs256(key.privateKey));
const heading =
  (change: object): Attack =>
  ({ key, parts: { header, claims } }) =>
    forged({ ...header, ...change }, claims, by.rs256(key.privateKey));
const rewritten =
  (part: 'header' | 'claims', change: (text: string) => string | Buffer): Attack =>
  ({ key, parts }) => {
    const to = change(JSON.stringify(parts[part]));
    return forged(part === 'header' ? to : parts.header, part === 'claims' ? to : parts.claims, by.rs256(key.privateKey));
  };
const patched =
  (change: (parts: Parts['text']) => readonly string[]): Attack =>
  ({ parts }) =>
    change(parts.text).join('.');
const lastTurned = (part: string) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + letters[letters.indexOf(part.at(-1) ?? '') ^ 1];
};

const ALGORITHM: Readonly<Record<string, Attack>> = {
  'alg none': ({ parts }) => forged({ ...parts.header, alg: 'none' }, parts.claims, by.nobody),
  'alg none with the signature left on': ({ parts }) =>
    `${encode({ ...parts.header, alg: 'none' })}.${parts.text.slice(1).join('.')}`,
  'alg nOnE': ({ parts }) => forged({ ...parts.header, alg: 'nOnE' }, parts.claims, by.nobody),
  'no alg': ({ key, parts }) => forged({ kid: parts.header.kid }, parts.claims, by.rs256(key.privateKey)),
  'alg in a list': heading({ alg: ['RS256'] }),
  'HS256 with the public key as secret': ({ key, parts }) =>
    forged({ ...parts.header, alg: 'HS256' }, parts.claims, by.hs256(publicPem(key))),
  'HS256 with the key id as secret': ({ key, parts }) =>
    forged({ ...parts.header, alg: 'HS256' }, parts.claims, by.hs256(key.kid)),
  'RS256 said, HS256 done': ({ key, parts }) => forged(parts.header, parts.claims, by.hs256(publicPem(key))),
  RS512: ({ key, parts }) => forged({ ...parts.header, alg: 'RS512' }, parts.claims, by.rs512(key.privateKey)),
  PS256: ({ key, parts }) => forged({ ...parts.header, alg: 'PS256' }, parts.claims, by.ps256(key.privateKey)),
  'RS256 said, PS256 done': ({ key, parts }) => forged(parts.header, parts.claims, by.ps256(key.privateKey)),
  'ES256 with a key of the attacker': ({ parts }) =>
    forged({ ...parts.header, alg: 'ES256' }, parts.claims, by.es256(own.ec.privateKey)),
};
const KEY: Readonly<Record<string, Attack>> = {
  'another key under the right id': ({ parts }) => forged(parts.header, parts.claims, by.rs256(own.rsa.privateKey)),
  'another key under its own id': ({ parts }) =>
    forged({ ...parts.header, kid: 'mine' }, parts.claims, by.rs256(own.rsa.privateKey)),
  'the right key under another id': heading({ kid: 'other' }),
  'no key id': heading({ kid: undefined }),
  'a key id that is a path': heading({ kid: '../../identity/key.pem' }),
  'a key id that is no text': heading({ kid: null }),
  'the key brought along (jwk)': ({ parts }) =>
    forged({ ...parts.header, jwk: own.rsa.publicKey.export({ format: 'jwk' }) }, parts.claims, by.rs256(own.rsa.privateKey)),
  'the key elsewhere (jku)': heading({ jku: 'http://127.0.0.1/jwks.json' }),
  'a chain of certificates (x5c)': heading({ x5c: [] }),
  'crit that nobody knows': heading({ crit: ['exp'] }),
  'b64 false': heading({ b64: false, crit: ['b64'] }),
};
const CLAIMS: Readonly<Record<string, Attack>> = {
  'another issuer': claiming({ iss: 'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_other' }),
  'the issuer with a slash': ({ key, parts }) =>
    forged(parts.header, { ...parts.claims, iss: `${parts.claims.iss}/` }, by.rs256(key.privateKey)),
  'no issuer': claiming({ iss: undefined }),
  'another client': claiming({ client_id: 'other' }),
  'clients in a list': ({ key, parts }) =>
    forged(parts.header, { ...parts.claims, client_id: [parts.claims.client_id] }, by.rs256(key.privateKey)),
  'no client': claiming({ client_id: undefined }),
  'no scope': claiming({ scope: undefined }),
  'scopes in a list': claiming({ scope: ['dashboard/read'] }),
  'token_use id': claiming({ token_use: 'id' }),
  'no token_use': claiming({ token_use: undefined }),
  'no user name': claiming({ username: undefined }),
  'an empty user name': claiming({ username: '' }),
  'a user name that is none': claiming({ username: { $ne: '' } }),
  'no subject': claiming({ sub: undefined }),
  'a claim with parts': claiming({ 'cognito:groups': ['administrator'] }),
};
const TIMES: Readonly<Record<string, Attack>> = {
  'no exp': claiming({ exp: undefined }),
  'exp as text': claiming({ exp: '9999999999' }),
  'exp null': claiming({ exp: null }),
  'exp with a fraction': claiming({ exp: SECONDS + 0.5 }),
  'exp in the past': claiming({ exp: SECONDS - 1 }),
  'exp now': claiming({ exp: SECONDS }),
  'exp beyond numbers': rewritten('claims', (text) => text.replace(/"exp":\d+/, '"exp":1e400')),
  'iat in the future': claiming({ iat: SECONDS + 1 }),
  'no iat': claiming({ iat: undefined }),
  'signed in after it was issued': claiming({ auth_time: SECONDS + 1 }),
  'not before later (nbf)': claiming({ nbf: SECONDS + 60 }),
  'nbf as text': claiming({ nbf: '0' }),
};
const FORM: Readonly<Record<string, Attack>> = {
  'edited claims': ({ parts }) => patchedClaims(parts, { username: 'dir-100001' }),
  'edited header': patched(([, claims, signature]) => [encode({ alg: 'RS256', kid: 'other' }), claims, signature]),
  'header in another order': patched(([header, claims, signature]) => [reordered(header), claims, signature]),
  'a turned bit at the end of the signature': patched(([header, claims, signature]) => [header, claims, lastTurned(signature)]),
  'a turned bit at the end of the claims': patched(([header, claims, signature]) => [header, lastTurned(claims), signature]),
  'half a signature': patched(([header, claims, signature]) => [header, claims, signature.slice(0, 171)]),
  'no signature': patched(([header, claims]) => [header, claims, '']),
  'two parts': patched(([header, claims]) => [header, claims]),
  'a dot at the end': patched((parts) => [...parts, '']),
  'a dot at the start': patched((parts) => ['', ...parts]),
  'four parts': patched((parts) => [...parts, parts[2]]),
  'five parts, as an encrypted token has': patched(([header, claims, signature]) => [header, '', claims, signature, signature]),
  'only dots': () => '..',
  padding: patched(([header, claims, signature]) => [header, claims, `${signature}==`]),
  'base64 of the other alphabet': ({ key, parts }) => {
    // Until the signature has a letter that the alphabets spell differently.
    for (let n = 0; ; n += 1) {
      const token = forged(parts.header, { ...parts.claims, jti: `x${n}` }, by.rs256(key.privateKey));
      const other = token.replaceAll('-', '+').replaceAll('_', '/');
      if (other !== token) return other;
    }
  },
  'letters that are no base64': patched(([header, claims, signature]) => [header, claims, `*${signature.slice(1)}`]),
  'a blank within': patched(([header, claims, signature]) => [header, ` ${claims}`, signature]),
  'cut off': ({ tokens }) => tokens.access.slice(0, -1),
  'too long': ({ key, parts }) => forged(parts.header, { ...parts.claims, more: 'x'.repeat(8000) }, by.rs256(key.privateKey)),
  'a name twice': rewritten('claims', (text) => text.replace('{', '{"username":"dir-100001",')),
  'a name twice in the header': rewritten('header', (text) => text.replace('{', '{"alg":"none",')),
  'JSON with blanks': rewritten('claims', (text) => text.replace('{', '{ ')),
  'JSON with something after it': rewritten('claims', (text) => `${text}{}`),
  'a mark of byte order': rewritten('claims', (text) => `\uFEFF${text}`),
  'no UTF-8': rewritten('claims', (text) => Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff, 0x22, 0x7d])])),
  'claims in a list': rewritten('claims', (text) => `[${text}]`),
  'claims null': rewritten('claims', () => 'null'),
  'claims that are no JSON': rewritten('claims', () => 'username=dir-100001'),
  'an ID token': ({ tokens }) => tokens.id ?? '',
  'a refresh token': ({ tokens }) => tokens.refresh,
  nothing: () => '',
};

function patchedClaims({ text: [header, , signature], claims }: Parts, change: object): string {
  return [header, encode({ ...claims, ...change }), signature].join('.');
}
function reordered(header: string): string {
  const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, string>;
  return encode({ alg, kid });
}

describe('a token as its issuer makes them', () => {
  it('is taken, with the word Bearer or without, and again', async () => {
    const { access } = known.tokens;
    for (const value of [`Bearer ${access}`, access, `Bearer ${access}`]) {
      const { status, text } = await asking([['authorization', value]]);
      expect([status, JSON.parse(text).requestContext.authorizer.claims.username]).toEqual([200, 'dir-100010']);
    }
  });

  it('is what the forgeries below differ from in one thing', async () => {
    for (const same of [claiming({}), heading({}), rewritten('claims', (text) => text), patched((parts) => parts)])
      expect((await withToken(same(known))).status).toBe(200);
  });

  it('whatever the user name: who that is, the function finds out', async () => {
    for (const username of ['Force_dir-100010', "'; DROP TABLE people", 'ADMIN', '../x', 'ü'])
      expect((await withToken(claiming({ username })(known))).status).toBe(200);
  });
});

describe.each(Object.entries({ ALGORITHM, KEY, CLAIMS, TIMES, FORM }))('a forged token, %s', (_, attacks) => {
  it.each(Object.entries(attacks))('%s: 401, and nothing of why', async (_name, attack) => {
    const received = await withToken(attack(known));
    expect(shownOf(received)).toEqual(unauthenticated);
    expect(received.headers['www-authenticate']).toBe('Bearer');
  });
});

describe('a good token in a wrong place', () => {
  it.each<[string, (token: string) => Sent['headers'], string?]>([
    ['no header', () => []],
    ['the query alone', () => [], `${PATH}&access_token=TOKEN&Authorization=TOKEN`],
    ['a cookie', (token) => [['Cookie', `Authorization=${token}; access_token=${token}`]]],
    [
      'a header of another name',
      (token) => [
        ['X-Authorization', token],
        ['Proxy-Authorization', `Bearer ${token}`],
      ],
    ],
    [
      'two headers, both good',
      (token) => [
        ['Authorization', `Bearer ${token}`],
        ['Authorization', `Bearer ${token}`],
      ],
    ],
    [
      'two headers, the second of another',
      (token) => [
        ['Authorization', `Bearer ${token}`],
        ['authorization', 'Bearer x'],
      ],
    ],
    ['two in one header', (token) => [['Authorization', `Bearer ${token}, Bearer ${token}`]]],
    ['bearer', (token) => [['Authorization', `bearer ${token}`]]],
    ['BEARER', (token) => [['Authorization', `BEARER ${token}`]]],
    ['Bearer twice', (token) => [['Authorization', `Bearer Bearer ${token}`]]],
    ['two blanks', (token) => [['Authorization', `Bearer  ${token}`]]],
    ['a tab', (token) => [['Authorization', `Bearer\t${token}`]]],
    ['no blank', (token) => [['Authorization', `Bearer${token}`]]],
    ['another word', (token) => [['Authorization', `Token ${token}`]]],
    ['Basic', (token) => [['Authorization', `Basic ${Buffer.from(`x:${token}`).toString('base64')}`]]],
    ['quotes', (token) => [['Authorization', `Bearer "${token}"`]]],
  ])('%s', async (_, headersOf, path = PATH) => {
    const { access } = known.tokens;
    expect(shownOf(await asking(headersOf(access), path.replaceAll('TOKEN', access)))).toEqual(unauthenticated);
  });
});

describe('a token with other scopes: 403', () => {
  const denied = problemOf(403, 'Forbidden', 'SCOPE_MISSING');
  it.each([
    'openid',
    'dashboard/write',
    'DASHBOARD/READ',
    'dashboard/reads',
    'xdashboard/read',
    'dashboard/read,openid',
    'dashboard',
  ])('%s does not read', async (scope) => {
    expect(shownOf(await withToken(claiming({ scope })(known)))).toEqual(denied);
  });

  it('read does not write, and one of several is enough', async () => {
    const writing = (scope: string) => {
      const { headers = [], ...sent } = post(COVER);
      const authorization = ['Authorization', claiming({ scope })(known)] as const;
      return send(probe.cloud.apiEndpoint, '/v1/me/covers', { ...sent, headers: [authorization, ...headers] });
    };
    expect(shownOf(await writing('openid dashboard/read'))).toEqual(denied);
    expect((await writing('dashboard/read dashboard/write')).status).toBe(200);
  });
});

describe('time', () => {
  it('ends a token after fifteen minutes', async () => {
    const { access, expiresIn } = await signIn(probe.cloud, 'dir-100010');
    expect(expiresIn).toBe(900);
    probe.cloud.clock.advance(899_000);
    expect((await withToken(access)).status).toBe(200);
    probe.cloud.clock.advance(1000);
    expect(shownOf(await withToken(access))).toEqual(unauthenticated);
  });
});
