import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { logGroupOf, type Platform } from '../platform.ts';

export interface TrailProps {
  readonly platform: Platform;
  readonly days: number;
  readonly name: string;
  readonly availabilityTable: string;
  /** Functions that believe who asks: only API Gateway may call them. */
  readonly functions: readonly string[];
  readonly buckets: readonly string[];
}

/** Every call on what there is, who read the availability table, and what was done to extracts and facts. */
export class Trail extends Construct {
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, { platform, days, name, availabilityTable, functions, buckets }: TrailProps) {
    super(scope, id);
    const { partition, account, region } = Stack.of(this);
    const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
    const bucket = new Bucket(this, 'Calls', {
      encryption: BucketEncryption.KMS,
      encryptionKey: platform.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(days) }],
    });
    const service = new ServicePrincipal('cloudtrail.amazonaws.com');
    const ours = { StringEquals: { 'aws:SourceArn': arn } };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [service],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: ours,
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [service],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: ours,
      }),
    );
    this.log = logGroupOf(this, 'Log', platform);
    const role = new Role(this, 'Role', { assumedBy: service });
    role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.log.logGroupArn] }),
    );
    const trail = new CfnTrail(this, 'Trail', {
      trailName: name,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      s3BucketName: bucket.bucketName,
      kmsKeyId: platform.key.keyArn,
      cloudWatchLogsLogGroupArn: this.log.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      advancedEventSelectors: [
        // With those that only read: taking a role counts as one.
        selector('Calls', { eventCategory: ['Management'] }),
        // Writes too: they can give back what was there.
        selector('Items of availability', {
          ...{ eventCategory: ['Data'], 'resources.type': ['AWS::DynamoDB::Table'] },
          'resources.ARN': [availabilityTable],
        }),
        selector('Calls of the functions of the API', {
          ...{ eventCategory: ['Data'], 'resources.type': ['AWS::Lambda::Function'] },
          'resources.ARN': [...functions],
        }),
        {
          name: 'Extracts and facts',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            { field: 'resources.ARN', startsWith: buckets.map((one) => `${one}/`) },
          ],
        },
      ],
    });
    trail.node.addDependency(bucket.policy ?? bucket, role);
  }
}

function selector(name: string, fields: Readonly<Record<string, string[]>>): CfnTrail.AdvancedEventSelectorProperty {
  return { name, fieldSelectors: Object.entries(fields).map(([field, equalTo]) => ({ field, equalTo })) };
}
