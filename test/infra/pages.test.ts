import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ALBResult } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyPages } from '../../deploy/build.ts';
import { contentPolicy } from '../../lib/api/page-headers.ts';
import { bundle } from '../../scripts/bundle.ts';
import { buildWeb } from '../../scripts/web.ts';
import { DEMO_FORCE } from '../lib/world.ts';

const SIGN_IN = 'https://sign-in.example';

describe('the pages inside a network', () => {
  let folder: string;
  let ask: (path: string, httpMethod?: string) => Promise<ALBResult>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
    await bundle(DEMO_FORCE, folder);
    await buildWeb(join(folder, 'web'));
    copyPages(join(folder, 'web'), join(folder, 'pages'));
    Object.assign(process.env, { SIGN_IN, CLIENT_ID: 'client', SCOPES: 'openid dashboard/read' });
    const { handler } = (await import(pathToFileURL(join(folder, 'pages', 'index.mjs')).href)) as {
      handler: (event: { httpMethod: string; path: string }) => Promise<ALBResult>;
    };
    ask = (path, httpMethod = 'GET') => handler({ httpMethod, path });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    for (const name of ['SIGN_IN', 'CLIENT_ID', 'SCOPES']) delete process.env[name];
  });

  it('are one document whatever the address, and the files that it loads', async () => {
    for (const path of ['/', '/people/100010', '/data/arrests/arrests_20261120T090000Z.csv']) {
      const { statusCode, body, headers } = await ask(path);
      expect([statusCode, headers?.['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(body).toContain('id="app"');
    }
    expect((await ask('/app.js')).headers?.['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await ask('/app.css')).headers?.['content-type']).toBe('text/css; charset=utf-8');
  });

  it('say where people sign in, and ask for the right to read alone', async () => {
    const { body = '' } = await ask('/config.json');
    expect(JSON.parse(body)).toEqual({ signIn: SIGN_IN, clientId: 'client', scopes: ['openid', 'dashboard/read'] });
  });

  it('have the headers that the distribution gives them, in every answer', async () => {
    for (const [path, method] of [['/'], ['/app.js'], ['/config.json'], ['/', 'POST']] as const) {
      const { headers } = await ask(path, method);
      expect(headers).toMatchObject({
        'content-security-policy': contentPolicy(SIGN_IN),
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  it('take no other method, and are smaller than a load balancer carries', async () => {
    expect((await ask('/', 'POST')).statusCode).toBe(405);
    for (const path of ['/', '/app.js', '/app.css']) expect(((await ask(path)).body ?? '').length).toBeLessThan(900_000);
  });
});
