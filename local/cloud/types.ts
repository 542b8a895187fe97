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
    emulated: ['AttributeDefinitions', 'BillingMode', 'KeySchema'],
    accepted: ['Replicas', 'SSESpecification'],
  },
  'AWS::SQS::Queue': {
    emulated: ['RedrivePolicy', 'VisibilityTimeout', 'DelaySeconds'],
    accepted: ['MessageRetentionPeriod', 'SqsManagedSseEnabled'],
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
  'AWS::IAM::Role': { emulated: ['AssumeRolePolicyDocument', 'Policies'], accepted: [] },
  'AWS::IAM::Policy': { emulated: ['PolicyDocument', 'Roles'], accepted: ['PolicyName'] },
};

/** Types that stand in the templates and that only AWS can run; printed at the start. */
export const ACCEPTED_NOT_EMULATED: readonly string[] = ['AWS::Logs::LogGroup', 'AWS::CDK::Metadata'];
