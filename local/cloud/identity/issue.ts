import { createHash, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { SigningKey } from './keys.ts';
import type { Client } from './pool.ts';

/** Somebody who signed in once; refreshed tokens carry on the same session. */
export interface Session {
  readonly username: string;
  readonly scopes: readonly string[];
  /** Seconds since 1970. */
  readonly authTime: number;
  readonly originJti: string;
  readonly nonce: string | null;
}

export interface Issuer {
  readonly url: string;
  readonly key: SigningKey;
}

/** An access token with the claims of Cognito's, in its order; and an ID token, which no API takes. */
export function issueTokens(issuer: Issuer, client: Client, session: Session, now: number) {
  const { username, scopes, authTime, originJti, nonce } = session;
  const common = { sub: subjectOf(username), iss: issuer.url };
  const access = signJwt(issuer.key, {
    ...common,
    version: 2,
    client_id: client.id,
    origin_jti: originJti,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: authTime,
    exp: now + client.accessSeconds,
    iat: now,
    jti: randomUUID(),
    username,
  });
  const id = signJwt(issuer.key, {
    ...common,
    'cognito:username': username,
    ...(nonce === null ? {} : { nonce }),
    origin_jti: originJti,
    aud: client.id,
    token_use: 'id',
    auth_time: authTime,
    exp: now + client.idSeconds,
    iat: now,
    jti: randomUUID(),
  });
  return { access, id: scopes.includes('openid') ? id : null };
}

/** A JSON Web Token signed RS256. */
export function signJwt({ kid, privateKey }: { kid: string; privateKey: KeyObject }, claims: object): string {
  const data = `${encode({ kid, alg: 'RS256' })}.${encode(claims)}`;
  return `${data}.${sign('RSA-SHA256', Buffer.from(data), privateKey).toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Cognito invents a UUID for each user; here it follows from the name. */
function subjectOf(username: string): string {
  const hex = createHash('sha256').update(username).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
