import { spawnSync } from 'node:child_process';

const STEPS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['lint, format and layer rules', 'biome', 'check', '--error-on-warnings', '.'],
  ['types', 'tsc'],
  ['types of infra', 'tsc', '-p', 'infra'],
];

// Everything is checked, so that one run tells all.
let failed = 0;
for (const [name, command, ...args] of STEPS) {
  const began = performance.now();
  const { status } = spawnSync(command as string, args, { stdio: 'inherit' });
  process.stderr.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
