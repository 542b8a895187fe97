import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Long proofs that are not part of `npm test`; all of them, or those whose first word is given. */
const PROOFS: readonly (readonly [name: string, run: () => boolean])[] = [
  [
    'mutation testing of lib/availability, day, productivity, ingest and access',
    () => command('stryker', 'run') && everyFolderHolds(),
  ],
  // 2,004 over the six profiles, beyond the 300 of each in `npm test`.
  ['simulation', () => command('node', 'sim/cli.ts', '--from', '300', '--seeds', '334')],
  ['kills of functions while the demo loads', () => command('vitest', 'run', '--config', 'vitest.prove.config.ts')],
  ['day of a force of 13,000, each day scored once', bigDay],
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

/** One folder's high score must not hide another's low one. What runs only while a module loads is not judged: its mutants are told. */
function everyFolderHolds(): boolean {
  const file = join(import.meta.dirname, '..', 'reports', 'mutation.json');
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, { mutants: { status: string }[] }> };
  const folders = Map.groupBy(Object.entries(files), ([path]) => path.split('/').slice(0, -1).join('/'));
  return [...folders].every(([folder, sources]) => {
    const all = sources.flatMap(([, { mutants: own }]) => own);
    const mutants = all.filter(({ status }) => status !== 'Ignored');
    const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
    process.stderr.write(
      `${folder}: ${killed} of ${mutants.length} mutants killed (${((100 * killed) / mutants.length).toFixed(1)} %), ${all.length - mutants.length} of loading a module not judged\n`,
    );
    return killed >= LEAST_SHARE * mutants.length;
  });
}

const asked = process.argv.slice(2);
const wanted = PROOFS.filter(([name]) => asked.length === 0 || asked.includes(name.split(' ')[0] ?? ''));
if (wanted.length < asked.length) {
  process.stderr.write(`npm run prove [-- ${PROOFS.map(([name]) => name.split(' ')[0]).join('|')} ...]\n`);
  process.exit(2);
}
for (const [name, run] of wanted) {
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
