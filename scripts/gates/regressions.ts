import { bare } from './resolve.ts';
import type { Resource, StackName, Template } from './template.ts';

type Changed = Record<string, unknown>;

/** One property of one resource made worse, as a tired person or a bad library might, and the gate that has to catch it. */
export interface Regression {
  readonly name: string;
  readonly stack: StackName;
  /** The resource of the type with this name, or the first whose name begins so. */
  readonly type: string;
  readonly id?: string;
  readonly change: (properties: Changed, resource: Changed, template: Template) => void;
  /** `guard:RULE`, `cdk` (the CDK's own rules), `structure:rule` or `matrix`. */
  readonly gate: string;
}

const TABLE = 'AWS::DynamoDB::GlobalTable';
const POLICY = 'AWS::IAM::Policy';
const METHOD = 'AWS::ApiGateway::Method';
const FUNCTION = 'AWS::Lambda::Function';
const CLIENT = 'AWS::Cognito::UserPoolClient';
const BUCKET = 'AWS::S3::Bucket';

/** Sets what lies under a path of names, and removes it when the value is undefined. */
function set(path: string, value: unknown) {
  return (properties: Changed) => {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const owner = names.reduce<Changed>((at, name) => (at[name] ??= {}) as Changed, properties);
    if (value === undefined) delete owner[last];
    else owner[last] = value;
  };
}

/** Another statement in a policy of a role. */
function allow(action: string | string[], resource: unknown) {
  return ({ PolicyDocument }: Changed) => {
    (PolicyDocument as { Statement: unknown[] }).Statement.push({ Effect: 'Allow', Action: action, Resource: resource });
  };
}

/** What the first grant in another stack's policy calls a resource. */
function fromData(id: RegExp) {
  return ({ Resources }: Template): unknown => {
    const text = JSON.stringify(Object.values(Resources).filter(({ Type }) => Type === POLICY));
    const found = [...text.matchAll(/\{"Fn::GetStackOutput":\{[^}]*"OutputName":"(\w+)"\}\}/g)].find(([, name]) =>
      id.test(name ?? ''),
    );
    if (found === undefined) throw new Error(`no reference like ${id}`);
    return JSON.parse(found[0]);
  };
}
const AVAILABILITY_TABLE = fromData(/GetAttAvailability[0-9A-F]{8}Arn/);
const FACTS_BUCKET = fromData(/GetAttFacts/);

