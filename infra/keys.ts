import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export type KeyUse = 'read' | 'write';

/** Which service uses a key in the caller's name. */
export type KeyService = 'dynamodb' | 's3' | 'secretsmanager' | 'sqs';

/** What a caller needs of the key behind a store; DynamoDB alone changes keys of keys as well. */
export function keyActions(use: KeyUse, service: KeyService): string[] {
  if (use === 'read') return ['kms:Decrypt'];
  const both = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return service === 'dynamodb' ? [...both, 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'] : both;
}

/** A key of the landing zone, or one made here: rotated each year, and kept when its stack goes. */
export function keyOf(scope: Construct, id: string, given: string | null, description: string): IKey {
  if (given !== null) return Key.fromKeyArn(scope, id, given);
  return new Key(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
}

/**
 * Nobody decrypts by the key itself what lies in a table, only DynamoDB in the name of somebody who may read it. DynamoDB's
 * own work (backups, moves) is a service's and names no other.
 */
export function onlyByDynamoDb(key: IKey): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OnlyByDynamoDB',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: {
        StringNotEquals: { 'kms:ViaService': `dynamodb.${Stack.of(key).region}.amazonaws.com` },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
  );
}

/** Services that write in their own name: only for this account. */
export function usableBy(key: IKey, ...services: readonly string[]): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: services.map((service) => new ServicePrincipal(service)),
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(key).account } },
    }),
  );
}

/** The record of calls by its name, as CloudTrail tells it to the key. */
export function usableByTrail(key: IKey, trail: string): void {
  const { region, account, partition } = Stack.of(key);
  const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${trail}`;
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
      actions: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceArn': arn } },
    }),
  );
}

/** CloudWatch Logs says no account, but of which group a line is. */
export function usableByLogs(key: IKey): void {
  const { region, account, partition } = Stack.of(key);
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
      },
    }),
  );
}
