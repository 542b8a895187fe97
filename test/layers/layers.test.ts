import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** Each breaks one rule; the word is what Biome then says. */
const BROKEN: readonly (readonly [rule: string, file: string, text: string, said: string])[] = [
  ['lib has no clock', 'lib/day/clock.ts', 'export const at = Date.now();\n', 'no clock'],
  ['lib has no chance', 'lib/day/chance.ts', 'export const chance = Math.random();\n', 'no clock'],
  ['lib has no bare date', 'lib/day/bare.ts', 'export const today = new Date();\n', 'no clock'],
  ['lib has no environment', 'lib/policy/environment.ts', 'export const home = process.env.HOME;\n', 'noProcessEnv'],
  [
    'lib does no I/O',
    'lib/policy/io.ts',
    "import { readFileSync } from 'node:fs';\nexport const text = readFileSync;\n",
    'noRestrictedImports',
  ],
  [
    'lib knows no SDK',
    'lib/policy/sdk.ts',
    "import { S3Client } from '@aws-sdk/client-s3';\nexport const client = S3Client;\n",
    'noRestrictedImports',
  ],
  [
    'sources know no later folder',
    'lib/sources/up.ts',
    "import { gateOn } from '../availability/gate.ts';\nexport const up = gateOn;\n",
    'noRestrictedImports',
  ],
  [
    'the day knows no later folder',
    'lib/day/up.ts',
    "import { gateOn } from '../availability/gate.ts';\nexport const up = gateOn;\n",
    'noRestrictedImports',
  ],
  [
    'availability knows no generation',
    'lib/availability/up.ts',
    "import { generationOf } from '../generation/generation.ts';\nexport const up = generationOf;\n",
    'noRestrictedImports',
  ],
  [
    'only functions/aws knows the SDK',
    'functions/sdk.ts',
    "import { S3Client } from '@aws-sdk/client-s3';\nexport const client = S3Client;\n",
    'noRestrictedImports',
  ],
  [
    'functions know nothing of where they run',
    'functions/aws/local.ts',
    "import { startCloud } from '../../local/cloud/cloud.ts';\nexport const start = startCloud;\n",
    'noRestrictedImports',
  ],
  [
    'infra takes bundles, not sources',
    'infra/source.ts',
    "import { CATALOGUE } from '../lib/sources/catalogue.ts';\nexport const feeds = CATALOGUE;\n",
    'noRestrictedImports',
  ],
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

describe('layer rules: each one, broken on purpose, is found', () => {
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
