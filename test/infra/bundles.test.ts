import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle } from '../../scripts/bundle.ts';
import { DEMO_FORCE } from '../lib/world.ts';

let folder: string;
let bundles: Bundle[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  bundles = await bundle(DEMO_FORCE, folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what goes to AWS', () => {
  it('is made of lib, functions and packages: nothing of the embedded cloud, the demo, the simulation, a test or a script', () => {
    expect(bundles).toHaveLength(8);
    for (const { name, inputs } of bundles) {
      expect([name, inputs.includes(`functions/${name}.ts`)]).toEqual([name, true]);
      // A stub of the bundler is written `stub:name`.
      const places = new Set(inputs.map((input) => (input.startsWith('stub:') ? 'stub' : input.split('/')[0])));
      expect([name, [...places].sort().filter((place) => place !== 'stub')]).toEqual([
        name,
        ['functions', 'lib', 'node_modules'],
      ]);
    }
  });
});
