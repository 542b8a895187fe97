import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../infra/app.ts';
import { readSettings } from '../infra/settings.ts';
import { bundle, FUNCTIONS } from './bundle.ts';
import { ASSURANCE } from './gates/assurance.ts';
import { ACCEPTED, acceptedFindings } from './gates/findings.ts';
import { caughtBy, wrongRights } from './gates/gates.ts';
import { rows } from './gates/matrix.ts';
import { nagFindings } from './gates/nag.ts';
import { REGRESSIONS, regressed } from './gates/regressions.ts';
import { faultsOf, readLock, sbomOf } from './gates/supply-chain.ts';
import { readTemplates } from './gates/template.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, '.local', 'evidence');
const FORCE = join(ROOT, 'config', 'demo');
const SETTINGS = join(FORCE, 'production.json');

/** A table of Markdown; a bar in a cell would end it. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

const pages: [file: string, what: string][] = [];
function page(file: string, title: string, what: string, ...parts: string[]): void {
  writeFileSync(join(OUT, file), `${[`# ${title}`, what, ...parts].join('\n\n')}\n`);
  pages.push([file, what]);
  process.stdout.write(`${file.padEnd(22)} ${what}\n`);
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
    const settings = readSettings(SETTINGS);
    const templates = readTemplates(join(work, 'out'), settings.stage);

    process.env.CDK_VALIDATION = 'true';
    const found = nagFindings(SETTINGS, bundles, join(work, 'nag'));
    const exact = JSON.stringify(found) === JSON.stringify(acceptedFindings());
    const findings = ACCEPTED.map(({ rule, paths, reason }) => [rule, paths.join('<br>'), reason]);
    page(
      'findings.md',
      'Findings of cdk-nag',
      `${found.length} findings of AWS Solutions, NIST 800-53 revision 5 and Serverless, each accepted with a reason; the list is ${exact ? 'exact' : 'NOT EXACT'}.`,
      table(['rule', 'construct', 'reason'], findings),
    );

    const tried = REGRESSIONS.map((one) => {
      const caught = caughtBy({ ...templates, [one.stack]: regressed(templates[one.stack], one) }, [one.stack]);
      return { one, caught, right: caught.includes(one.gate) };
    });
    const uncaught = tried.filter(({ right }) => !right).length;
    page(
      'regressions.md',
      'The gates, tried',
      `${tried.length} changes of one property each; ${uncaught} uncaught.`,
      table(
        ['if', 'stack', 'must be caught by', 'caught by'],
        tried.map(({ one, caught }) => [one.name, one.stack, one.gate, caught.join(', ')]),
      ),
    );

    const wrong = wrongRights(templates);
    const allowed = rows().filter((row) => row.allowed);
    page(
      'iam-matrix.md',
      'What each function may do',
      `${rows().length} questions to the synthesized policies, of which ${allowed.length} are answered with yes, below; ${wrong.length} differ from what they should be. Everything else is denied.`,
      table(
        ['function', 'action', 'resource', 'partition keys'],
        allowed.map(({ who, action, resource, keys = [] }) => [who, action, resource, keys.join()]),
      ),
    );

    const { retention } = settings;
    page(
      'retention.md',
      'What is kept, and how long',
      'Classes of records of the settings of this stage; the page on deployment has where each lies.',
      table(
        ['class', 'days'],
        Object.entries(retention).map(([name, days]) => [name, String(days)]),
      ),
    );

    for (const [file, from, what] of [
      ['data-flow.md', 'design.md', 'The way of the data, and what can go wrong on it.'],
      ['access.md', 'access.md', 'Who may see what.'],
      ['access-verdicts.md', 'access-verdicts.md', 'Every verdict, as the tests run it over HTTP.'],
      ['deployment.md', 'deployment.md', 'What one account can and cannot enforce, ways around, records and their time.'],
      ['faults.md', 'faults.md', 'Every fault, its mechanism and its test.'],
    ] as const) {
      cpSync(join(ROOT, 'docs', from), join(OUT, file));
      pages.push([file, what]);
    }

    page(
      'standards.md',
      'Standards',
      'OWASP API Security Top 10 of 2023, and ASVS 5.0 on access, tokens, files and logging: how each is met, and by which tests.',
      table(
        ['standard', 'id', 'asks', 'met by', 'tests'],
        ASSURANCE.map(({ standard, id, asks, met, tests }) => [standard, id, asks, met, tests.join('<br>')]),
      ),
    );

    const sbom = sbomOf(ROOT);
    writeFileSync(join(OUT, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 1)}\n`);
    const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      allowScripts: Record<string, boolean>;
    };
    const lock = readLock(ROOT);
    const faults = faultsOf(lock, Object.keys(allowScripts));
    const licences = Map.groupBy(
      Object.entries(lock.packages).filter(([path]) => path !== ''),
      ([, { license = 'in the archive of another package' }]) => license,
    );
    page(
      'supply-chain.md',
      'What it is made of',
      `${sbom.components.length} packages stand in sbom.cdx.json (CycloneDX); ${faults.length} faults in licences, integrity and scripts.`,
      ...faults,
      table(
        ['licence', 'packages'],
        [...licences].map(([licence, all]) => [licence, String(all.length)]),
      ),
    );

    writeFileSync(
      join(OUT, 'README.md'),
      `# Evidence\n\nFor ${FUNCTIONS.length} functions in ${Object.values(templates).filter(({ Resources }) => Object.keys(Resources).length > 0).length} stacks, from their synthesized templates. No real account was used.\n\n${table(
        ['page', 'what'],
        pages.map(([file, what]) => [`[${file}](${file})`, what]),
      )}\n`,
    );
    return exact && uncaught === 0 && wrong.length === 0 && faults.length === 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const right = await write();
process.stdout.write(`${right ? 'All of it holds' : 'NOT ALL OF IT HOLDS'}: .local/evidence/README.md\n`);
process.exitCode = right ? 0 : 1;
