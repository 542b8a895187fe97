import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud/cloud.ts';
import { loadAssembly } from '../../local/cloud/template.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { signIn } from '../../local/sign-in.ts';

export interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}
const FUNCTIONS = ['Productivity', 'Availability', 'Operations', 'Trust'] as const;

/** The properties of the first resource of a type. */
export function firstOf({ Resources }: Template, type: string): Record<string, unknown> {
  const found = Object.values(Resources).find(({ Type }) => Type === type);
  if (found === undefined) throw new Error(`the template has no ${type}`);
  return found.Properties;
}

/** The instant at which the probe's clock stands until a test moves it. */
export const NOW = Date.parse('2026-11-20T10:15:00Z');

export interface Probe {
  readonly cloud: Cloud;
  /** Asks as somebody who is signed in. `does` is what the function is to do. */
  ask(path: string, sent?: Sent, does?: object): Promise<Received>;
  stop(): Promise<void>;
}

/** The API of the template in memory, with functions that do what a request says (`probe/index.mjs`). */
export async function startProbe(
  options: Partial<CloudOptions> = {},
  edit: (template: Template) => void = () => undefined,
): Promise<Probe> {
  const folder = mkdtempSync(join(tmpdir(), 'probe-'));
  try {
    cpSync(await localAssembly(), folder, { recursive: true });
    const file = join(folder, 'local-api.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    edit(template);
    writeFileSync(file, JSON.stringify(template));
    const resources = loadAssembly(folder, 'http://127.0.0.1:1');
    for (const { id, properties } of resources.ofType('AWS::Lambda::Function')) {
      if (!FUNCTIONS.some((name) => id.startsWith(name))) continue;
      const { S3Key } = properties.Code as { S3Key: string };
      copyFileSync(join(import.meta.dirname, 'probe', 'index.mjs'), join(resources.asset(S3Key), 'index.mjs'));
    }
    const cloud = await startCloud({ assembly: folder, data: null, workers: false, startAt: NOW, ...options });
    let token: Promise<string> | undefined;
    return {
      cloud,
      async ask(path, { headers = [], ...sent } = {}, does = {}) {
        token ??= signIn(cloud, 'dir-100010').then(({ access }) => access);
        const authorization = ['Authorization', `Bearer ${await token}`] as const;
        const probe = Object.keys(does).length === 0 ? [] : [['X-Probe', JSON.stringify(does)] as const];
        return send(cloud.apiEndpoint, path, { ...sent, headers: [authorization, ...probe, ...headers] });
      },
      async stop() {
        await cloud.stop();
        rmSync(folder, { recursive: true });
      },
    };
  } catch (cause) {
    rmSync(folder, { recursive: true });
    throw cause;
  }
}

export interface Sent {
  readonly method?: string;
  /** As they go over the wire: a name may come twice. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A POST of a JSON body. */
export function post(value: unknown): Sent {
  return { method: 'POST', headers: [['Content-Type', 'application/json']], body: JSON.stringify(value) };
}

/** Sends a request to the letter: `fetch` would tidy path and headers. */
export function send(endpoint: string, path: string, { method = 'GET', headers = [], body = '' }: Sent = {}): Promise<Received> {
  const { hostname, port } = new URL(endpoint);
  const named = headers.map(([name]) => name.toLowerCase());
  const raw = [
    ...(named.includes('host') ? [] : ['Host', `${hostname}:${port}`]),
    ...(body.length === 0 || named.includes('content-length') ? [] : ['Content-Length', String(Buffer.byteLength(body))]),
    ...headers.flat(),
  ];
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers: raw, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What a problem of the gateway's own looks like, whole: status, the headers of the template, a body that says no more. */
export function problemOf(status: number, title: string, code: string) {
  return {
    status,
    type: 'application/problem+json',
    cached: 'no-store',
    sniffed: 'nosniff',
    body: { type: 'about:blank', title, status, code },
  };
}

export function shownOf({ status, headers, text }: Received) {
  return {
    status,
    type: headers['content-type'],
    cached: headers['cache-control'],
    sniffed: headers['x-content-type-options'],
    body: JSON.parse(text) as unknown,
  };
}