export const REGRESSIONS: readonly Regression[] = [
  guard(
    'a table cannot be restored',
    'data',
    TABLE,
    'TABLES_COME_BACK',
    set('Replicas.0.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', false),
  ),
  guard('a table can be deleted by one call', 'data', TABLE, 'TABLES_STAY', set('Replicas.0.DeletionProtectionEnabled', false)),
  guard('a table goes with its stack', 'data', TABLE, 'TABLES_STAY', (_, resource) =>
    Object.assign(resource, { DeletionPolicy: 'Delete' }),
  ),
  guard('a table has the key of AWS', 'data', TABLE, 'TABLES_HAVE_OUR_KEY', set('SSESpecification.SSEType', undefined)),
  {
    ...guard(
      'whoever deploys may read availability',
      'data',
      TABLE,
      'AVAILABILITY_BY_CLASS_ONLY',
      set('Replicas.0.ResourcePolicy', undefined),
    ),
    id: 'Availability',
  },
  {
    ...guard(
      'availability can still be exported',
      'data',
      TABLE,
      'AVAILABILITY_BY_CLASS_ONLY',
      set('Replicas.0.ResourcePolicy.PolicyDocument.Statement.0.Action', ['dynamodb:GetItem']),
    ),
    id: 'Availability',
  },
  guard(
    'whoever deploys may write decisions',
    'data',
    TABLE,
    'TABLES_ARE_WRITTEN_BY_CLASS_ONLY',
    set('Replicas.0.ResourcePolicy', undefined),
    'Trust',
  ),
  guard(
    'a write of availability gives back what was there',
    'data',
    TABLE,
    'TABLES_ARE_WRITTEN_BY_CLASS_ONLY',
    set('Replicas.0.ResourcePolicy.PolicyDocument.Statement.1.Action', ['dynamodb:PutItem']),
    'Availability',
  ),
  guard('whoever deploys may read facts', 'data', 'AWS::S3::BucketPolicy', 'FACTS_BY_CLASS_ONLY', keepFirst, 'FactsPolicy'),
  guard('whoever deploys may read extracts', 'data', 'AWS::S3::BucketPolicy', 'EXTRACTS_BY_CLASS_ONLY', keepFirst, 'DropsPolicy'),
  guard('extracts have no versions', 'data', BUCKET, 'EXTRACTS_STAY', set('VersioningConfiguration', undefined), 'Drops'),
  guard(
    'extracts go with their stack',
    'data',
    BUCKET,
    'EXTRACTS_STAY',
    (_, resource) => Object.assign(resource, { DeletionPolicy: 'Delete' }),
    'Drops',
  ),
  guard(
    'a bucket may be public',
    'data',
    BUCKET,
    'BUCKETS_ARE_PRIVATE',
    set('PublicAccessBlockConfiguration.RestrictPublicBuckets', false),
  ),
  guard('a bucket is not encrypted', 'data', BUCKET, 'BUCKETS_ARE_ENCRYPTED', set('BucketEncryption', undefined)),
  guard(
    'a bucket may be read without TLS',
    'data',
    'AWS::S3::BucketPolicy',
    'BUCKETS_BY_TLS',
    set('PolicyDocument.Statement.0.Condition.Bool', { 'aws:SecureTransport': 'true' }),
  ),
  guard('a key is never rotated', 'data', 'AWS::KMS::Key', 'KEYS_ROTATE', set('EnableKeyRotation', false)),
  guard(
    'the key of the tables opens by itself',
    'data',
    'AWS::KMS::Key',
    'TABLES_KEY_BY_DYNAMODB_ONLY',
    dropDeny('KeyPolicy'),
    'TablesKey',
  ),
  structure('anybody may read the extracts', 'data', 'AWS::S3::BucketPolicy', 'noWildcardPrincipal', ({ PolicyDocument }) => {
    (PolicyDocument as { Statement: unknown[] }).Statement.push({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Principal: { AWS: '*' },
      Resource: 'arn:aws:s3:::x/*',
    });
  }),
  structure(
    'anybody may take the role of a source',
    'data',
    'AWS::IAM::Role',
    'noWildcardPrincipal',
    set('AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }),
  ),
  guard(
    'a queue loses what keeps failing',
    'ingestion',
    'AWS::SQS::Queue',
    'QUEUES_SET_ASIDE',
    set('RedrivePolicy', undefined),
    'WorkQueue',
  ),
  guard('a queue is not encrypted', 'ingestion', 'AWS::SQS::Queue', 'QUEUES_ARE_ENCRYPTED', set('KmsMasterKeyId', undefined)),
  structure(
    'messages come back while their worker runs',
    'ingestion',
    'AWS::SQS::Queue',
    'queuesOutlastWorkers',
    set('VisibilityTimeout', 60),
    'WorkQueue',
  ),
  guard(
    'one bad message fails a batch',
    'ingestion',
    'AWS::Lambda::EventSourceMapping',
    'BATCHES_FAIL_ONE_BY_ONE',
    set('FunctionResponseTypes', undefined),
  ),
  guard(
    'a backlog takes all the concurrency',
    'ingestion',
    'AWS::Lambda::EventSourceMapping',
    'BATCHES_FAIL_ONE_BY_ONE',
    set('ScalingConfig', undefined),
  ),
  structure('the key of the queues needs a queue', 'ingestion', 'AWS::KMS::Key', 'noCycle', ({ KeyPolicy }, _, { Resources }) => {
    const [queue] = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::SQS::Queue') ?? [''];
    (KeyPolicy as { Statement: Changed[] }).Statement[0] = {
      Effect: 'Allow',
      Action: 'kms:*',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Resource: '*',
      Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [queue, 'Arn'] } } },
    };
  }),
  guard('a function runs on an old Node', 'ingestion', FUNCTION, 'FUNCTIONS_ARE_OURS', set('Runtime', 'nodejs20.x')),
  guard('a function runs without end', 'ingestion', FUNCTION, 'FUNCTIONS_ARE_OURS', set('Timeout', 900)),
  guard(
    'a secret stands in the environment',
    'api',
    FUNCTION,
    'NO_SECRET_IN_ENVIRONMENT',
    set('Environment.Variables.CURSOR_SECRET', 'abcdefgh'),
  ),
  structure('two functions share a role', 'api', FUNCTION, 'ownRoleAndLog', (properties, _, { Resources }) => {
    const roles = Object.values(Resources)
      .filter(({ Type }) => Type === FUNCTION)
      .map(({ Properties }) => Properties.Role);
    properties.Role = roles.find((role) => JSON.stringify(role) !== JSON.stringify(properties.Role));
  }),
  guard('logs never end', 'api', 'AWS::Logs::LogGroup', 'LOGS_END', set('RetentionInDays', undefined)),
  guard(
    'a function may do everything with a table',
    'api',
    POLICY,
    'GRANTS_ARE_NAMED',
    allow(['dynamodb:*'], 'arn:aws:dynamodb:eu-west-2:111111111111:table/x'),
    'Productivity',
  ),
  structure(
    'a function may read every table',
    'api',
    POLICY,
    'nothingOnEverything',
    allow('dynamodb:GetItem', '*'),
    'Productivity',
  ),
  matrix('the function of productivity reads availability', 'Productivity', 'dynamodb:GetItem', AVAILABILITY_TABLE),
  matrix('a function of the API scans', 'Availability', 'dynamodb:Scan', AVAILABILITY_TABLE),
  matrix('a function of the API writes figures', 'Availability', 'dynamodb:PutItem', AVAILABILITY_TABLE),
  matrix('a function of the API reads facts', 'Trust', 's3:GetObject', (template) => ({
    'Fn::Join': ['', [FACTS_BUCKET(template), '/*']],
  })),
  structure(
    'another function gets the tag that opens availability',
    'api',
    'AWS::IAM::Role',
    'dataClassOfReadersOnly',
    set('Tags', [{ Key: 'data-class', Value: 'availability' }]),
    'ProductivityRole',
  ),
  guard(
    'people sign themselves up',
    'identity',
    'AWS::Cognito::UserPool',
    'PEOPLE_ARE_MADE_BY_ADMINISTRATORS',
    set('AdminCreateUserConfig.AllowAdminCreateUserOnly', false),
  ),
  guard('no second factor', 'identity', 'AWS::Cognito::UserPool', 'SECOND_FACTOR', set('MfaConfiguration', 'OFF')),
  guard(
    'an attribute that could be a right',
    'identity',
    'AWS::Cognito::UserPool',
    'NO_ATTRIBUTE_MEANS_ANYTHING',
    set('Schema', [{ Name: 'rank', Mutable: true, AttributeDataType: 'String' }]),
  ),
  guard(
    'people write their own attributes',
    'identity',
    CLIENT,
    'SIGN_IN_BY_CODE_ALONE',
    set('WriteAttributes', ['name', 'email']),
  ),
  guard('tokens in the address bar', 'identity', CLIENT, 'SIGN_IN_BY_CODE_ALONE', set('AllowedOAuthFlows', ['code', 'implicit'])),
  guard('a token for a day', 'identity', CLIENT, 'TOKENS_ARE_SHORT', set('AccessTokenValidity', 1440)),
  guard('a session for a month', 'identity', CLIENT, 'TOKENS_ARE_SHORT', set('RefreshTokenValidity', 43_200)),
  guard('a method for everybody', 'api', METHOD, 'METHODS_ASK_WHO', set('AuthorizationType', 'NONE')),
  guard('a method without a scope', 'api', METHOD, 'METHODS_ASK_FOR_A_SCOPE', set('AuthorizationScopes', undefined)),
  guard(
    'tokens are kept by the gateway',
    'api',
    'AWS::ApiGateway::Authorizer',
    'TOKENS_ARE_NOT_CACHED',
    set('AuthorizerResultTtlInSeconds', 300),
  ),
  guard(
    'answers are written into a log',
    'api',
    'AWS::ApiGateway::Stage',
    'STAGES_ARE_BOUNDED',
    set('MethodSettings.0.DataTraceEnabled', true),
  ),
  guard(
    'a method without a limit',
    'api',
    'AWS::ApiGateway::Stage',
    'STAGES_ARE_BOUNDED',
    set('MethodSettings.0.ThrottlingRateLimit', undefined),
  ),
  guard(
    'the log of the API says of whom',
    'api',
    'AWS::ApiGateway::Stage',
    'STAGES_ARE_BOUNDED',
    set('AccessLogSetting.Format', '{"path":"$context.path.person"}'),
  ),
  guard('the API has no firewall', 'api', 'AWS::WAFv2::WebACLAssociation', 'STAGES_HAVE_A_FIREWALL', (_, resource) =>
    Object.assign(resource, { Type: 'AWS::CDK::Metadata' }),
  ),
  guard(
    'a limit by address',
    'edge',
    'AWS::WAFv2::WebACL',
    'LIMITS_ARE_BY_TOKEN',
    set('Rules.0.Statement.RateBasedStatement.AggregateKeyType', 'IP'),
  ),
  guard(
    'the firewall keeps tokens as samples',
    'edge',
    'AWS::WAFv2::WebACL',
    'LIMITS_ARE_BY_TOKEN',
    set('Rules.0.VisibilityConfig.SampledRequestsEnabled', true),
  ),
  guard(
    'the pages have no firewall',
    'dashboard',
    'AWS::CloudFront::Distribution',
    'PAGES_HAVE_A_FIREWALL_AND_TLS',
    set('DistributionConfig.WebACLId', undefined),
  ),
  guard(
    'the API may be asked without TLS',
    'dashboard',
    'AWS::CloudFront::Distribution',
    'PAGES_HAVE_A_FIREWALL_AND_TLS',
    set('DistributionConfig.CacheBehaviors.0.ViewerProtocolPolicy', 'allow-all'),
  ),
  structure(
    'script of others runs',
    'dashboard',
    'AWS::CloudFront::ResponseHeadersPolicy',
    'pagesHaveTheirPolicy',
    set('ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy', 'default-src *'),
  ),
  guard(
    'the record of calls can be changed unseen',
    'observability',
    'AWS::CloudTrail::Trail',
    'CALLS_ARE_RECORDED',
    set('EnableLogFileValidation', false),
  ),
  guard('alarms are not encrypted', 'observability', 'AWS::SNS::Topic', 'ALARMS_ARE_ENCRYPTED', set('KmsMasterKeyId', undefined)),
  {
    name: 'a property that CloudFormation does not know',
    stack: 'data',
    type: BUCKET,
    change: set('VersionConfiguration', { Status: 'Enabled' }),
    gate: 'cdk',
  },
];

