import type { SignInConfig } from './sign-in-config.ts';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in: number;
}

/** The state of a sign-in on its way; never a token, which lives in memory alone. */
const PENDING = 'sign-in';
/** Renewed so many seconds before it ends. */
const EARLY = 60;

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** The sign-in page gives no more tokens: somebody has to sign in again. */
export class SignedOut extends Error {}

/** A signed-in person: the access token, renewed before it ends. */
export class Session {
  readonly #config: SignInConfig;
  #tokens: Tokens;
  #endsAt = 0;
  #renewing: Promise<void> | null = null;

  private constructor(config: SignInConfig, tokens: Tokens) {
    this.#config = config;
    this.#tokens = tokens;
    this.#keep(tokens);
  }

  /** Comes back from the sign-in page, or goes there: then it never resolves. */
  static async begin(config: SignInConfig): Promise<Session> {
    const query = new URLSearchParams(location.search);
    const pending = sessionStorage.getItem(PENDING);
    sessionStorage.removeItem(PENDING);
    if (query.has('error') && pending !== null) throw new Error('The sign-in page refused.');
    const code = query.get('code');
    if (code === null || pending === null) return leaveFor(config);
    const { state, verifier, path } = JSON.parse(pending) as { state: string; verifier: string; path: string };
    if (query.get('state') !== state) return leaveFor(config);
    const tokens = await exchange(config, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(),
      code_verifier: verifier,
    });
    history.replaceState(null, '', path);
    return new Session(config, tokens);
  }

  #keep(tokens: Tokens): void {
    this.#tokens = { ...this.#tokens, ...tokens };
    this.#endsAt = Date.now() + (tokens.expires_in - EARLY) * 1000;
  }

  async token(): Promise<string> {
    if (Date.now() >= this.#endsAt) {
      this.#renewing ??= this.#renew().finally(() => {
        this.#renewing = null;
      });
      await this.#renewing;
    }
    return this.#tokens.access_token;
  }

  async #renew(): Promise<void> {
    const { refresh_token = '' } = this.#tokens;
    this.#keep(await exchange(this.#config, { grant_type: 'refresh_token', refresh_token }));
  }

  /** Signs out, here and at the sign-in page, which then asks whom to be. */
  async switchPerson(): Promise<void> {
    const { signIn, clientId } = this.#config;
    const { refresh_token: token } = this.#tokens;
    if (token !== undefined) {
      const body = new URLSearchParams({ client_id: clientId, token });
      await fetch(`${signIn}/oauth2/revoke`, { method: 'POST', body }).catch(() => undefined);
    }
    location.assign(`${signIn}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: redirectUri() })}`);
  }

  signInAgain(): void {
    void leaveFor(this.#config);
  }
}

function redirectUri(): string {
  return `${location.origin}/`;
}

async function leaveFor({ signIn, clientId, scopes }: SignInConfig): Promise<never> {
  const [state, verifier] = [random(), random()];
  const query = new URLSearchParams(location.search);
  for (const name of ['code', 'state', 'error']) query.delete(name);
  const search = query.size === 0 ? '' : `?${query}`;
  sessionStorage.setItem(PENDING, JSON.stringify({ state, verifier, path: `${location.pathname}${search}` }));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri(),
    scope: scopes.join(' '),
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  location.assign(`${signIn}/oauth2/authorize?${asked}`);
  return new Promise(() => undefined);
}

async function exchange({ signIn, clientId }: SignInConfig, form: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams({ client_id: clientId, ...form });
  const response = await fetch(`${signIn}/oauth2/token`, { method: 'POST', body });
  if (!response.ok) throw new SignedOut('The sign-in did not work or has ended.');
  return (await response.json()) as Tokens;
}
