import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerViolations, violationsOf } from '../../scripts/layers.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Each breaks one rule; the word is what Biome then says. */
const BROKEN: readonly (readonly [rule: string, file: string, text: string, said: string])[] = [
  ['lib has no clock', 'lib/day/clock.ts', 'export const at = Date.now();\n', 'no clock'],
  ['lib has no chance', 'lib/day/chance.ts', 'export const chance = Math.random();\n', 'no clock'],
  ['lib has no bare date', 'lib/day/bare.ts', 'export const today = new Date();\n', 'no clock'],
  ['lib has no environment', 'lib/policy/environment.ts', 'export const home = process.env.HOME;\n', 'noProcessEnv'],
  [
    'zod is a namespace',
    'lib/policy/zod.ts',
    "import { z } from 'zod';\nexport const text = z.string();\n",
    'noRestrictedImports',
  ],
  ['no non-null assertion', 'lib/policy/bang.ts', 'export const first = (all: string[]) => all[0]!;\n', 'noNonNullAssertion'],
  [
    'no skipped test',
    'test/skipped.test.ts',
    "import { it } from 'vitest';\n\nit.skip('x', () => undefined);\n",
    'noSkippedTests',
  ],
];

describe('lint rules: each one, broken on purpose, is found', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'layers-'));
    mkdirSync(join(folder, 'scripts'));
    for (const file of ['biome.json', 'scripts/no-clock.grit']) cpSync(join(ROOT, file), join(folder, file));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function lint(file: string, text: string): { status: number | null; said: string } {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'biome'), ['lint', file], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(join(folder, file));
    return { status, said: `${stdout}${stderr}` };
  }

  it.each(BROKEN)('%s', (_, file, text, said) => {
    const found = lint(file, text);
    expect(found.status).not.toBe(0);
    expect(found.said).toContain(said);
  });

  it('and a file that breaks none passes', () => {
    expect(lint('lib/day/fine.ts', 'export const two = (one: number) => one + one;\n').status).toBe(0);
  });

  it('finds a cycle of imports', () => {
    mkdirSync(join(folder, 'lib', 'a'), { recursive: true });
    writeFileSync(join(folder, 'lib', 'a', 'one.ts'), "import { two } from './two.ts';\nexport const one = () => two;\n");
    const { status, said } = lint('lib/a/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n");
    expect(status).not.toBe(0);
    expect(said).toContain('noImportCycles');
  });
});

/** A file, what it imports, and whether it may. */
const IMPORTS: readonly (readonly [file: string, imported: string, allowed: boolean])[] = [
  ['lib/policy/io.ts', 'node:fs', false],
  ['lib/day/io.ts', 'node:fs/promises', false],
  ['lib/generation/sdk.ts', '@aws-sdk/client-s3', false],
  ['lib/policy/up.ts', '../sources/catalogue.ts', false],
  ['lib/sources/up.ts', '../day/day.ts', false],
  ['lib/day/up.ts', '../availability/gate.ts', false],
  ['lib/availability/up.ts', '../generation/generation.ts', false],
  ['lib/availability/down.ts', '../day/day.ts', true],
  ['lib/availability/own.ts', './gate.ts', true],
  ['lib/day/root.ts', '../calendar.ts', true],
  ['lib/calendar.ts', './policy/policy.ts', false],
  ['lib/sources/outside.ts', '../../functions/hint.ts', false],
  ['functions/sdk.ts', '@aws-sdk/client-s3', false],
  ['functions/middleware/sdk.ts', '@aws-sdk/client-sqs', false],
  ['functions/aws/sdk.ts', '@aws-sdk/client-s3', true],
  ['functions/aws/local.ts', '../../local/cloud/cloud.ts', false],
  ['functions/score.ts', '../lib/generation/generation.ts', true],
  ['infra/source.ts', '../lib/sources/catalogue.ts', false],
  ['infra/stacks/data.ts', 'aws-cdk-lib/aws-s3', true],
  ['demo/files.ts', '../local/stores.ts', false],
];

describe('layers', () => {
  it.each(IMPORTS)('%s imports %s: %s', (file, imported, allowed) => {
    for (const text of [
      `import { it } from '${imported}';\n`,
      `import type {\n  it,\n} from '${imported}';\n`,
      `export * from '${imported}';\n`,
      `import '${imported}';\n`,
      `const it = await import('${imported}');\n`,
    ])
      expect(violationsOf(file, text)).toHaveLength(allowed ? 0 : 1);
  });

  it('a file outside every layer is told', () => {
    expect(violationsOf('helpers/all.ts', '')).toEqual(['helpers/all.ts: belongs to no layer']);
  });

  it('this checkout keeps them', () => {
    expect(layerViolations(ROOT)).toEqual([]);
  });
});
