import { NotEmulated, ServiceError } from './errors.ts';
import type { Resources } from './template.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}
interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

/** Who asks: a role by its ARN, a service by its name, or the operator of the machine. */
export type Principal =
  | { readonly role: string }
  | { readonly service: string; readonly sourceArn: string }
  | { readonly operator: true };

export interface Access {
  /** Throws AccessDenied as AWS would: Deny before Allow, and no Allow is a denial. */
  check(principal: Principal, action: string, resource: string): void;
}

/** The role and resource policies of the templates, enforced. Not key policies, boundaries or service control policies. */
export function accessOf(resources: Resources): Access {
  const rolePolicies = new Map<string, Statement[]>();
  for (const role of resources.ofType('AWS::IAM::Role')) {
    const inline = (role.properties.Policies ?? []) as { PolicyDocument: PolicyDocument }[];
    rolePolicies.set(
      role.name,
      inline.flatMap(({ PolicyDocument: document }) => document.Statement),
    );
  }
  for (const policy of resources.ofType('AWS::IAM::Policy')) {
    for (const role of policy.properties.Roles as string[])
      rolePolicies.get(role)?.push(...(policy.properties.PolicyDocument as PolicyDocument).Statement);
  }
  const resourcePolicies = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy']
    .flatMap((type) => resources.ofType(type))
    .flatMap(({ properties }) => (properties.PolicyDocument as PolicyDocument).Statement);

  return {
    check(principal, action, resource) {
      const context = { 'aws:SecureTransport': 'true', 'aws:SourceArn': 'sourceArn' in principal ? principal.sourceArn : '' };
      const identity = 'role' in principal ? (rolePolicies.get(principal.role.split('/').at(-1) ?? '') ?? []) : [];
      const applies = (statement: Statement) =>
        matchesAny(statement.Action, action) &&
        matchesAny(statement.Resource ?? '*', resource) &&
        conditionHolds(statement, context);
      const relevant = [
        ...identity.filter(applies),
        ...resourcePolicies.filter((statement) => named(statement, principal) && applies(statement)),
      ];
      const denied = relevant.some(({ Effect }) => Effect === 'Deny');
      const allowed = 'operator' in principal || relevant.some(({ Effect }) => Effect === 'Allow');
      if (denied || !allowed) {
        const who = 'role' in principal ? principal.role : 'service' in principal ? principal.service : 'the operator';
        throw new ServiceError(403, 'AccessDenied', `${who} is not authorized to perform ${action} on ${resource}`);
      }
    },
  };
}

function named({ Principal }: Statement, principal: Principal): boolean {
  if (Principal === '*' || Principal === undefined) return Principal === '*';
  const values = Object.values(Principal).flat();
  if (values.includes('*')) return true;
  if ('service' in principal) return values.includes(principal.service);
  return 'role' in principal && values.includes(principal.role);
}

function matchesAny(patterns: string | readonly string[], value: string): boolean {
  return [patterns].flat().some((pattern) => wildcard(pattern).test(value));
}

const patternCache = new Map<string, RegExp>();

function wildcard(pattern: string): RegExp {
  let known = patternCache.get(pattern);
  if (known === undefined) {
    known = new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`,
      'is',
    );
    patternCache.set(pattern, known);
  }
  return known;
}

/** Only the conditions that our templates use; another one is a hard error, for to ignore it would be to guess. */
function conditionHolds({ Condition = {} }: Statement, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(Condition).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => {
      const value = context[key];
      if (value === undefined) throw new NotEmulated(`the condition key ${key}`);
      const values = [wanted].flat();
      if (operator === 'Bool' || operator === 'StringEquals' || operator === 'ArnEquals') return values.includes(value);
      if (operator === 'ArnLike' || operator === 'StringLike') return matchesAny(values, value);
      throw new NotEmulated(`the condition operator ${operator}`);
    }),
  );
}
