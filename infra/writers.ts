import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SYSTEMS } from '../lib/vocabulary.ts';
import type { Settings } from './settings.ts';

/** A role for each source system that is named in the settings: it delivers extracts of its own system, and reads nothing. Gives their ids. */
export function addWriters(scope: Construct, drops: Bucket, key: IKey, writers: Settings['writers']): string[] {
  const made: string[] = [];
  for (const system of SYSTEMS) {
    const deliverer = writers[system];
    if (deliverer === undefined) continue;
    const name = `Writer${system.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
    const role = new Role(scope, name, {
      description: `Delivers extracts of ${system}`,
      // By condition: a role that is named as the principal has to be there before ours.
      assumedBy: new AccountPrincipal(accountOf(deliverer)).withConditions({ ArnEquals: { 'aws:PrincipalArn': deliverer } }),
      maxSessionDuration: Duration.hours(1),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: [drops.arnForObjects(`${system}/*`)],
      }),
    );
    // Parts of a large upload are put together by S3 in the name of who sent them.
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(scope).region}.amazonaws.com` } },
      }),
    );
    new CfnOutput(scope, `${name}Output`, { value: role.roleArn });
    made.push(role.roleId);
  }
  return made;
}

/** `arn:aws:iam::<account>:role/...` */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
