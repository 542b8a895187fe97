import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Long proofs that are not part of `npm test`. */
const PROOFS: readonly (readonly [name: string, run: () => boolean])[] = [
  ['mutation testing of lib/availability, day, productivity and ingest', () => command('stryker', 'run') && everyFolderHolds()],
  // With the 300 seeds of `npm test`, 1,000 of each of the six profiles.
  ['simulation', () => command('node', 'sim/cli.ts', '--from', '300', '--seeds', '700')],
  ['functions killed while the demo loads', () => command('vitest', 'run', '--config', 'vitest.prove.config.ts')],
  ['a day of a force of 13,000, each day scored once', bigDay],
];

const LEAST_SHARE = 0.9;

function command(name: string, ...args: string[]): boolean {
  return spawnSync(name, args, { stdio: 'inherit' }).status === 0;
}

function bigDay(): boolean {
  const command = ['local/cli/demo.ts', '--people', '13000', '--days', '1', '--json'];
  const { status, stdout } = spawnSync('node', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  process.stderr.write(stdout);
  if (status !== 0) return false;
  const { published, generations, controlTotalsClose } = JSON.parse(stdout) as {
    published: Record<string, number>;
    generations: number;
    controlTotalsClose: boolean;
  };
  const days = Object.values(published).reduce((sum, count) => sum + count, 0);
  return controlTotalsClose && generations === days;
}

/** One folder's high score must not hide another's low one. */
function everyFolderHolds(): boolean {
  const file = join(import.meta.dirname, '..', 'reports', 'mutation.json');
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, { mutants: { status: string }[] }> };
  const folders = Map.groupBy(Object.entries(files), ([path]) => path.split('/').slice(0, -1).join('/'));
  return [...folders].every(([folder, sources]) => {
    const mutants = sources.flatMap(([, { mutants: all }]) => all);
    const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
    process.stderr.write(
      `${folder}: ${killed} of ${mutants.length} mutants killed (${((100 * killed) / mutants.length).toFixed(1)} %)\n`,
    );
    return killed >= LEAST_SHARE * mutants.length;
  });
}

for (const [name, run] of PROOFS) {
  const began = performance.now();
  const passed = run();
  process.stderr.write(
    `${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 60_000).toFixed(1)} minutes)\n`,
  );
  if (!passed) {
    process.exitCode = 1;
    break;
  }
}
