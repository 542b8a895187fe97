import { SignatureV4 } from '@smithy/signature-v4';
import type { Connection } from './connection.ts';
import { persistently, ServiceRefused, Sha256, sha256Hex, signedFetch } from './signed.ts';

/** What the API needs of a bucket. */
export interface LightObjects {
  /** Throws ServiceRefused; of a key that is not there too, for who may not list a bucket is told no more. */
  get(key: string): Promise<Uint8Array>;
}

/** Objects by signed requests instead of the SDK, path-style as the embedded cloud has them. */
export function lightObjects(
  { region, endpoint, credentials }: Partial<Connection> & Pick<Connection, 'region' | 'credentials'>,
  bucket: string,
): LightObjects {
  const base = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
  // S3 signs the path as it is sent.
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  return {
    get(key) {
      const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const sent = { method: 'GET', path, headers: { 'x-amz-content-sha256': sha256Hex('') } } as const;
      return persistently(async () => {
        const answer = await signedFetch(signer, base, sent);
        if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
        await answer.body?.cancel();
        throw new ServiceRefused('Unknown', 's3', answer.status);
      });
    },
  };
}
