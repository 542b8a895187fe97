import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { kept } from '../kept.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The key of this installation, made at the first start: whoever has it can sign in as anybody, on this machine. */
export function signingKey(folder: string | null, pool: string): SigningKey {
  const pem = kept(folder, `${pool}.pem`, () =>
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const kid = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { kid, privateKey, publicKey };
}

export function keySet({ kid, publicKey }: SigningKey): object {
  const { n, e } = publicKey.export({ format: 'jwk' });
  return { keys: [{ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' }] };
}
