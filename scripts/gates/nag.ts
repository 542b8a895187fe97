import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { synthesize } from '../../infra/app.ts';

export interface Finding {
  readonly rule: string;
  /** Of the construct, without the stage. */
  readonly path: string;
}

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** What the packs AWS Solutions, NIST 800-53 revision 5 and Serverless of cdk-nag say of a stage, in a fixed order. */
export function nagFindings(settings: string, bundles: string, out: string): Finding[] {
  const report = join(out, 'validation-report.json');
  rmSync(report, { force: true });
  const silenced = process.stderr.write;
  process.stderr.write = () => true;
  try {
    synthesize({ settings, bundles, out, plugins: [new AwsSolutionsChecks(), new NIST80053R5Checks(), new ServerlessChecks()] });
  } catch (cause) {
    // It fails with whatever is found; the report says what.
    if (!existsSync(report)) throw cause;
  } finally {
    process.stderr.write = silenced;
  }
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const findings = pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({
        rule: readable(ruleName),
        path: constructPath.replace(/^[a-z0-9]+-/, ''),
      })),
    ),
  );
  return findings.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function key({ rule, path }: Finding): string {
  return `${rule} ${path}`;
}

/** A reference to another stack is a page of JSON; the resource that it names says it. */
function readable(rule: string): string {
  return rule
    .replace(/\{"Fn::GetStackOutput":\{[^}]*PublishOutputFnGetAtt(\w+?)[0-9A-F]{8}Arn\w*"\}\}/g, '<$1>')
    .replace(/<(\w+?)[0-9A-F]{8}\.Arn>/g, '<$1>');
}
