import { type KeyObject, verify } from 'node:crypto';

/** What a token is measured against. */
export interface Trust {
  readonly issuer: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly clients: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}

export type Claims = Readonly<Record<string, string | number>>;
export type Refusal = 'SIZE' | 'FORM' | 'HEADER' | 'KEY' | 'SIGNATURE' | 'CLAIMS' | 'ISSUER' | 'USE' | 'CLIENT' | 'TIME';
export type Verdict = { readonly claims: Claims } | { readonly refused: Refusal };

/** Cognito's own are about 1,000 characters long. */
const LONGEST = 4096;
const SIGNATURE_BYTES = 256;

/** Takes an access token exactly as its issuer makes them, and nothing that only resembles one. */
export function verifyAccessToken(token: string, trust: Trust): Verdict {
  if (token.length > LONGEST) return { refused: 'SIZE' };
  const parts = token.split('.');
  const [headerPart = '', payloadPart = '', signaturePart = ''] = parts;
  const signature = decode(signaturePart);
  const header = objectOf(decode(headerPart));
  const payload = objectOf(decode(payloadPart));
  if (parts.length !== 3 || signature === null || header === null || payload === null) return { refused: 'FORM' };

  // Any further name (crit, jku, jwk, b64 ...) would be an instruction that is not followed here.
  if (Object.keys(header).sort().join() !== 'alg,kid' || header.alg !== 'RS256') return { refused: 'HEADER' };
  const key = trust.keys.get(String(header.kid));
  if (key === undefined) return { refused: 'KEY' };
  const signed = Buffer.from(`${headerPart}.${payloadPart}`);
  if (signature.length !== SIGNATURE_BYTES || !verify('RSA-SHA256', signed, key, signature)) return { refused: 'SIGNATURE' };

  const refused = refusalOf(payload, trust);
  return refused === null ? { claims: payload as Claims } : { refused };
}

function refusalOf(claims: Readonly<Record<string, unknown>>, { issuer, clients, now }: Trust): Refusal | null {
  const texts = ['iss', 'token_use', 'client_id', 'scope', 'username', 'sub', 'jti'].map((name) => claims[name]);
  const numbers = ['exp', 'iat', 'auth_time'].map((name) => claims[name]);
  if (claims.iss !== issuer) return 'ISSUER';
  if (claims.token_use !== 'access') return 'USE';
  if (!clients.includes(String(claims.client_id))) return 'CLIENT';
  if (!texts.every((text) => typeof text === 'string' && text !== '')) return 'CLAIMS';
  if (!numbers.every(Number.isSafeInteger)) return 'CLAIMS';
  if (!Object.values(claims).every((value) => typeof value === 'string' || typeof value === 'number')) return 'CLAIMS';
  // Cognito makes none; one that says it is too early is believed.
  const { exp, iat, auth_time: authTime, nbf = 0 } = claims as Record<string, number>;
  // The issuer has the same clock: a token from the future was not made by it.
  if (exp === undefined || iat === undefined || authTime === undefined) return 'CLAIMS';
  return exp > now && iat <= now && authTime <= iat && Number.isSafeInteger(nbf) && nbf <= now ? null : 'TIME';
}

/** Base64url in its one spelling: no padding, no stray bits at the end. */
function decode(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url');
  return part !== '' && bytes.toString('base64url') === part ? bytes : null;
}

/** A JSON object in the one spelling that JSON.stringify gives it, which has no name twice. */
function objectOf(bytes: Buffer | null): Readonly<Record<string, unknown>> | null {
  if (bytes === null) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return JSON.stringify(value) === text ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
