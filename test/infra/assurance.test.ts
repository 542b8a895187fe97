import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { ASSURANCE } from '../../scripts/gates/assurance.ts';
import { faultsOf, packagesIn, readLock, type Sbom, sbomOf } from '../../scripts/gates/supply-chain.ts';
import { testNames } from '../../scripts/gates/test-names.ts';
import { DEMO_FORCE } from '../lib/world.ts';
import { temporaryFolder } from './synth.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the map of standards to tests', () => {
  it('has the whole Top 10 and the four chapters, each once, with a test or a reason', () => {
    const ids = ASSURANCE.map(({ standard, id }) => `${standard} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ASSURANCE.filter(({ standard }) => standard.includes('Top 10'))).toHaveLength(10);
    const chapters = Map.groupBy(
      ASSURANCE.filter(({ standard }) => standard.includes('ASVS')),
      ({ id }) => id.split('.')[0],
    );
    expect(Object.fromEntries([...chapters].map(([chapter, all]) => [chapter, all.length]))).toEqual({
      8: 13,
      9: 7,
      5: 13,
      16: 17,
    });
    for (const { id, met, tests } of ASSURANCE) expect([id, tests.length > 0 || met.startsWith('Not ')]).toEqual([id, true]);
  });

  const named = [...new Set(ASSURANCE.flatMap(({ tests }) => tests))].map((one) => one.split(' › ') as [string, string]);
  it.each(named)('%s has: %s', (file, name) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(testNames(join(ROOT, file))).toContain(name);
  });
});

describe('what we are made of', () => {
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  let sbom: Sbom;
  beforeAll(() => {
    sbom = sbomOf(ROOT);
  });

  it('has licences that are allowed, an integrity for everything, and no script that runs at an install', () => {
    expect(faultsOf(readLock(ROOT), Object.keys(allowScripts))).toEqual([]);
    // Named and said no to: each of them brings what its script would make.
    expect(Object.values(allowScripts)).toEqual(Object.values(allowScripts).map(() => false));
  });

  it('would say so if one had not', () => {
    const bad = { version: '1.0.0', license: 'GPL-3.0-only', hasInstallScript: true };
    expect(faultsOf({ packages: { '': {}, 'node_modules/bad': bad } }, [])).toEqual([
      'bad has the licence GPL-3.0-only',
      'bad has no integrity',
      'bad would run a script when it is installed',
    ]);
  });

  it('stands in a bill of materials of CycloneDX, and what goes to AWS is made of nothing else', async () => {
    expect(sbom.bomFormat).toBe('CycloneDX');
    const known = new Set(sbom.components.map(({ name }) => name));
    const used = await temporaryFolder(async (out) =>
      packagesIn((await bundle(DEMO_FORCE, out)).flatMap(({ inputs }) => inputs)),
    );
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names no registry and no machine', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    expect(lock.match(/"resolved":/g) ?? []).toEqual([]);
    expect(JSON.stringify(sbom)).not.toMatch(/https?:\/\/(?!cyclonedx\.org)[^"]*\.tgz/);
  });
});
