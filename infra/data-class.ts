import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** The tag of a role that may read data about people's availability; nobody who deploys has it. */
export const DATA_CLASS = 'data-class';
export const AVAILABILITY = 'availability';
/** Of the function that reads rejected rows alone. */
export const REJECTED_ROWS = 'rejected-rows';

export type DataClass = typeof AVAILABILITY | typeof REJECTED_ROWS;

/** Every way of reading items; deploying, measuring and restoring stay possible, and the last is told to somebody. */
const TABLE_READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect', 'ExportTableToPointInTime'];

/** Whatever a policy of an account allows: without the tag nothing is read. It names no role, for those come in later stacks. */
export function readByClassOnly(actions: readonly string[], resource: string, classes: readonly DataClass[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadByDataClassOnly',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources: [resource],
    conditions: { StringNotEquals: { [`aws:PrincipalTag/${DATA_CLASS}`]: [...classes] } },
  });
}

export function itemsByClassOnly(classes: readonly DataClass[]): PolicyStatement {
  return readByClassOnly(
    TABLE_READS.map((name) => `dynamodb:${name}`),
    '*',
    classes,
  );
}

export function objectsByClassOnly(bucketArn: string, classes: readonly DataClass[]): PolicyStatement {
  return readByClassOnly(['s3:GetObject', 's3:GetObjectVersion'], `${bucketArn}/*`, classes);
}
