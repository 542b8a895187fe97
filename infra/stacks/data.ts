import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  objectsByClassOnly,
  objectsWrittenByClassOnly,
  readByClassOnly,
  rejectedRowsByClassOnly,
  writtenByClassOnly,
} from '../data-class.ts';
import { keyOf, onlyByDynamoDb, usableBy, usableByLogs, usableByTrail } from '../keys.ts';
import { trailName } from '../observability/trail-name.ts';
import type { BoundBucket, BoundTable } from '../service-function.ts';
import { type Settings, TABLES } from '../settings.ts';
import { addWriters } from '../writers.ts';

export interface DataProps extends StackProps {
  readonly settings: Settings;
}

/** What is kept: the drops (source of truth), the facts and generations, the tables that are served from, and their keys. */
export class DataStack extends Stack {
  readonly drops: BoundBucket;
  readonly facts: BoundBucket;
  readonly tables: Readonly<Record<(typeof TABLES)[number], BoundTable>>;
  /** Ids of the roles that deliver extracts. */
  readonly writers: readonly string[];
  /** Of logs, alarms and secrets: what holds no figure of anybody. */
  readonly platformKey: IKey;
  /** Ids of the keys, by which their calls are watched. */
  readonly keyIds: readonly string[];
  readonly #tablesKey: IKey;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id, props);
    const { landingZone, objectLockDays, restoredTables, retention, writers } = props.settings;
    const { keys } = landingZone;
    this.#tablesKey = keyOf(this, 'TablesKey', keys.tables, 'Tables of the productivity dashboard');
    onlyByDynamoDb(this.#tablesKey);
    const objectsKey = keyOf(this, 'ObjectsKey', keys.objects, 'Extracts and facts of the productivity dashboard');
    this.platformKey = keyOf(this, 'PlatformKey', keys.platform, 'Logs, alarms and secrets of the productivity dashboard');
    usableByLogs(this.platformKey);
    usableBy(this.platformKey, 'cloudwatch.amazonaws.com');
    usableByTrail(this.platformKey, trailName(props.settings.stage));

    const drops = this.#bucket('Drops', objectsKey, {
      versioned: true,
      ...(objectLockDays === null
        ? {}
        : { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(objectLockDays)) }),
    });
    // The level-1 switch: the level-2 flag would bring a custom resource with a function of its own.
    (drops.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    drops.addToResourcePolicy(objectsByClassOnly(drops.bucketArn));
    this.writers = addWriters(this, drops, objectsKey, writers);
    const facts = this.#bucket('Facts', objectsKey, {
      lifecycleRules: [ABORT_UPLOADS, { prefix: REJECTED, expiration: Duration.days(retention.rejectedRows) }],
    });
    facts.addToResourcePolicy(objectsByClassOnly(facts.bucketArn, REJECTED));
    facts.addToResourcePolicy(rejectedRowsByClassOnly(facts.bucketArn, REJECTED));
    facts.addToResourcePolicy(objectsWrittenByClassOnly(facts.bucketArn));
    this.keyIds = [this.#tablesKey, objectsKey, this.platformKey].map(({ keyId }) => keyId);
    this.drops = { bucket: drops, key: objectsKey };
    this.facts = { bucket: facts, key: objectsKey };

    const tables = TABLES.map((name) => [name, this.#inUse(name, restoredTables[name])] as const);
    this.tables = Object.fromEntries(tables) as Record<(typeof TABLES)[number], BoundTable>;
    const outputs = { DropsBucket: drops.bucketName, FactsBucket: facts.bucketName };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `${name}Name`, { value });
    for (const [name, table] of tables) new CfnOutput(this, `${name}TableName`, { value: table.tableName });
  }

  #bucket(id: string, encryptionKey: IKey, own: BucketProps): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [ABORT_UPLOADS],
      ...own,
    });
  }

  /** A table restored under another name takes the place of the own one, which stays as it is. */
  #inUse(id: string, restored: string | undefined): BoundTable {
    const own = this.#table(id);
    const { tableName, tableArn } = restored === undefined ? own : TableV2.fromTableName(this, `Restored${id}`, restored);
    return { tableName, tableArn, key: this.#tablesKey };
  }

  #table(id: string): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.#tablesKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      resourcePolicy: new PolicyDocument({
        statements: id === 'Availability' ? [readByClassOnly(), writtenByClassOnly()] : [writtenByClassOnly()],
      }),
    });
  }
}

/** Where rejected rows lie. */
const REJECTED = 'quarantine/';
const ABORT_UPLOADS = { abortIncompleteMultipartUploadAfter: Duration.days(7) };
