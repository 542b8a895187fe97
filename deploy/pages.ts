import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_SCOPES } from '../infra/scopes.ts';
import { PAGE_FILES } from '../lib/api/page-headers.ts';
import type { PageFile } from './aws.ts';
import type { Addresses } from './smoke.ts';
import { ROOT, type Stage } from './stage.ts';
import type { Tools } from './tools.ts';

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

/** As the outputs of the identity stack say it. */
export function signInOf({ SignInUrlOutput = '', ClientIdOutput = '' }: Readonly<Record<string, string>>) {
  return { url: SignInUrlOutput, clientId: ClientIdOutput };
}

/** Puts the pages there, and gives where they answer. */
export async function uploadPages({ aws, say }: Tools, { name, settings }: Stage): Promise<Addresses> {
  const { region, web } = settings;
  const identity = (await aws.outputs(`${name}-identity`, region)) ?? {};
  const issuer = identity.IssuerOutput ?? '';
  if (web === null) return { dashboard: null, issuer };
  const pages = (await aws.outputs(`${name}-dashboard`, region)) ?? {};
  for (const file of pageFiles(join(ROOT, 'dist', 'web'), signInOf(identity)))
    await aws.putPage(pages.PagesBucketOutput ?? '', file);
  say(`The pages are at ${pages.DashboardUrlOutput}`);
  // Its own name answers before that of the force leads to it.
  return { dashboard: `https://${pages.DistributionNameOutput ?? ''}/`, issuer };
}
