import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BoundTable } from '../service-function.ts';
import { type Settings, TABLES } from '../settings.ts';

export interface DataProps extends StackProps {
  readonly settings: Settings;
}

/** What is kept: the drops (source of truth), the facts and generations, and the tables that are served from. */
export class DataStack extends Stack {
  readonly drops: Bucket;
  readonly facts: Bucket;
  readonly tables: Readonly<Record<(typeof TABLES)[number], BoundTable>>;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id, props);
    this.drops = this.#bucket('Drops', true);
    // The level-1 switch: the level-2 flag would bring a custom resource with a function of its own.
    (this.drops.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    this.facts = this.#bucket('Facts', false);
    const tables = TABLES.map((name) => [name, this.#inUse(name, props.settings.restoredTables[name])] as const);
    this.tables = Object.fromEntries(tables) as Record<(typeof TABLES)[number], BoundTable>;
    const outputs = { DropsBucket: this.drops.bucketName, FactsBucket: this.facts.bucketName };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `${name}Name`, { value });
    for (const [name, table] of tables) new CfnOutput(this, `${name}TableName`, { value: table.tableName });
  }

  #bucket(id: string, versioned: boolean): Bucket {
    return new Bucket(this, id, {
      versioned,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
  }

  /** A table restored under another name takes the place of the own one, which stays as it is. */
  #inUse(id: string, restored: string | undefined): BoundTable {
    const own = this.#table(id);
    return restored === undefined ? own : TableV2.fromTableName(this, `Restored${id}`, restored);
  }

  #table(id: string): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
