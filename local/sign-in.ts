import { createHash, randomBytes } from 'node:crypto';
import type { Identity } from './cloud/identity/cognito.ts';

export interface Tokens {
  readonly access: string;
  readonly id: string | null;
  readonly refresh: string;
  readonly expiresIn: number;
}

/** Where and as which application to sign in. */
export type SignIn = Pick<Identity, 'endpoint' | 'clientId' | 'callbackUrls' | 'scopes'>;

/** Signs in as somebody by their directory id, the way a browser does: code flow with PKCE. Scopes left out are all. */
export async function signIn(
  { identity }: { readonly identity: SignIn },
  username: string,
  scopes = identity.scopes,
): Promise<Tokens> {
  const [redirectUri = ''] = identity.callbackUrls;
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: identity.clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const login = await follow(`${identity.endpoint}/oauth2/authorize?${query}`);
  const back = await follow(new URL(login, identity.endpoint).href, new URLSearchParams({ username }));
  const { searchParams } = new URL(back);
  const code = searchParams.get('code');
  if (code === null || searchParams.get('state') !== state) throw new Error(`nobody was signed in: ${searchParams.get('error')}`);
  return exchange(identity, {
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
}

/** New tokens for a refresh token, which is replaced by this. */
export function refresh({ identity }: { readonly identity: SignIn }, token: string): Promise<Tokens> {
  return exchange(identity, { grant_type: 'refresh_token', refresh_token: token });
}

async function exchange({ endpoint, clientId }: SignIn, form: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams({ client_id: clientId, ...form });
  const response = await fetch(`${endpoint}/oauth2/token`, { method: 'POST', body });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`no tokens: ${answer.error}`);
  return {
    access: String(answer.access_token),
    id: typeof answer.id_token === 'string' ? answer.id_token : null,
    refresh: String(answer.refresh_token),
    expiresIn: Number(answer.expires_in),
  };
}

/** Where a page sends the browser next. */
async function follow(url: string, form?: URLSearchParams): Promise<string> {
  const response = await fetch(url, { redirect: 'manual', ...(form === undefined ? {} : { method: 'POST', body: form }) });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`the sign-in pages answered ${response.status}`);
  return location;
}
