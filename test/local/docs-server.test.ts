import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../lib/api/routes.ts';
import { type DocsServer, serveDocs } from '../../local/docs-server.ts';

let docs: DocsServer;
beforeAll(async () => {
  docs = await serveDocs(0);
});
afterAll(() => docs.stop());

describe('the page of the API', () => {
  it('has every route, and no script', async () => {
    const response = await fetch(docs.url);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const { id } of ROUTES) expect(page).toContain(`<section id="${id}"><h3><code>`);
    for (const { path } of ROUTES) expect(page).toContain(path);
    expect(page).not.toContain('<script');
  });

  it('is all that is there', async () => {
    expect((await fetch(new URL('/docs/../package.json', docs.url))).status).toBe(404);
    expect((await fetch(docs.url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(new URL('/', docs.url))).url).toBe(docs.url);
  });
});
