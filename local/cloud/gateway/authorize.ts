import type { IncomingMessage } from 'node:http';
import type { Claims, Verdict } from '../identity/access-token.ts';

export type Authorized = { readonly claims: Claims } | { readonly refused: 'UNAUTHORIZED' | 'ACCESS_DENIED' };

/** The authorizer of a method: one token in the header, with the word Bearer or without, and one of the method's scopes. */
export function authorize(request: IncomingMessage, scopes: readonly string[], verify: (token: string) => Verdict): Authorized {
  const [header, other] = valuesOf(request, 'authorization');
  if (header === undefined || other !== undefined) return { refused: 'UNAUTHORIZED' };
  const verdict = verify(header.replace(/^Bearer /, ''));
  if ('refused' in verdict) return { refused: 'UNAUTHORIZED' };
  const held = String(verdict.claims.scope).split(' ');
  return scopes.some((scope) => held.includes(scope)) ? verdict : { refused: 'ACCESS_DENIED' };
}

/** Every value of a header: Node keeps only the first of some. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
