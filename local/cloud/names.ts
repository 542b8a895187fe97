import { createHash } from 'node:crypto';

type Properties = Readonly<Record<string, unknown>>;

/** What AWS would invent for a resource; here it follows from stack and logical id, so that it is the same at every start. */
function invented(stack: string, id: string, length: number): string {
  const digest = createHash('sha256').update(`${stack}/${id}`).digest();
  return BigInt(`0x${digest.toString('hex')}`)
    .toString(36)
    .padStart(50, '0')
    .slice(-length);
}

const INVENTED: Readonly<Record<string, (stack: string, id: string, region: string) => string>> = {
  'AWS::ApiGateway::RestApi': (stack, id) => invented(stack, id, 10),
  'AWS::ApiGateway::Authorizer': (stack, id) => invented(stack, id, 6),
  'AWS::ApiGateway::Deployment': (stack, id) => invented(stack, id, 6),
  'AWS::ApiGateway::RequestValidator': (stack, id) => invented(stack, id, 6),
  'AWS::ApiGateway::Resource': (stack, id) => invented(stack, id, 6),
  'AWS::Cognito::UserPool': (stack, id, region) => `${region}_${invented(stack, id, 9)}`,
  'AWS::Cognito::UserPoolClient': (stack, id) => invented(stack, id, 26),
  'AWS::SecretsManager::Secret': (stack, id) => `${id}-${invented(stack, id, 6)}`,
  'AWS::S3::Bucket': (stack, id) => `${stack}-${id}`.toLowerCase(),
};

/** The name that a resource goes by here. */
export function nameOf(stack: string, id: string, type: string, region: string): string {
  return INVENTED[type]?.(stack, id, region) ?? `${stack}-${id}`;
}

const ARNS: Readonly<Record<string, (name: string, region: string, account: string) => string>> = {
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::DynamoDB::GlobalTable': (name, region, account) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  'AWS::SQS::Queue': (name, region, account) => `arn:aws:sqs:${region}:${account}:${name}`,
  'AWS::Lambda::Function': (name, region, account) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'AWS::IAM::Role': (name, _, account) => `arn:aws:iam::${account}:role/${name}`,
  'AWS::Events::Rule': (name, region, account) => `arn:aws:events:${region}:${account}:rule/${name}`,
  'AWS::Logs::LogGroup': (name, region, account) => `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
  'AWS::Cognito::UserPool': (name, region, account) => `arn:aws:cognito-idp:${region}:${account}:userpool/${name}`,
  'AWS::SecretsManager::Secret': (name, region, account) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}`,
};

export function arnOf(name: string, id: string, type: string, region: string, account: string): string {
  return ARNS[type]?.(name, region, account) ?? `arn:aws:${type}:${id}`;
}

/** What `Ref` gives where it is not the name. */
const REFERENCES: Readonly<Record<string, (arn: string, properties: Properties) => unknown>> = {
  'AWS::SecretsManager::Secret': (arn) => arn,
  'AWS::ApiGateway::Stage': (_, { StageName }) => StageName,
  'AWS::Cognito::UserPoolDomain': (_, { Domain }) => Domain,
};

export function referenceOf(name: string, arn: string, type: string, properties: Properties): unknown {
  return REFERENCES[type]?.(arn, properties) ?? name;
}

/** The resource above all of a REST API has no entry in a template. */
export function rootOf(api: string): string {
  return `${api}root`;
}
