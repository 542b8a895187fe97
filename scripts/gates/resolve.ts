import { STACKS, type StackName, type Templates } from './template.ts';

/**
 * A value of a template as a text in which other resources stand by their logical ids without the CDK's suffix: `<Facts>` for
 * a bucket, a table or a role, `<Facts>/generations/*` for what lies in it. References to other stacks are followed.
 */
export function textOf(value: unknown, templates: Templates, stack: StackName): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = []] = Object.entries(value);
  if (name === 'Ref') return `<${bare(String(argument))}>`;
  if (name === 'Fn::GetAtt') return `<${bare(String((argument as string[])[0]))}>`;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => textOf(part, templates, stack)).join(separator);
  }
  if (name === 'Fn::GetStackOutput') {
    const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
    const owner = STACKS.find((one) => StackName.endsWith(`-${one}`));
    const output = owner === undefined ? undefined : templates[owner].Outputs?.[OutputName];
    if (owner === undefined || output === undefined) throw new Error(`no output ${OutputName} of ${StackName}`);
    return textOf(output.Value, templates, owner);
  }
  throw new Error(`a function that is not known here: ${name}`);
}

/** Without the eight digits that the CDK appends, and without what a level-2 construct adds. */
export function bare(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
