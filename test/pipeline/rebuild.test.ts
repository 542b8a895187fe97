import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationKey } from '../../functions/day-target.ts';
import { type CloudOptions, startCloud } from '../../local/cloud/cloud.ts';
import { differences, type Print, printOf } from '../../local/compare.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { type RebuildOptions, type Rebuilt, rebuild, type Target } from '../../local/rebuild.ts';
import { embeddedTarget } from '../../local/targets.ts';
import { undeclared } from '../../local/undeclared.ts';
import { crashes, force, type Messy, messyHistory } from './messy.ts';
import { shuffledRows } from './world.ts';

let messy: Messy;
let source: Print;
let inTheMiddle: Print;

beforeAll(async () => {
  messy = await messyHistory(async (stores) => {
    inTheMiddle = await printOf(stores);
  });
  source = await printOf(messy.history.stores);
}, 300_000);
afterAll(() => messy?.history.cloud.stop());

interface Made {
  readonly rebuilt: Rebuilt;
  readonly print: Print;
}

async function into<T>(use: (target: Target) => Promise<T>, cloudOptions: Partial<CloudOptions> = {}): Promise<T> {
  const startAt = messy.history.cloud.clock.now();
  const cloud = await startCloud({ assembly: await localAssembly(), data: null, startAt, ...cloudOptions });
  try {
    return await use(embeddedTarget(cloud));
  } finally {
    await cloud.stop();
  }
}

function rebuiltAs(options: Partial<RebuildOptions>, cloudOptions: Partial<CloudOptions> = {}, waiting = true): Promise<Made> {
  return into(async (target) => {
    const hold = waiting ? target.hold : () => () => undefined;
    const rebuilt = await rebuild(messy.history.stores, { ...target, hold }, { order: 'newest', asOf: null, force, ...options });
    return { rebuilt, print: await printOf(target.stores) };
  }, cloudOptions);
}

describe('a history of 40 days with doubles, corrections, decisions, crashes and an older code', () => {
  it('rebuilt newest first publishes the same', async () => {
    const { rebuilt, print } = await rebuiltAs({ order: 'newest' });
    expect(differences(source, print)).toEqual([]);
    expect(print.digest).toBe(source.digest);
    expect(rebuilt.kept).toEqual({ days: [messy.older.day], windows: [messy.older.window] });
  });
});
