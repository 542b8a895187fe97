import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';

/** Real input lies beside the project where it may be kept, and never in it. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
export const REAL_DATA = existsSync(FOLDER) ? FOLDER : null;

/** Tests of real data: when it is not here one line says how many did not run. */
export function describeReal(name: string, tests: number, body: (folder: string) => void): void {
  if (REAL_DATA === null) process.stdout.write(`real data: not here, ${tests} tests not run (${name})\n`);
  describe.runIf(REAL_DATA !== null)(name, () => body(REAL_DATA ?? ''));
}
