import { evaluator } from './iam.ts';
import { rows } from './matrix.ts';
import { brokenRules } from './rules.ts';
import { structureOf } from './structure.ts';
import { hasResources, STACKS, type StackName, type Templates } from './template.ts';

/** Everything that the gates find, each by its name; the rules look at the stacks named, the others at all. */
export function caughtBy(templates: Templates, stacks: readonly StackName[] = STACKS): string[] {
  return [
    ...stacks.filter((stack) => hasResources(templates[stack])).flatMap((stack) => brokenRules(templates[stack])),
    ...Object.keys(structureOf(templates)).map((name) => `structure:${name}`),
    ...(wrongRights(templates).length > 0 ? ['matrix'] : []),
  ];
}

/** Rows of the matrix that the policies do not keep, as sentences. */
export function wrongRights(templates: Templates): string[] {
  const { may, granted } = evaluator(templates);
  return rows()
    .filter((row) => may(row) !== row.allowed || granted(row) !== row.allowed)
    .map(
      ({ who, action, resource, keys, allowed }) =>
        `${who} ${allowed ? 'may not' : 'may'} ${action} ${resource} ${keys?.join() ?? ''}`,
    );
}
