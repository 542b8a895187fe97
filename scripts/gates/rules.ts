import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { houseRules } from '../../infra/house-rules.ts';
import type { Template } from './template.ts';

const plugin = houseRules();

/** Names of the rules that find something in a template: `guard:RULE` for ours, `cdk` for the CDK's own. */
export function brokenRules(template: Template): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    const templatePath = join(folder, 'stack.template.json');
    writeFileSync(templatePath, JSON.stringify(template));
    const app = new App({ outdir: join(folder, 'out') });
    const stackConstructPath = new Stack(app, 'stack').node.path;
    const stack = { stackConstructPath, templatePath, accountId: undefined, region: undefined };
    const { violations } = plugin.validate({ templatePaths: [templatePath], stackTemplates: [stack], appConstruct: app });
    const names = violations.map(({ ruleName, ruleMetadata }) =>
      ruleMetadata?.category === 'guard:house' ? `guard:${ruleName}` : 'cdk',
    );
    return [...new Set(names)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
