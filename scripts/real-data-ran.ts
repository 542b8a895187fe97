import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fails when the real data lies beside the project and one of its tests did not run. Takes vitest's JSON report. */
const report = process.argv[2];
if (report === undefined) throw new Error('the report of vitest is missing');
const folder = join(import.meta.dirname, '..', '..', 'shared', 'data');

interface Report {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}
const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
const real = testResults.filter(({ name }) => name.includes('/test/real/')).flatMap(({ assertionResults }) => assertionResults);
const notRun = real.filter(({ status }) => status !== 'passed').length;
if (!existsSync(folder)) process.stdout.write(`real data: not here, ${real.length} tests not run\n`);
else if (notRun > 0 || real.length === 0) {
  process.stderr.write(`real data is here, and ${notRun} of ${real.length} of its tests did not run\n`);
  process.exitCode = 1;
} else process.stdout.write(`real data: ${real.length} tests passed\n`);
