import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { layerViolations } from './layers.ts';

const STEPS: readonly (readonly [name: string, run: () => boolean])[] = [
  ['lint and format', () => command('biome', 'check', '--error-on-warnings', '.')],
  ['layers', layers],
  ['types', () => command('tsc')],
  ['types of infra', () => command('tsc', '-p', 'infra')],
  ['types of web', () => command('tsc', '-p', 'web')],
];

function command(name: string, ...args: string[]): boolean {
  return spawnSync(name, args, { stdio: 'inherit' }).status === 0;
}

function layers(): boolean {
  const found = layerViolations(join(import.meta.dirname, '..'));
  for (const sentence of found) process.stderr.write(`${sentence}\n`);
  return found.length === 0;
}

// Everything is checked, so that one run tells all.
let failed = 0;
for (const [name, run] of STEPS) {
  const began = performance.now();
  const passed = run();
  process.stderr.write(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  if (!passed) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
