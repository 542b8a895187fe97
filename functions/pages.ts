import type { ALBEvent, ALBResult } from 'aws-lambda';
import * as z from 'zod';
import { PAGE_FILES, pageHeaders } from '../lib/api/page-headers.ts';
import { readBeside, readEnvironment } from './config.ts';

const environment = readEnvironment(z.object({ SIGN_IN: z.url(), CLIENT_ID: z.string().min(1), SCOPES: z.string().min(1) }));
const { SIGN_IN: signIn, CLIENT_ID: clientId, SCOPES: scopes } = environment;
const headers = { ...pageHeaders(signIn), 'strict-transport-security': 'max-age=31536000; includeSubDomains' };
const page = readBeside(import.meta.url, 'index.html');
const files = new Map<string, readonly [type: string, body: string]>([
  ...Object.entries(PAGE_FILES).map(([path, type]) => [path, [type, readBeside(import.meta.url, path.slice(1))]] as const),
  ['/config.json', ['application/json', JSON.stringify({ signIn, clientId, scopes: scopes.split(' ') })]],
]);

/** The pages inside the force's network, behind its load balancer; it can read nothing and write nothing. */
export function handler({ httpMethod, path }: Pick<ALBEvent, 'httpMethod' | 'path'>): Promise<ALBResult> {
  if (httpMethod !== 'GET' && httpMethod !== 'HEAD') return Promise.resolve({ statusCode: 405, headers, isBase64Encoded: false });
  const [type, body] = files.get(path) ?? ['text/html', page];
  return Promise.resolve({
    statusCode: 200,
    headers: { ...headers, 'content-type': `${type}; charset=utf-8` },
    body,
    isBase64Encoded: false,
  });
}
