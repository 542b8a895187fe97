import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { once } from '../../../lib/once.ts';
import type { Clock } from '../clock.ts';
import { isLocal, type Listening, listen, readAtMost } from '../listen.ts';
import type { Resources } from '../template.ts';
import { type Verdict, verifyAccessToken } from './access-token.ts';
import { makeGrants, OAuthError } from './grants.ts';
import { issueTokens, type Session } from './issue.ts';
import { keySet, type SigningKey, signingKey } from './keys.ts';
import { type Pool, poolOf } from './pool.ts';
import { errorPage, PAGE_HEADERS, signInPage, type Users } from './sign-in-page.ts';

export interface Identity {
  readonly endpoint: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly callbackUrls: readonly string[];
  readonly scopes: readonly string[];
}

export interface Cognito extends Identity {
  readonly pool: Pool;
  verify(token: string): Verdict;
  /** The key that tokens are signed with: for tests that forge some. */
  key(): SigningKey;
}

export interface CognitoOptions {
  readonly port: number;
  /** Where the key is kept; null makes one for this process. */
  readonly folder: string | null;
  readonly clock: Clock;
  /** Who can sign in; left out, whoever names themselves. */
  readonly users?: () => Users;
}

const FORM_BYTES = 16_384;
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store', 'access-control-allow-origin': '*' };

/** The address is known before the template is: `open` is called with it once it has been read. */
export interface IdentityServer extends Listening {
  open(resources: Resources): Cognito;
}

/** A Cognito user pool with its sign-in pages: code flow with PKCE, token endpoint, key set. */
export async function serveIdentity(options: CognitoOptions): Promise<IdentityServer> {
  const { port, folder, clock, users } = options;
  let opened: ReturnType<typeof answerer> | undefined;
  const server: Listening = await listen(port, (request, response) => {
    if (opened === undefined || !isLocal(request)) response.writeHead(403).end();
    else void opened.answer(request, response).catch(() => response.destroy());
  });
  return {
    ...server,
    open(resources) {
      opened = answerer(poolOf(resources), server.endpoint, folder === null ? null : join(folder, 'identity'), clock, users);
      return opened.cognito;
    },
  };
}

