import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testNames } from '../../scripts/gates/test-names.ts';
import { VARIANTS } from '../../sim/variants.ts';

const ROOT = join(import.meta.dirname, '../..');
const rows = readFileSync(join(ROOT, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| fault'))
  .map((line) => ({ line, proofs: [...line.matchAll(/`([^`]+\.test\.ts)` › `([^`]+)`/g)] }));

/** Names of tests as they stand in the file; those of the variants stand in their table. */
function namesIn(file: string): string[] {
  const own = testNames(join(ROOT, file));
  return file === 'test/sim/variants.test.ts' ? [...own, ...VARIANTS.map(({ name }) => name)] : own;
}

describe('the table of faults', () => {
  it('names a test in every row', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ proofs }) => proofs.length === 0).map(({ line }) => line)).toEqual([]);
  });

  it.each(rows.flatMap(({ proofs }) => proofs.map(([, file, name]) => [String(file), String(name)] as const)))(
    '%s has: %s',
    (file, name) => {
      expect(existsSync(join(ROOT, file))).toBe(true);
      expect(namesIn(file)).toContain(name);
    },
  );
});
