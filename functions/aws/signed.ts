import { createHash, createHmac } from 'node:crypto';
import { setTimeout as passed } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { ProductError } from '../../lib/errors.ts';
import type { Connection } from './connection.ts';

/** What a service refused, by the name that it gives. */
export class ServiceRefused extends ProductError {
  constructor(name: string, service: string, status: number) {
    super(name, `${service} refused a call (${status})`);
    this.name = 'ServiceRefused';
  }
}

export interface Call {
  /** Such as `dynamodb`: names the signature and, without an endpoint, the host. */
  readonly service: string;
  /** Such as `DynamoDB_20120810.GetItem`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly input: object;
}

const TRIES = 4;
const PASSING = /Throttl|ProvisionedThroughputExceeded|LimitExceeded|InternalServer|ServiceUnavailable/;
/** A connection that does not answer is given up: API Gateway waits for 29 s only. */
const PATIENCE_MS = 5000;

/**
 * Calls a service that speaks AWS JSON: signed, tried again when it is busy. The functions of the API use it in place of the
 * SDK, which makes two thirds of what a cold start would load (ADR 9).
 */
export function signedCalls({ region, endpoint, credentials }: Partial<Connection> & Pick<Connection, 'region' | 'credentials'>) {
  const signers = new Map<string, SignatureV4>();
  return async function call<O>({ service, target, version, input }: Call): Promise<O> {
    const url = new URL(endpoint ?? `https://${service}.${region}.amazonaws.com`);
    const signer = signers.get(service) ?? new SignatureV4({ service, region, credentials, sha256: Sha256 });
    signers.set(service, signer);
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(signer, url, target, version, body);
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text) as O;
      const name = nameIn(text);
      const passing = answer.status >= 500 || PASSING.test(name);
      if (!passing || attempt === TRIES) throw new ServiceRefused(name, service, answer.status);
      await passed(20 * 2 ** attempt);
    }
  };
}
export type SignedCall = ReturnType<typeof signedCalls>;

async function send(signer: SignatureV4, url: URL, target: string, version: string, body: string): Promise<Response> {
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: '/',
    headers: { host: url.host, 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
    body,
  });
  const { host: _host, ...sent } = headers;
  return fetch(url, { method: 'POST', headers: sent, body, signal: AbortSignal.timeout(PATIENCE_MS) });
}

/** `com.amazonaws.dynamodb.v20120810#ThrottlingException` and the like; never the message, which may hold a key. */
function nameIn(text: string): string {
  try {
    const { __type } = JSON.parse(text) as { __type?: string };
    return (__type ?? 'Unknown').split('#').at(-1) ?? 'Unknown';
  } catch {
    return 'Unknown';
  }
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What the signer asks of a hash. */
export class Sha256 {
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