function answerer(pool: Pool, endpoint: string, folder: string | null, clock: Clock, users: CognitoOptions['users']) {
  const { client } = pool;
  const issuer = `${endpoint}/${pool.id}`;
  const grants = makeGrants(client);
  // Most tests never sign in.
  const key = once(() => signingKey(folder, pool.id));
  const now = () => Math.floor(clock.now() / 1000);

  const pages: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse, url: URL) => unknown>> = {
    [`GET /${pool.id}/.well-known/jwks.json`]: (_, response) => json(response, 200, keySet(key())),
    [`GET /${pool.id}/.well-known/openid-configuration`]: (_, response) => json(response, 200, metadata(issuer, endpoint)),
    'GET /oauth2/authorize': (_, response, url) => authorize(response, url),
    'GET /login': async (_, response, url) => {
      const asked = checkAsked(response, url.searchParams);
      if (asked === null) return;
      response.writeHead(200, PAGE_HEADERS).end(signInPage((await users?.().shown()) ?? [], url.searchParams.toString()));
    },
    'POST /login': signIn,
    'POST /oauth2/token': token,
    'POST /oauth2/revoke': async (request, response) => {
      const form = await formOf(request);
      if (form?.get('client_id') !== client.id) return json(response, 400, { error: 'invalid_client' });
      grants.revoke(form.get('token') ?? '');
      response.writeHead(200, JSON_HEADERS).end();
    },
    'GET /logout': (_, response, { searchParams: query }) => {
      const to = query.get('logout_uri') ?? '';
      if (query.get('client_id') !== client.id || !client.logoutUrls.includes(to))
        return refuse(response, 'The address to return to after signing out is not registered.');
      response.writeHead(302, { location: to, 'cache-control': 'no-store' }).end();
    },
  };

  /** Who asks, and where the answer goes: wrong, nothing is sent anywhere. */
  function checkAsked(response: ServerResponse, query: URLSearchParams): { redirectUri: string } | null {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') === client.id && client.callbackUrls.includes(redirectUri)) return { redirectUri };
    refuse(response, 'The application or the address to return to is not registered.');
    return null;
  }

  function authorize(response: ServerResponse, { searchParams: query }: URL): void {
    const asked = checkAsked(response, query);
    if (asked === null) return;
    const error = errorOf(query);
    if (error === null) response.writeHead(302, { location: `/login?${query}`, 'cache-control': 'no-store' }).end();
    else redirect(response, asked.redirectUri, query, { error });
  }

  function errorOf(query: URLSearchParams): string | null {
    if (query.get('response_type') !== 'code') return 'unsupported_response_type';
    if (!scopesOf(query).every((scope) => client.scopes.includes(scope))) return 'invalid_scope';
    const pkce = query.get('code_challenge_method') === 'S256' && CHALLENGE.test(query.get('code_challenge') ?? '');
    return pkce ? null : 'invalid_request';
  }

  function scopesOf(query: URLSearchParams): readonly string[] {
    const asked = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    return asked.length === 0 ? client.scopes : asked;
  }

  async function signIn(request: IncomingMessage, response: ServerResponse, { searchParams: query }: URL): Promise<void> {
    const asked = checkAsked(response, query);
    if (asked === null) return;
    const { origin } = request.headers;
    const username = (await formOf(request))?.get('username')?.trim() ?? '';
    if (errorOf(query) !== null || (origin !== undefined && origin !== `http://${request.headers.host}`))
      return refuse(response, 'This form came from somewhere else.');
    const isOne = username !== '' && username.length <= 128 && (users === undefined || (await users().isKnown(username)));
    if (!isOne) return refuse(response, 'Nobody has this directory id.');
    const person = { username, scopes: scopesOf(query), nonce: query.get('nonce') };
    const code = grants.addCode(person, asked.redirectUri, query.get('code_challenge') ?? '', now());
    redirect(response, asked.redirectUri, query, { code });
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const form = await formOf(request);
      if (form === null) throw new OAuthError('invalid_request');
      const value = (name: string) => form.get(name) ?? '';
      if (value('client_id') !== client.id || request.headers.authorization !== undefined) throw new OAuthError('invalid_client');
      const type = value('grant_type');
      if (type !== 'authorization_code' && type !== 'refresh_token') throw new OAuthError('unsupported_grant_type');
      const { session, refresh } =
        type === 'authorization_code'
          ? grants.spendCode(value('code'), value('redirect_uri'), value('code_verifier'), now())
          : grants.rotate(value('refresh_token'), now());
      json(response, 200, tokensFor(session, refresh));
    } catch (cause) {
      if (!(cause instanceof OAuthError)) throw cause;
      json(response, 400, { error: cause.code });
    }
  }

  function tokensFor(session: Session, refresh: string): object {
    const { access, id } = issueTokens({ url: issuer, key: key() }, client, session, now());
    return {
      ...(id === null ? {} : { id_token: id }),
      access_token: access,
      refresh_token: refresh,
      expires_in: client.accessSeconds,
      token_type: 'Bearer',
    };
  }

  return {
    async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const url = new URL(request.url ?? '/', endpoint);
      const page = pages[`${request.method} ${url.pathname}`];
      if (page === undefined) response.writeHead(404, PAGE_HEADERS).end(errorPage('There is no such page.'));
      else await page(request, response, url);
    },
    cognito: {
      endpoint,
      issuer,
      pool,
      clientId: client.id,
      callbackUrls: client.callbackUrls,
      scopes: client.scopes,
      key,
      verify: (text: string) => {
        const { kid, publicKey } = key();
        return verifyAccessToken(text, { issuer, keys: new Map([[kid, publicKey]]), clients: [client.id], now: now() });
      },
    },
  };
}

function metadata(issuer: string, endpoint: string): object {
  return {
    issuer,
    authorization_endpoint: `${endpoint}/oauth2/authorize`,
    token_endpoint: `${endpoint}/oauth2/token`,
    revocation_endpoint: `${endpoint}/oauth2/revoke`,
    end_session_endpoint: `${endpoint}/logout`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams | null> {
  const body = await readAtMost(request, FORM_BYTES);
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.headers['content-type'] ?? '');
  return body === null || !isForm ? null : new URLSearchParams(body.toString('utf8'));
}

function redirect(response: ServerResponse, to: string, query: URLSearchParams, answer: Record<string, string>): void {
  const url = new URL(to);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== null) url.searchParams.set('state', state);
  response.writeHead(302, { location: url.href, 'cache-control': 'no-store' }).end();
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, JSON_HEADERS).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, sentence: string): void {
  response.writeHead(400, PAGE_HEADERS).end(errorPage(sentence));
}
