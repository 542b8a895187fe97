import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, '..', '..', 'local', 'cli', 'topsis.ts');
const run = (args: string[], input = '') => spawnSync(process.execPath, [COMMAND, ...args], { input, encoding: 'utf8' });
const problem = JSON.stringify({
  matrix: [
    [1, 2],
    [3, 1],
  ],
  weights: [1, 1],
  objectives: ['max', 'min'],
  normalization: 'none',
  distance: 'manhattan',
});

describe('npm run topsis', () => {
  it('reads a file or standard input and prints one object', () => {
    const folder = mkdtempSync(join(tmpdir(), 'topsis-'));
    writeFileSync(join(folder, 'problem.json'), problem);
    const expected = { scores: [0, 1], ranks: [2, 1], dPlus: [3, 0], dMinus: [0, 3] };
    for (const { stdout, stderr, status } of [run([join(folder, 'problem.json')]), run(['-'], problem)]) {
      expect(JSON.parse(stdout)).toEqual(expected);
      expect([stderr, status]).toEqual(['', 0]);
    }
    rmSync(folder, { recursive: true });
  });

  it.each([
    [[], '', /^USAGE: npm run -s topsis/],
    [['no-such-file.json'], '', /^NO_FILE: no-such-file\.json cannot be read$/],
    [['-'], '', /^NOT_JSON: /],
    [['-'], problem.replace('[1,1]', '[1,1,1]'), /^LENGTHS_DIFFER: /],
    [['-'], problem.replace('[3,1]', '["3",1]'), /^BAD_VALUE: matrix\.1\.0: /],
  ] as const)('%j: one line on standard error, nothing on standard output, exit 2', (args, input, said) => {
    const { stdout, stderr, status } = run([...args], input);
    expect(stderr.trim()).toMatch(said);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([stdout, status]).toEqual(['', 2]);
  });
});
