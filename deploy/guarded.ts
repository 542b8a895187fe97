import { isDeepStrictEqual } from 'node:util';
import type { Stage } from './stage.ts';
import type { Tools } from './tools.ts';

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** Of each type what decides who may do what, and that the CDK's own security difference does not look at. */
const GUARDED: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::Authorizer': ['AuthorizerResultTtlInSeconds', 'ProviderARNs', 'Type'],
  'AWS::ApiGateway::Method': ['AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'Integration'],
  'AWS::ApiGateway::RestApi': ['EndpointConfiguration', 'Policy'],
  'AWS::CloudFront::ResponseHeadersPolicy': ['ResponseHeadersPolicyConfig'],
  'AWS::CloudTrail::Trail': ['AdvancedEventSelectors', 'IsLogging'],
  'AWS::Cognito::UserPool': ['AdminCreateUserConfig', 'LambdaConfig', 'MfaConfiguration', 'Schema'],
  'AWS::Cognito::UserPoolClient': [
    'AllowedOAuthFlows',
    'AllowedOAuthScopes',
    'CallbackURLs',
    'ExplicitAuthFlows',
    'WriteAttributes',
  ],
  'AWS::Cognito::UserPoolIdentityProvider': ['ProviderDetails', 'ProviderName', 'ProviderType'],
  'AWS::DynamoDB::GlobalTable': ['Replicas'],
  'AWS::IAM::Policy': ['PolicyDocument', 'Roles'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'PermissionsBoundary', 'Tags'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::Logs::MetricFilter': ['FilterPattern'],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::WAFv2::WebACL': ['DefaultAction', 'Rules'],
};

/** Logical ids of what guards something and differs between a template that stands and the one to come. */
export function guardedChanges(before: unknown, after: unknown): string[] {
  const [old, fresh] = [guardedParts(before as Template | null), guardedParts(after as Template)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((id) => !isDeepStrictEqual(old.get(id), fresh.get(id))).sort();
}

function guardedParts(template: Template | null): Map<string, unknown> {
  const all = Object.entries(template?.Resources ?? {}).filter(([, { Type }]) => Type in GUARDED);
  return new Map(
    all.map(([id, { Type, Properties = {} }]) => [id, (GUARDED[Type] ?? []).map((name) => Properties[name])] as const),
  );
}

/** The CDK's security difference knows neither the policies of tables nor tags, methods and clients: those are compared here. */
export async function guardedIn({ aws, template }: Tools, { stacks }: Stage): Promise<string[]> {
  const changed: string[] = [];
  for (const { name, region } of stacks)
    changed.push(...guardedChanges(await aws.template(name, region), template(name)).map((id) => `${name} ${id}`));
  return changed;
}
