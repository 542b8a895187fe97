import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { digest, exportPublished } from '../../local/export.ts';
import { published } from '../pipeline/world.ts';
import { openDeployment, type TestDeployment } from './deployment.ts';

const WORLD = { people: 25, days: 2, end: '2026-11-20', seed: 3 };

let deployment: TestDeployment;
beforeAll(async () => {
  deployment = await openDeployment({ workers: true });
});
afterAll(() => deployment.stop());

it('files dropped on a deployment become the same published content as anywhere', { timeout: 900_000 }, async () => {
  const { stores, patience } = deployment;
  const reference = digest(await published({ world: WORLD }));
  for (const { key, body } of demoFiles(WORLD)) await stores.drops.put(key, body);
  let found = '';
  // Each look reads every table: not so often that it slows down what it waits for.
  for (let waited = 0; waited < patience && found !== reference; waited += 3000) {
    await wait(3000);
    found = digest(await exportPublished(stores));
  }
  expect(found).toBe(reference);
});
