import { readFileSync } from 'node:fs';
import { ProductError } from '../lib/errors.ts';

/** Reads what `cdk deploy --outputs-file` writes; the output of a stack is asked for by the end of the stack's name. */
export function readOutputs(file: string): (stackSuffix: string, name: string) => string {
  const stacks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  return (stackSuffix, name) => {
    const value = Object.entries(stacks).find(([stack]) => stack.endsWith(stackSuffix))?.[1][name];
    if (value === undefined) throw new ProductError('NO_OUTPUT', `${file} has no output ${name} of a stack ${stackSuffix}`);
    return value;
  };
}
