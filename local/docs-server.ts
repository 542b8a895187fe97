import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from './cloud/listen.ts';
import { docsPage } from './docs-page.ts';

const DESCRIPTION = join(import.meta.dirname, '..', 'docs', 'openapi.json');
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
};

export interface DocsServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The description of the API as a page under /docs, on the loopback interface. Port 0 is any free one. */
export async function serveDocs(port: number): Promise<DocsServer> {
  const page = docsPage(readFileSync(DESCRIPTION, 'utf8'));
  const { endpoint, close } = await listen(port, ({ method, url }, response) => {
    if (method !== 'GET') response.writeHead(405).end();
    else if (url === '/') response.writeHead(302, { location: '/docs' }).end();
    else if (url === '/docs') response.writeHead(200, HEADERS).end(page);
    else response.writeHead(404).end();
  });
  return { url: `${endpoint}/docs`, stop: close };
}
