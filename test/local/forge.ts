import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SigningKey } from '../../local/cloud/identity/keys.ts';

type Values = Readonly<Record<string, unknown>>;

/** A token taken apart. */
export interface Parts {
  readonly header: Values;
  readonly claims: Values;
  readonly text: readonly [header: string, claims: string, signature: string];
}

export function partsOf(token: string): Parts {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Values;
  return { header: read(header), claims: read(claims), text: [header, claims, signature] };
}

export function encode(value: unknown): string {
  return Buffer.from(Buffer.isBuffer(value) || typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A token of any header and claims; a part that is text or bytes goes in as it is. */
export function forged(header: unknown, claims: unknown, signer: (data: Buffer) => Buffer): string {
  const data = `${encode(header)}.${encode(claims)}`;
  return `${data}.${signer(Buffer.from(data)).toString('base64url')}`;
}

export const by = {
  rs256: (key: KeyObject) => (data: Buffer) => sign('RSA-SHA256', data, key),
  rs512: (key: KeyObject) => (data: Buffer) => sign('RSA-SHA512', data, key),
  ps256: (key: KeyObject) => (data: Buffer) =>
    sign('RSA-SHA256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  hs256: (secret: string | Buffer) => (data: Buffer) => createHmac('sha256', secret).update(data).digest(),
  es256: (key: KeyObject) => (data: Buffer) => sign('SHA256', data, { key, dsaEncoding: 'ieee-p1363' }),
  nobody: () => Buffer.alloc(0),
} as const;

/** Keys of an attacker. */
export const own = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

export function publicPem({ publicKey }: Pick<SigningKey, 'publicKey'>): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
