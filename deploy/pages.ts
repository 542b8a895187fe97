import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_SCOPES } from '../infra/scopes.ts';
import { PAGE_FILES } from '../lib/api/page-headers.ts';
import type { PageFile } from './aws.ts';

/** The files of the dashboard as they lie in its bucket: the document, what it loads, and where people sign in. */
export function pageFiles(folder: string, signIn: { readonly url: string; readonly clientId: string }): PageFile[] {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const config = { signIn: signIn.url, clientId: signIn.clientId, scopes: PAGE_SCOPES };
  return [
    // What a document loads is there before the document is.
    ...Object.entries(PAGE_FILES).map(([path, type]) => ({ name: path.slice(1), type, body: read(path.slice(1)) })),
    { name: 'config.json', type: 'application/json', body: JSON.stringify(config) },
    { name: 'index.html', type: 'text/html', body: read('index.html') },
  ];
}
