import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationValidatePlugin, type IPolicyValidationPlugin } from 'aws-cdk-lib';

/** The CDK's own rules for templates, and ours beside them. */
export function houseRules(): IPolicyValidationPlugin {
  const content = readFileSync(join(import.meta.dirname, 'rules', 'house.guard'), 'utf8');
  return new CloudFormationValidatePlugin({ guardRules: [{ name: 'house', content }] }) as IPolicyValidationPlugin;
}
