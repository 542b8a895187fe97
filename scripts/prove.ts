import { spawnSync } from 'node:child_process';

/** Long proofs that are not part of `npm test`: mutation testing of the method. Ends with the first that fails. */
const PROOFS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['mutation testing of lib/availability and lib/day', 'stryker', 'run'],
];

for (const [name, command, ...args] of PROOFS) {
  const began = performance.now();
  const { status } = spawnSync(command as string, args, { stdio: 'inherit' });
  process.stderr.write(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 60_000).toFixed(1)} minutes)\n`,
  );
  if (status !== 0) {
    process.exitCode = 1;
    break;
  }
}
