/** What the embedded cloud does with each property of each resource type of our templates. */
export interface TypeSupport {
  /** Read and acted on. */
  readonly emulated: readonly string[];
  /** Known, harmless on one machine, and without effect here. */
  readonly accepted: readonly string[];
}

export const SUPPORTED: Readonly<Record<string, TypeSupport>> = {
  'AWS::S3::Bucket': {
    emulated: ['NotificationConfiguration', 'VersioningConfiguration'],
    accepted: ['BucketEncryption', 'LifecycleConfiguration', 'OwnershipControls', 'PublicAccessBlockConfiguration', 'Tags'],
  },
  'AWS::S3::BucketPolicy': { emulated: ['Bucket', 'PolicyDocument'], accepted: [] },
  'AWS::DynamoDB::GlobalTable': {
    emulated: ['AttributeDefinitions', 'BillingMode', 'KeySchema', 'Replicas'],
    accepted: ['SSESpecification'],
  },
  'AWS::SQS::Queue': {
    emulated: ['RedrivePolicy', 'VisibilityTimeout', 'DelaySeconds'],
    accepted: ['KmsMasterKeyId', 'MessageRetentionPeriod'],
  },
  'AWS::SQS::QueuePolicy': { emulated: ['PolicyDocument', 'Queues'], accepted: [] },
  'AWS::Events::Rule': { emulated: ['EventPattern', 'State', 'Targets'], accepted: [] },
  'AWS::Lambda::Function': {
    emulated: ['Code', 'Environment', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'],
    accepted: ['Architectures', 'LoggingConfig'],
  },
  'AWS::Lambda::EventSourceMapping': {
    emulated: [
      'BatchSize',
      'EventSourceArn',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig',
    ],
    accepted: [],
  },
  'AWS::Scheduler::Schedule': {
    emulated: ['ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'Target'],
    accepted: ['FlexibleTimeWindow'],
  },
  'AWS::Lambda::Permission': { emulated: ['Action', 'FunctionName', 'Principal', 'SourceArn'], accepted: [] },
  // A managed policy grants nothing here: a function that leant on one would fail.
  'AWS::IAM::Role': { emulated: ['AssumeRolePolicyDocument', 'Policies', 'Tags'], accepted: ['ManagedPolicyArns'] },
  'AWS::IAM::Policy': { emulated: ['PolicyDocument', 'Roles'], accepted: ['PolicyName'] },
  'AWS::SecretsManager::Secret': { emulated: ['GenerateSecretString'], accepted: ['Description', 'KmsKeyId'] },
  'AWS::ApiGateway::RestApi': { emulated: ['Name'], accepted: ['EndpointAccessMode', 'EndpointConfiguration', 'SecurityPolicy'] },
  'AWS::ApiGateway::Resource': { emulated: ['ParentId', 'PathPart', 'RestApiId'], accepted: [] },
  'AWS::ApiGateway::Method': {
    emulated: [
      'AuthorizationScopes',
      'AuthorizationType',
      'AuthorizerId',
      'HttpMethod',
      'Integration',
      'RequestModels',
      'RequestParameters',
      'RequestValidatorId',
      'ResourceId',
      'RestApiId',
    ],
    accepted: ['OperationName'],
  },
  'AWS::ApiGateway::Model': { emulated: ['ContentType', 'RestApiId', 'Schema'], accepted: [] },
  'AWS::ApiGateway::RequestValidator': {
    emulated: ['RestApiId', 'ValidateRequestBody', 'ValidateRequestParameters'],
    accepted: [],
  },
  'AWS::ApiGateway::Authorizer': {
    emulated: ['AuthorizerResultTtlInSeconds', 'IdentitySource', 'ProviderARNs', 'RestApiId', 'Type'],
    accepted: ['Name'],
  },
  'AWS::ApiGateway::GatewayResponse': {
    emulated: ['ResponseParameters', 'ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode'],
    accepted: [],
  },
  // On AWS a deployment is a picture of the API; here the API is always as the template has it.
  'AWS::ApiGateway::Deployment': { emulated: ['RestApiId'], accepted: ['Description'] },
  'AWS::ApiGateway::Stage': {
    emulated: ['AccessLogSetting', 'DeploymentId', 'MethodSettings', 'RestApiId', 'StageName'],
    accepted: [],
  },
  'AWS::Cognito::UserPool': {
    emulated: [],
    accepted: [
      'AccountRecoverySetting',
      'AdminCreateUserConfig',
      'DeletionProtection',
      'EmailVerificationMessage',
      'EmailVerificationSubject',
      'EnabledMfas',
      'MfaConfiguration',
      'Policies',
      'SmsVerificationMessage',
      'UserPoolTier',
      'UsernameConfiguration',
      'VerificationMessageTemplate',
    ],
  },
  'AWS::Cognito::UserPoolClient': {
    emulated: [
      'AccessTokenValidity',
      'AllowedOAuthFlows',
      'AllowedOAuthFlowsUserPoolClient',
      'AllowedOAuthScopes',
      'CallbackURLs',
      'EnableTokenRevocation',
      'GenerateSecret',
      'IdTokenValidity',
      'LogoutURLs',
      'RefreshTokenRotation',
      'RefreshTokenValidity',
      'TokenValidityUnits',
      'UserPoolId',
    ],
    accepted: [
      'AuthSessionValidity',
      'ExplicitAuthFlows',
      'PreventUserExistenceErrors',
      'ReadAttributes',
      'SupportedIdentityProviders',
      'WriteAttributes',
    ],
  },
  'AWS::Cognito::UserPoolDomain': { emulated: ['Domain', 'UserPoolId'], accepted: ['ManagedLoginVersion'] },
  'AWS::Cognito::UserPoolResourceServer': { emulated: ['Identifier', 'Scopes', 'UserPoolId'], accepted: ['Name'] },
};

/** Types that stand in the templates and that only AWS can run; printed at the start. */
export const ACCEPTED_NOT_EMULATED: readonly string[] = [
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::CDK::Metadata',
  'AWS::ApiGateway::Account',
  'AWS::WAFv2::WebACL',
  'AWS::WAFv2::WebACLAssociation',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolIdentityProvider',
];
