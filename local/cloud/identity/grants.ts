import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Session } from './issue.ts';
import type { Client } from './pool.ts';

/** A refused request at the token endpoint, in the words of OAuth 2. */
export class OAuthError extends Error {
  readonly code: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';
  constructor(code: OAuthError['code']) {
    super(code);
    this.name = 'OAuthError';
    this.code = code;
  }
}

interface Code {
  readonly session: Session;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expires: number;
}
interface Refresh {
  readonly session: Session;
  readonly expires: number;
  /** When it was replaced; it works a little longer, for an answer may get lost. */
  replaced: number | null;
}

const CODE_SECONDS = 300;
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** Codes and refresh tokens that are out, in memory; all times in seconds. */
export function makeGrants(client: Client) {
  const codes = new Map<string, Code>();
  const refreshes = new Map<string, Refresh>();

  function dropExpired(now: number): void {
    for (const grants of [codes, refreshes])
      for (const [token, { expires }] of grants as Map<string, { expires: number }>) if (expires <= now) grants.delete(token);
  }

  function addRefresh(session: Session, expires: number): string {
    const token = randomBytes(48).toString('base64url');
    refreshes.set(token, { session, expires, replaced: null });
    return token;
  }

  return {
    /** A code for somebody who just signed in. */
    addCode(person: Omit<Session, 'authTime' | 'originJti'>, redirectUri: string, challenge: string, now: number): string {
      dropExpired(now);
      const code = randomUUID();
      const session = { ...person, authTime: now, originJti: randomUUID() };
      codes.set(code, { session, redirectUri, challenge, expires: now + CODE_SECONDS });
      return code;
    },
    /** Spent at the first try, whether it succeeds or not. */
    spendCode(code: string, redirectUri: string, verifier: string, now: number): { session: Session; refresh: string } {
      const found = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      if (found === undefined || found.expires <= now || found.redirectUri !== redirectUri) throw new OAuthError('invalid_grant');
      if (!VERIFIER.test(verifier) || found.challenge !== challenge) throw new OAuthError('invalid_grant');
      return { session: found.session, refresh: addRefresh(found.session, now + client.refreshSeconds) };
    },
    /** The new token ends when the first one would have: ten hours are ten hours. */
    rotate(token: string, now: number): { session: Session; refresh: string } {
      dropExpired(now);
      const found = refreshes.get(token);
      if (found === undefined || (found.replaced !== null && found.replaced + client.graceSeconds < now))
        throw new OAuthError('invalid_grant');
      found.replaced ??= now;
      return { session: found.session, refresh: addRefresh(found.session, found.expires) };
    },
    /** Ends a session: every refresh token that came of the same sign-in. */
    revoke(token: string): void {
      const origin = refreshes.get(token)?.session.originJti;
      for (const [other, { session }] of refreshes) if (session.originJti === origin) refreshes.delete(other);
    },
  };
}

export type Grants = ReturnType<typeof makeGrants>;
