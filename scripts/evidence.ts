import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../infra/app.ts';
import { readSettings } from '../infra/settings.ts';
import { bundle } from './bundle.ts';
import { ASSURANCE } from './gates/assurance.ts';
import { ACCEPTED, acceptedFindings } from './gates/findings.ts';
import { caughtBy, wrongRights } from './gates/gates.ts';
import { rows } from './gates/matrix.ts';
import { nagFindings } from './gates/nag.ts';
import { REGRESSIONS, regressed } from './gates/regressions.ts';
import { faultsOf, readLock, sbomOf } from './gates/supply-chain.ts';
import { readTemplates, type Templates } from './gates/template.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, '.local', 'evidence');
const FORCE = join(ROOT, 'config', 'demo');
const SETTINGS = join(FORCE, 'production.json');

interface Page {
  readonly file: string;
  readonly title: string;
  /** What was found, in a sentence. */
  readonly found: string;
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
  readonly holds: boolean;
}

function findings(bundles: string, out: string): Page {
  process.env.CDK_VALIDATION = 'true';
  const found = nagFindings(SETTINGS, bundles, out);
  const holds = JSON.stringify(found) === JSON.stringify(acceptedFindings());
  return {
    file: 'findings.md',
    title: 'Findings of cdk-nag',
    found: `${found.length} findings of AWS Solutions, NIST 800-53 revision 5 and Serverless, each accepted with a reason; the list is ${holds ? 'exact' : 'NOT EXACT'}.`,
    head: ['rule', 'construct', 'reason'],
    body: ACCEPTED.map(({ rule, paths, reason }) => [rule, paths.join('<br>'), reason]),
    holds,
  };
}

function regressions(templates: Templates): Page {
  const tried = REGRESSIONS.map((one) => {
    const changed = { ...templates, [one.stack]: regressed(templates[one.stack], one) };
    return { ...one, caught: caughtBy(changed, [one.stack]) };
  });
  const uncaught = tried.filter(({ gate, caught }) => !caught.includes(gate)).length;
  return {
    file: 'regressions.md',
    title: 'The gates, tried',
    found: `${tried.length} changes of one property each; ${uncaught} uncaught.`,
    head: ['if', 'stack', 'must be caught by', 'caught by'],
    body: tried.map(({ name, stack, gate, caught }) => [name, stack, gate, caught.join(', ')]),
    holds: uncaught === 0,
  };
}

function rights(templates: Templates): Page {
  const wrong = wrongRights(templates);
  const allowed = rows().filter((row) => row.allowed);
  return {
    file: 'iam-matrix.md',
    title: 'What each function may do',
    found: `${rows().length} questions to the synthesized policies, of which ${allowed.length} are answered with yes, below; ${wrong.length} differ from what they should be. Everything else is denied.`,
    head: ['function', 'action', 'resource', 'partition keys'],
    body: allowed.map(({ who, action, resource, keys = [] }) => [who, action, resource, keys.join()]),
    holds: wrong.length === 0,
  };
}

function retention(): Page {
  return {
    file: 'retention.md',
    title: 'What is kept, and how long',
    found: 'Classes of records of the settings of this stage; deployment.md has where each lies and who reads it.',
    head: ['class', 'days'],
    body: Object.entries(readSettings(SETTINGS).retention).map(([name, days]) => [name, String(days)]),
    holds: true,
  };
}

function standards(): Page {
  return {
    file: 'standards.md',
    title: 'Standards',
    found:
      'OWASP API Security Top 10 of 2023, and ASVS 5.0 on access, tokens, files and logging: how each is met, and by which tests.',
    head: ['standard', 'id', 'asks', 'met by', 'tests'],
    body: ASSURANCE.map(({ standard, id, asks, met, tests }) => [standard, id, asks, met, tests.join('<br>')]),
    holds: ASSURANCE.every(({ met, tests }) => tests.length > 0 || met.startsWith('Not ')),
  };
}

function supplyChain(): Page {
  const sbom = sbomOf(ROOT);
  writeFileSync(join(OUT, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 1)}\n`);
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  const lock = readLock(ROOT);
  const faults = faultsOf(lock, Object.keys(allowScripts));
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  const licences = Map.groupBy(packages, ([, { license = 'in the archive of another package' }]) => license);
  return {
    file: 'supply-chain.md',
    title: 'What it is made of',
    found: `${sbom.components.length} packages stand in sbom.cdx.json (CycloneDX); ${faults.length} faults in licences, integrity and scripts${faults.map((one) => `; ${one}`).join('')}.`,
    head: ['licence', 'packages'],
    body: [...licences].map(([licence, all]) => [licence, String(all.length)]),
    holds: faults.length === 0,
  };
}

/** Pages of the product's own documents that a reviewer asks for. */
const COPIED: readonly (readonly [file: string, from: string, what: string])[] = [
  ['data-flow.md', 'design.md', 'The way of the data, and what can go wrong on it.'],
  ['access.md', 'access.md', 'Who may see what.'],
  ['access-verdicts.md', 'access-verdicts.md', 'Every verdict, as the tests run it over HTTP.'],
  ['deployment.md', 'deployment.md', 'What one account can and cannot enforce, ways around, records and their time.'],
  ['faults.md', 'faults.md', 'Every fault, its mechanism and its test.'],
];

/** A table of Markdown; a bar in a cell would end it. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** One folder that a reviewer of information security can read from front to back. Everything in it is computed now. */
async function write(): Promise<boolean> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const work = join(tmpdir(), `evidence-${process.pid}`);
  const bundles = join(work, 'bundles');
  try {
    await bundle(FORCE, bundles);
    process.env.CDK_VALIDATION = 'false';
    synthesize({ settings: SETTINGS, bundles, out: join(work, 'out') });
    const templates = readTemplates(join(work, 'out'), readSettings(SETTINGS).stage);
    const pages = [findings(bundles, join(work, 'nag')), regressions(templates), rights(templates)];
    pages.push(retention(), standards(), supplyChain());
    for (const { file, title, found, head, body } of pages) {
      writeFileSync(join(OUT, file), `# ${title}\n\n${found}\n\n${table(head, body)}\n`);
      process.stdout.write(`${file.padEnd(18)} ${found}\n`);
    }
    for (const [file, from] of COPIED) copyFileSync(join(ROOT, 'docs', from), join(OUT, file));
    const index = [...pages.map(({ file, found }) => [file, found]), ...COPIED.map(([file, , what]) => [file, what])];
    const links = index.map(([file = '', what = '']) => [`[${file}](${file})`, what]);
    const head = 'Computed from the synthesized templates, the lockfile and the tests. No real account was used.';
    writeFileSync(join(OUT, 'README.md'), `# Evidence\n\n${head}\n\n${table(['page', 'what'], links)}\n`);
    return pages.every(({ holds }) => holds);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const right = await write();
process.stdout.write(`${right ? 'All of it holds' : 'NOT ALL OF IT HOLDS'}: .local/evidence/README.md\n`);
process.exitCode = right ? 0 : 1;
