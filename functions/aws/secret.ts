import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ProductError } from '../../lib/errors.ts';
import { credentialsInEnvironment, endpointOf } from './environment.ts';

/**
 * A secret of Secrets Manager, read at the first need and kept while the function is warm. One signed request: a further
 * SDK client would double what a cold start loads.
 */
export function secretOf(arn: string, region: string): () => Promise<string> {
  let known: Promise<string> | undefined;
  return () => {
    known ??= read(arn, region).catch((cause: unknown) => {
      known = undefined;
      throw cause;
    });
    return known;
  };
}

async function read(arn: string, region: string): Promise<string> {
  const url = new URL(endpointOf('secretsmanager', region));
  const body = JSON.stringify({ SecretId: arn });
  const signer = new SignatureV4({ service: 'secretsmanager', region, credentials: credentialsInEnvironment(), sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: '/',
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body,
  });
  const { host: _host, ...sent } = headers;
  const answer = await fetch(url, { method: 'POST', headers: sent, body });
  if (!answer.ok) throw new ProductError('NO_SECRET', `the secret that signs cursors could not be read (${answer.status})`);
  return ((await answer.json()) as { SecretString: string }).SecretString;
}

/** What the signer asks of a hash. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new ProductError('NOT_REUSABLE', 'a hash is used once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}
