import { type Duration, Stack, Tags } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DATA_CLASS, type DataClass } from './data-class.ts';
import { type KeyService, type KeyUse, keyActions } from './keys.ts';
import { runInside } from './network.ts';
import { logGroupOf, type Platform } from './platform.ts';

export interface ServiceFunctionProps {
  /** Folder of the pre-bundled function: `index.mjs` and the force's own `force.json`. */
  readonly bundle: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly platform: Platform;
  /** What of people's data its role may read. */
  readonly dataClass?: DataClass;
  /** What the function is told beside the names of what is bound to it. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A table of the stage, or one of another name that was put in its place. */
export interface BoundTable {
  readonly tableName: string;
  readonly tableArn: string;
  readonly key: IKey;
}

export interface BoundBucket {
  readonly bucket: Bucket;
  readonly key: IKey;
}

export interface BoundQueue {
  readonly queue: Queue;
  readonly key: IKey;
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
    const logGroup = logGroupOf(this, 'Logs', props.platform);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    if (props.dataClass !== undefined) Tags.of(role).add(DATA_CLASS, props.dataClass);
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
    if (props.platform.network !== null) runInside(this.function, role, props.platform.network);
  }

  /** A table in the environment and the grant for it, in one call. */
  bindTable(name: string, table: BoundTable, actions: readonly TableAction[]): this {
    const grants = actions.map((action) => `dynamodb:${action}`);
    this.#bind(name, table.tableName, grants, [table.tableArn]);
    return this.#allowKey(table.key, keyUse(actions), 'dynamodb');
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
    return this.#allowKey(table.key, keyUse(actions), 'dynamodb');
  }

  /** Reads of the objects below a prefix, of those whose name is known. */
  bindObjects(name: string, { bucket, key }: BoundBucket, prefix: string): this {
    this.#bind(name, bucket.bucketName, ['s3:GetObject'], [bucket.arnForObjects(`${prefix}*`)]);
    return this.#allowKey(key, 'read', 's3');
  }

  /** The ARN in the environment, the value only in the memory of the function. */
  bindSecret(name: string, secret: Secret): this {
    this.#bind(name, secret.secretArn, ['secretsmanager:GetSecretValue'], [secret.secretArn]);
    return secret.encryptionKey === undefined ? this : this.#allowKey(secret.encryptionKey, 'read', 'secretsmanager');
  }

  bindBucket(name: string, bound: BoundBucket, objects: readonly ObjectAction[], lists: readonly ListAction[]): this {
    const { bucket, key } = bound;
    const grants = objects.map((action) => `s3:${action}`);
    this.#bind(name, bucket.bucketName, grants, [bucket.arnForObjects('*')]);
    const listing = lists.map((action) => `s3:${action}`);
    this.#allow(listing, [bucket.bucketArn]);
    return objects.length === 0 ? this : this.#allowKey(key, keyUse(objects), 's3');
  }

  bindQueue(name: string, { queue, key }: BoundQueue): this {
    this.#bind(name, queue.queueUrl, ['sqs:SendMessage'], [queue.queueArn]);
    return this.#allowKey(key, 'write', 'sqs');
  }

  /** What Lambda needs of a queue to read it for the function. */
  readsQueue({ queue, key }: BoundQueue): this {
    this.#allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queueArn]);
    return this.#allowKey(key, 'read', 'sqs');
  }

  #bind(name: string, value: string, actions: readonly string[], resources: readonly string[]): this {
    this.function.addEnvironment(name, value);
    this.#allow(actions, resources);
    return this;
  }

  /** A key is used by a service in the function's name, never by the function itself. */
  #allowKey(key: IKey, use: KeyUse, service: KeyService): this {
    const via = { 'kms:ViaService': `${service}.${Stack.of(this).region}.amazonaws.com` };
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: keyActions(use, service),
        resources: [key.keyArn],
        conditions: { StringEquals: via },
      }),
    );
    return this;
  }

  #allow(actions: readonly string[], resources: readonly string[]): void {
    if (actions.length === 0) return;
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}

function keyUse(actions: readonly string[]): KeyUse {
  return actions.some((action) => /^(?:Put|Update|Delete|BatchWrite)/.test(action)) ? 'write' : 'read';
}
