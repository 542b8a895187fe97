import { readFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { PAGE_FILES, pageHeaders } from '../lib/api/page-headers.ts';
import type { SignInConfig } from '../web/sign-in-config.ts';
import { isLocal, listen } from './cloud/listen.ts';

export interface WebServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface WebOptions {
  /** 0 is any free one. */
  readonly port: number;
  /** What `buildWeb` has made. */
  readonly folder: string;
  readonly apiEndpoint: string;
  readonly config: SignInConfig;
}

const OWN_TO_A_CONNECTION = new Set(['host', 'connection', 'keep-alive', 'te', 'transfer-encoding', 'upgrade', 'expect']);

/** As CloudFront has it on AWS: the pages, and under /v1 the API, from one origin. Loopback only. */
export async function serveWeb({ port, folder, apiEndpoint, config }: WebOptions): Promise<WebServer> {
  const headers = pageHeaders(new URL(config.signIn).origin);
  const page = readFileSync(join(folder, 'index.html'));
  const { endpoint, close } = await listen(port, (asked, answer) => {
    const path = asked.url?.split('?')[0] ?? '/';
    const type = PAGE_FILES[path];
    if (!isLocal(asked)) answer.writeHead(403).end();
    else if (path.startsWith('/v1/')) forward(apiEndpoint, asked, answer);
    else if (asked.method !== 'GET') answer.writeHead(405).end();
    else if (path === '/config.json')
      answer.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(config));
    else if (type !== undefined)
      answer.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(readFileSync(join(folder, path)));
    else answer.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  return { url: `${endpoint}/`, stop: close };
}

function forward(apiEndpoint: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { hostname, port } = new URL(apiEndpoint);
  const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !OWN_TO_A_CONNECTION.has(name)));
  const sent = request({ hostname, port, path: asked.url, method: asked.method, headers }, (received) => {
    answer.writeHead(received.statusCode ?? 502, received.headers);
    received.pipe(answer);
  });
  sent.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  answer.on('close', () => {
    if (!answer.writableFinished) sent.destroy();
  });
  asked.pipe(sent);
}
