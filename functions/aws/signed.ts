import { createHash, createHmac } from 'node:crypto';
import { setTimeout as passed } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { ProductError } from '../../lib/errors.ts';
import type { Connection } from './connection.ts';

const PASSING = /Throttl|ProvisionedThroughputExceeded|LimitExceeded|InternalServer|ServiceUnavailable/;

/** What a service refused, by the name that it gives. */
export class ServiceRefused extends ProductError {
  /** It was busy: another try may succeed. */
  readonly passing: boolean;

  constructor(name: string, service: string, status: number) {
    super(name, `${service} refused a call (${status})`);
    this.name = 'ServiceRefused';
    this.passing = status >= 500 || PASSING.test(name);
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
    const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
    const sent = { method: 'POST', path: '/', headers, body: JSON.stringify(input) } as const;
    return persistently(async () => {
      const answer = await signedFetch(signer, url, sent);
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text) as O;
      throw new ServiceRefused(nameIn(text), service, answer.status);
    });
  };
}
export type SignedCall = ReturnType<typeof signedCalls>;

/** Tries again what a service refused because it was busy. */
export async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (cause) {
      if (!(cause instanceof ServiceRefused && cause.passing) || tries === TRIES) throw cause;
      await passed(20 * 2 ** tries);
    }
  }
}

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One signed request to a host; nothing of its answer is read. */
export async function signedFetch(signer: SignatureV4, host: URL, { method, path, headers: own, body }: Sent): Promise<Response> {
  const { headers } = await signer.sign({
    method,
    protocol: host.protocol,
    hostname: host.hostname,
    ...(host.port === '' ? {} : { port: Number(host.port) }),
    path,
    headers: { host: host.host, ...own },
    ...(body === undefined ? {} : { body }),
  });
  const { host: _host, ...sent } = headers;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return fetch(new URL(path, host), { method, headers: sent, signal, ...(body === undefined ? {} : { body }) });
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
