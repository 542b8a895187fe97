import type { Tools } from './tools.ts';

export interface Addresses {
  /** Null inside a network that this machine is not in. */
  readonly dashboard: string | null;
  readonly issuer: string;
}

/** What has to be so a minute after a deployment; each failure as a sentence. Nobody is signed in and no figure is asked for. */
export async function smoke({ get }: Pick<Tools, 'get'>, { dashboard, issuer }: Addresses): Promise<string[]> {
  const failed: string[] = [];
  const expected = (fine: boolean, sentence: string) => (fine ? undefined : failed.push(sentence));
  const keys = await get(`${issuer}/.well-known/jwks.json`);
  expected(keys.status === 200, `The sign-in has no keys (${keys.status}).`);
  if (dashboard === null) return failed;
  const page = await get(dashboard);
  expected(page.status === 200 && page.body.includes('id="app"'), `The dashboard does not come (${page.status}).`);
  const policy = page.headers.get('content-security-policy') ?? '';
  expected(policy.includes("default-src 'none'"), 'The dashboard comes without its content policy.');
  expected(page.headers.get('strict-transport-security') !== null, 'The dashboard comes without strict transport security.');
  const config = await get(`${dashboard}config.json`);
  expected(config.status === 200 && config.body.includes('"clientId"'), 'The dashboard does not know where people sign in.');
  const stranger = await get(`${dashboard}v1/me`);
  expected(stranger.status === 401, `The API answers a stranger with ${stranger.status} instead of 401.`);
  expected(
    (stranger.headers.get('content-type') ?? '').startsWith('application/problem+json'),
    'A refusal is no problem document.',
  );
  const nothing = await get(`${dashboard}v1/no-such-route`);
  expected(nothing.status === 404, `The API answers an unknown route with ${nothing.status} instead of 404.`);
  return failed;
}
