import { textOf } from './resolve.ts';
import { listed, type Resource, type StackName, type Templates } from './template.ts';

interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface Ask {
  /** Logical id of the function's construct, e.g. `Score`. */
  readonly who: string;
  readonly action: string;
  /** As `resolve.ts` writes it: `<Registry>`, `<Facts>/generations/x`. */
  readonly resource: string;
  /** Partition keys that the request names. */
  readonly keys?: readonly string[];
}

/**
 * Whether the synthesized policies let a function do it: a Deny of the resource's own policy first, then an Allow of its
 * role, else no; and what the role alone grants, for no grant should wait behind a Deny. Written apart from the embedded cloud's evaluator, so that each can show the other wrong.
 */
export function evaluator(templates: Templates): { may: (ask: Ask) => boolean; granted: (ask: Ask) => boolean } {
  const identity = new Map<string, Statement[]>();
  const tags = new Map<string, Readonly<Record<string, string>>>();
  const resourceDenies: { readonly resource: string; readonly statement: Statement }[] = [];
  for (const [stack, { Resources }] of Object.entries(templates) as [StackName, Templates[StackName]][]) {
    const text = (value: unknown) => textOf(value, templates, stack);
    const statements = (document: unknown) => statementsOf(document, text);
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      if (Type === 'AWS::IAM::Role') tags.set(text({ Ref: id }), tagsOf(Properties));
      if (Type === 'AWS::IAM::Policy')
        for (const role of listed(Properties.Roles)) push(identity, text(role), statements(Properties.PolicyDocument));
      if (Type === 'AWS::S3::BucketPolicy')
        for (const statement of statements(Properties.PolicyDocument).filter(isDeny)) {
          // What a policy of a bucket does not name as excepted is still of that bucket.
          const whole = statement.notResources.length > 0 ? [`${text(Properties.Bucket)}/*`] : [];
          for (const resource of [...statement.resources, ...whole]) resourceDenies.push({ resource, statement });
        }
      if (Type === 'AWS::DynamoDB::GlobalTable')
        for (const statement of statements(tablePolicy(Properties)).filter(isDeny))
          resourceDenies.push({ resource: text({ Ref: id }), statement });
    }
  }
  const holdsFor = ({ who, action, keys = [] }: Ask) => {
    const context = { 'dynamodb:LeadingKeys': keys, 'aws:SecureTransport': ['true'], ...tagContext(tags.get(roleOf(who))) };
    return (statement: Statement) =>
      statement.actions.some((pattern) => like(pattern, action)) && conditionsHold(statement.conditions, context);
  };
  const granted = (ask: Ask) => {
    const holds = holdsFor(ask);
    return (identity.get(roleOf(ask.who)) ?? []).some(
      (statement) => !isDeny(statement) && statement.resources.some((one) => like(one, ask.resource)) && holds(statement),
    );
  };
  const denied = (ask: Ask) => {
    const holds = holdsFor(ask);
    return resourceDenies.some(
      ({ resource, statement }) =>
        like(resource, ask.resource) && !statement.notResources.some((one) => like(one, ask.resource)) && holds(statement),
    );
  };
  return { granted, may: (ask) => !denied(ask) && granted(ask) };
}

function roleOf(who: string): string {
  return `<${who}Role>`;
}

function push(into: Map<string, Statement[]>, key: string, statements: readonly Statement[]): void {
  into.set(key, [...(into.get(key) ?? []), ...statements]);
}

function isDeny({ effect }: Statement): boolean {
  return effect === 'Deny';
}

function statementsOf(document: unknown, text: (value: unknown) => string): Statement[] {
  const { Statement: all = [] } = (document ?? {}) as { Statement?: Readonly<Record<string, unknown>>[] };
  return all.map(({ Effect, Action, Resource, NotResource, Condition }) => ({
    effect: String(Effect),
    actions: listed(Action).map(String),
    resources: listed(Resource).map(text),
    notResources: listed(NotResource).map(text),
    conditions: Object.fromEntries(
      Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>).map(([operator, tests]) => [
        operator,
        Object.fromEntries(Object.entries(tests).map(([key, wanted]) => [key, listed(wanted).map(text)])),
      ]),
    ),
  }));
}

function tagsOf(properties: Resource['Properties']): Record<string, string> {
  const all = (properties.Tags ?? []) as { Key: string; Value: string }[];
  return Object.fromEntries(all.map(({ Key, Value }) => [Key, Value]));
}

function tagContext(own: Readonly<Record<string, string>> = {}): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(own).map(([key, value]) => [`aws:PrincipalTag/${key}`, [value]]));
}

function tablePolicy({ Replicas }: Resource['Properties']): unknown {
  const [first] = listed(Replicas) as { ResourcePolicy?: { PolicyDocument?: unknown } }[];
  return first?.ResourcePolicy?.PolicyDocument;
}

function conditionsHold(conditions: Statement['conditions'], context: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(conditions).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => test(operator, context[key] ?? [], wanted)),
  );
}

function test(operator: string, values: readonly string[], wanted: readonly string[]): boolean {
  const any = values.some((value) => wanted.some((pattern) => like(pattern, value)));
  if (operator === 'ForAllValues:StringLike') return values.every((value) => wanted.some((pattern) => like(pattern, value)));
  if (operator === 'StringNotEquals') return !values.some((value) => wanted.includes(value));
  if (operator === 'StringEquals' || operator === 'StringLike' || operator === 'Bool') return any;
  throw new Error(`a condition that is not known here: ${operator}`);
}

/** `*` for anything, by walking both texts; case counts, as it does for names of resources. */
function like(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (!text.startsWith(head)) return false;
  let at = head.length;
  for (const [n, part] of rest.entries()) {
    if (n === rest.length - 1 && part === '') return true;
    const found = n === rest.length - 1 ? text.lastIndexOf(part) : text.indexOf(part, at);
    if (found < at) return false;
    at = found + part.length;
  }
  return at === text.length;
}
