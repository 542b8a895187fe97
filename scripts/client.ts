import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'test', 'client');

/**
 * Makes a client from docs/openapi.json with openapi-typescript, checks it with TypeScript 5.9, and gives the program that
 * calls every route. The generator cannot stand beside TypeScript 7, so it has a folder and a lockfile of its own.
 */
export function buildClient(): string {
  install();
  run('openapi-typescript', join('..', '..', 'docs', 'openapi.json'), '-o', join('built', 'api.d.ts'));
  run('tsc', '-p', '.');
  return join(FOLDER, 'built', 'every-route.js');
}

function install(): void {
  const stamp = join(FOLDER, 'node_modules', '.lockfile-stamp');
  const wanted = createHash('sha256')
    .update(readFileSync(join(FOLDER, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the packages of test/client could not be installed');
  writeFileSync(stamp, wanted);
}

function run(command: string, ...args: string[]): void {
  const program = join(FOLDER, 'node_modules', '.bin', command);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: FOLDER, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
}
