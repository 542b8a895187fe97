import { readFileSync } from 'node:fs';
import { readProblem, solve } from '../../lib/availability/textbook.ts';
import { ProductError } from '../../lib/errors.ts';

/** Standard output is the solution or nothing; a fault is one line on standard error and exit 2. */
const [file, ...more] = process.argv.slice(2);
try {
  if (file === undefined || more.length > 0)
    throw new ProductError('USAGE', 'npm run -s topsis -- FILE, or - for standard input');
  process.stdout.write(`${JSON.stringify(solve(readProblem(read(file))))}\n`);
} catch (cause) {
  const { code, message } =
    cause instanceof ProductError ? cause : { code: 'FAULT', message: cause instanceof Error ? cause.message : String(cause) };
  process.stderr.write(`${code}: ${message.replace(/\s+/g, ' ')}\n`);
  process.exitCode = 2;
}

function read(from: string): string {
  try {
    return readFileSync(from === '-' ? 0 : from, 'utf8');
  } catch (cause) {
    throw new ProductError('NO_FILE', `${from} cannot be read`, { cause });
  }
}
