import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { backfill, filesIn } from '../../local/backfill.ts';
import { startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { exportPublished } from '../../local/export.ts';
import { storesOf } from '../../local/stores.ts';
import { published } from './world.ts';

const WORLD = { people: 25, days: 3, end: '2026-11-20', seed: 3 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  for (const { key, body } of demoFiles(WORLD)) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), body);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('files of the past come a day at a time, are published as if they had come together, and come once', {
  timeout: 300_000,
}, async () => {
  const cloud = await startCloud({ assembly: await localAssembly(), data: null });
  try {
    const stores = storesOf(cloud);
    const said: string[] = [];
    const run = () => backfill(stores, filesIn(folder, stores), 1, (text) => said.push(text));
    const { dropped, present } = await run();
    expect([dropped, present]).toEqual([[...demoFiles(WORLD)].length, 0]);
    const days = said.map((text) => /up to (\S+)/.exec(text)?.[1]);
    expect(days.length).toBeGreaterThan(2);
    expect(days).toEqual(days.toSorted());
    expect(await exportPublished(stores)).toEqual(await published({ world: WORLD }));
    expect(await run()).toEqual({ dropped: 0, present: dropped });

    writeFileSync(join(folder, 'notes.txt'), '');
    expect(() => filesIn(folder, stores)).toThrow('notes.txt');
  } finally {
    await cloud.stop();
  }
});
