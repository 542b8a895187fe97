import { setTimeout as passed } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Connection } from './connection.ts';
import { ServiceRefused, Sha256, sha256Hex } from './signed.ts';

/** What the API needs of a bucket. */
export interface LightObjects {
  /** Throws ServiceRefused; of a key that is not there too, for who may not list a bucket is told no more. */
  get(key: string): Promise<Uint8Array>;
}

const PATIENCE_MS = 5000;
const TRIES = 4;

/** Objects by signed requests instead of the SDK, path-style as the embedded cloud has them. */
export function lightObjects(
  { region, endpoint, credentials }: Partial<Connection> & Pick<Connection, 'region' | 'credentials'>,
  bucket: string,
): LightObjects {
  const base = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
  // S3 signs the path as it is sent.
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  return {
    async get(key) {
      const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const { headers } = await signer.sign({
        method: 'GET',
        protocol: base.protocol,
        hostname: base.hostname,
        ...(base.port === '' ? {} : { port: Number(base.port) }),
        path,
        headers: { host: base.host, 'x-amz-content-sha256': sha256Hex('') },
      });
      const { host: _host, ...sent } = headers;
      for (let attempt = 1; ; attempt += 1) {
        const answer = await fetch(new URL(path, base), { headers: sent, signal: AbortSignal.timeout(PATIENCE_MS) });
        if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
        await answer.body?.cancel();
        if (answer.status < 500 || attempt === TRIES) throw new ServiceRefused('Unknown', 's3', answer.status);
        await passed(20 * 2 ** attempt);
      }
    },
  };
}