type Case = [name: string, stack: StackName, type: string, rule: string, change: Regression['change'], id?: string];

function guard(...own: Case): Regression {
  return caughtBy('guard', own);
}

function structure(...own: Case): Regression {
  return caughtBy('structure', own);
}

function caughtBy(gate: string, [name, stack, type, rule, change, id]: Case): Regression {
  return { name, stack, type, change, gate: `${gate}:${rule}`, ...(id === undefined ? {} : { id }) };
}

function matrix(name: string, who: string, action: string, resource: (template: Template) => unknown): Regression {
  const change: Regression['change'] = (properties, _, template) => allow(action, resource(template))(properties);
  return { name, stack: 'api', type: POLICY, id: `${who}Role`, change, gate: 'matrix' };
}

/** Of a policy of a bucket TLS alone. */
function keepFirst({ PolicyDocument }: Changed): void {
  const document = PolicyDocument as { Statement: unknown[] };
  document.Statement = document.Statement.slice(0, 1);
}

function dropDeny(policy: string): Regression['change'] {
  return (properties) => {
    const document = properties[policy] as { Statement: { Effect: string }[] };
    document.Statement = document.Statement.filter(({ Effect }) => Effect !== 'Deny');
  };
}

/** The template with the one change in it. */
export function regressed(template: Template, { type, id = '', change }: Regression): Template {
  const changed = structuredClone(template) as Template;
  const all = Object.entries(changed.Resources).filter(([, { Type }]) => Type === type);
  const [, found] = all.find(([name]) => bare(name) === id) ?? all.find(([name]) => name.startsWith(id)) ?? [];
  if (found === undefined) throw new Error(`there is no ${type} ${id}`);
  change(found.Properties as Changed, found as unknown as Changed & Resource, changed);
  return changed;
}
