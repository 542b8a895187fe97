import { NotEmulated, ServiceError } from './errors.ts';
import type { Resources } from './template.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  /** Of a policy of a bucket, what it can be about at all. */
  readonly within?: string;
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

/** What conditions ask of a request beyond who and how, e.g. the partition keys it names. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

export interface Access {
  /** Throws AccessDenied as AWS would: Deny before Allow, and no Allow is a denial. */
  check(principal: Principal, action: string, resource: string, request?: RequestContext): void;
}

/** The role and resource policies of the templates, enforced. Not key policies, boundaries or service control policies. */
export function accessOf(resources: Resources): Access {
  const rolePolicies = new Map<string, Statement[]>();
  const roleTags = new Map<string, RequestContext>();
  for (const role of resources.ofType('AWS::IAM::Role')) {
    roleTags.set(role.name, tagsOf(role.properties));
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
  const resourcePolicies = [
    ...resources.ofType('AWS::SQS::QueuePolicy').flatMap(({ properties }) => statementsIn(properties)),
    ...resources
      .ofType('AWS::S3::BucketPolicy')
      .flatMap(({ properties }) =>
        statementsIn(properties).map((statement) => ({ ...statement, within: `arn:aws:s3:::${String(properties.Bucket)}*` })),
      ),
    ...resources.ofType('AWS::DynamoDB::GlobalTable').flatMap(({ arn, properties }) => tablePolicy(arn, properties)),
    ...resources.ofType('AWS::Lambda::Permission').map(({ properties }) => permission(properties)),
  ];

  return {
    check(principal, action, resource, request = {}) {
      const context = {
        'aws:SecureTransport': ['true'],
        'aws:SourceArn': 'sourceArn' in principal ? [principal.sourceArn] : [],
        'aws:SourceAccount': 'sourceArn' in principal ? [resources.account] : [],
        ...('role' in principal ? roleTags.get(principal.role.split('/').at(-1) ?? '') : {}),
        // Whoever runs this machine has its disk as well.
        ...('operator' in principal ? { [DATA_CLASS]: ['availability'] } : {}),
        ...request,
      };
      const identity = 'role' in principal ? (rolePolicies.get(principal.role.split('/').at(-1) ?? '') ?? []) : [];
      const applies = (statement: Statement) =>
        // Of the texts of a policy only the names of actions have no case.
        matchesAny([statement.Action].flat().map(lowered), action.toLowerCase()) &&
        concerns(statement, resource) &&
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

function concerns({ Resource, NotResource, within = '*' }: Statement, resource: string): boolean {
  if (!matchesAny(within, resource)) return false;
  return NotResource === undefined ? matchesAny(Resource ?? '*', resource) : !matchesAny(NotResource, resource);
}

function lowered(text: string): string {
  return text.toLowerCase();
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
      's',
    );
    patternCache.set(pattern, known);
  }
  return known;
}

function statementsIn({ PolicyDocument: document }: Record<string, unknown>): readonly Statement[] {
  return (document as PolicyDocument).Statement;
}

/** `*` in the policy of a table is that table. */
function tablePolicy(arn: string, { Replicas }: Record<string, unknown>): Statement[] {
  const [replica] = Replicas as { ResourcePolicy?: { PolicyDocument: PolicyDocument } }[];
  const statements = replica?.ResourcePolicy?.PolicyDocument.Statement ?? [];
  return statements.map((statement) => ({ ...statement, Resource: arn }));
}

function tagsOf({ Tags = [] }: Record<string, unknown>): RequestContext {
  return Object.fromEntries(
    (Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, [Value]]),
  );
}

/** A permission of a function is a statement of its policy. */
function permission({ Action, FunctionName, Principal, SourceArn }: Record<string, unknown>): Statement {
  return {
    Effect: 'Allow',
    Action: String(Action),
    Resource: String(FunctionName),
    Principal: { Service: String(Principal) },
    Condition: { ArnLike: { 'aws:SourceArn': String(SourceArn) } },
  };
}

const DATA_CLASS = 'aws:PrincipalTag/data-class';
const CONDITION_KEYS = ['aws:SecureTransport', 'aws:SourceArn', 'aws:SourceAccount', 'dynamodb:LeadingKeys', DATA_CLASS];

type Test = (values: readonly string[], wanted: readonly string[]) => boolean;
const equals: Test = (values, wanted) => values.length === 1 && wanted.includes(values[0] ?? '');
const isLike: Test = (values, wanted) => values.length === 1 && matchesAny(wanted, values[0] ?? '');

/** Only the operators that our templates use; another one is a hard error, for to ignore it would be to guess. */
const OPERATORS: Readonly<Record<string, Test>> = {
  Bool: equals,
  StringEquals: equals,
  // True of a value that is missing, as on AWS.
  StringNotEquals: (values, wanted) => !equals(values, wanted),
  ArnEquals: equals,
  ArnLike: isLike,
  StringLike: isLike,
  // True of no values at all, as on AWS.
  'ForAllValues:StringLike': (values, wanted) => values.every((value) => matchesAny(wanted, value)),
};

function conditionHolds({ Condition = {} }: Statement, context: RequestContext): boolean {
  return Object.entries(Condition).every(([operator, tests]) => {
    const test = OPERATORS[operator];
    if (test === undefined) throw new NotEmulated(`the condition operator ${operator}`);
    return Object.entries(tests).every(([key, wanted]) => {
      if (!CONDITION_KEYS.includes(key)) throw new NotEmulated(`the condition key ${key}`);
      return test(context[key] ?? [], [wanted].flat());
    });
  });
}
