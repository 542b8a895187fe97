import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface ServiceFunctionProps {
  /** Folder of the pre-bundled function: `index.mjs` and the force's own `force.json`. */
  readonly bundle: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  /** What the function is told beside the names of what is bound to it. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A table of the stage, or one of another name that was put in its place. */
export interface BoundTable {
  readonly tableName: string;
  readonly tableArn: string;
}

/** The operations a function calls, by name: nothing is granted that no line of it needs. */
export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';
export type ObjectAction = 'GetObject' | 'GetObjectVersion' | 'PutObject' | 'DeleteObject';
export type ListAction = 'ListBucket' | 'ListBucketVersions';

/** The one shape of a function here: Node 24 on arm64, its own role, its own log group, and only what is bound to it. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.SIX_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    );
    this.function = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundle),
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
    });
  }

  /** A table in the environment and the grant for it, in one call. */
  bindTable(name: string, table: BoundTable, actions: readonly TableAction[]): this {
    const grants = actions.map((action) => `dynamodb:${action}`);
    return this.#bind(name, table.tableName, grants, [table.tableArn]);
  }

  /** Only items whose partition key has one of these forms, `*` for anything. */
  bindItems(name: string, table: BoundTable, actions: readonly TableAction[], forms: readonly string[]): this {
    this.function.addEnvironment(name, table.tableName);
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [table.tableArn],
        // A request that names no key would pass this test; each of these operations names one for every item.
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...forms] } },
      }),
    );
    return this;
  }

  /** Reads of the objects below a prefix, of those whose name is known. */
  bindObjects(name: string, bucket: Bucket, prefix: string): this {
    return this.#bind(name, bucket.bucketName, ['s3:GetObject'], [bucket.arnForObjects(`${prefix}*`)]);
  }

  /** The ARN in the environment, the value only in the memory of the function. */
  bindSecret(name: string, secret: Secret): this {
    return this.#bind(name, secret.secretArn, ['secretsmanager:GetSecretValue'], [secret.secretArn]);
  }

  bindBucket(name: string, bucket: Bucket, objects: readonly ObjectAction[], lists: readonly ListAction[]): this {
    const grants = objects.map((action) => `s3:${action}`);
    this.#bind(name, bucket.bucketName, grants, [bucket.arnForObjects('*')]);
    const listing = lists.map((action) => `s3:${action}`);
    this.#allow(listing, [bucket.bucketArn]);
    return this;
  }

  bindQueue(name: string, queue: Queue): this {
    return this.#bind(name, queue.queueUrl, ['sqs:SendMessage'], [queue.queueArn]);
  }

  #bind(name: string, value: string, actions: readonly string[], resources: readonly string[]): this {
    this.function.addEnvironment(name, value);
    this.#allow(actions, resources);
    return this;
  }

  #allow(actions: readonly string[], resources: readonly string[]): void {
    if (actions.length === 0) return;
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
