import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** The tag of a role that may read or write data about people; nobody who deploys has it. */
export const DATA_CLASS = 'data-class';
export const AVAILABILITY = 'availability';
/** Of the function that reads rejected rows alone. */
export const REJECTED_ROWS = 'rejected-rows';
/** Of the function that records what people decide. */
export const DECISIONS = 'decisions';

export type DataClass = typeof AVAILABILITY | typeof REJECTED_ROWS | typeof DECISIONS;

/** Every way of reading items; deploying, measuring and restoring stay possible, and the last is told to somebody. */
export const TABLE_READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect', 'ExportTableToPointInTime'];
/** Who writes an item may have it given back; and decisions, posts and published days are what rights are made of. */
export const TABLE_WRITES = [
  ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'],
  ...['PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
];

/** Whatever a policy of an account allows: not without the tag. It names no role, for those come in later stacks. */
function denyBut(sid: string, actions: readonly string[], where: Where, classes: readonly DataClass[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    ...where,
    conditions: { StringNotEquals: { [`aws:PrincipalTag/${DATA_CLASS}`]: [...classes] } },
  });
}
type Where = { readonly resources: string[] } | { readonly notResources: string[] };

function onTable(sid: string, names: readonly string[], classes: readonly DataClass[]): PolicyStatement {
  const actions = names.map((name) => `dynamodb:${name}`);
  return denyBut(sid, actions, { resources: ['*'] }, classes);
}

/** The functions write, and nobody else: a row of trust is a right, a pointer is what everybody sees. */
export function writtenByClassOnly(): PolicyStatement {
  return onTable('WriteByDataClassOnly', TABLE_WRITES, [AVAILABILITY, DECISIONS]);
}

export function readByClassOnly(): PolicyStatement {
  return onTable('ReadByDataClassOnly', TABLE_READS, [AVAILABILITY]);
}

/** Replication reads too. */
const OBJECT_READS = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectVersionForReplication'];

/** Objects of a bucket but those below a prefix, which may be left out, for readers of availability alone. */
export function objectsByClassOnly(bucketArn: string, but?: string): PolicyStatement {
  const where = but === undefined ? { resources: [`${bucketArn}/*`] } : { notResources: [`${bucketArn}/${but}*`, bucketArn] };
  return denyBut('ReadByDataClassOnly', OBJECT_READS, where, [AVAILABILITY]);
}

export function rejectedRowsByClassOnly(bucketArn: string, prefix: string): PolicyStatement {
  return denyBut('ReadRejectedRowsByDataClassOnly', OBJECT_READS, { resources: [`${bucketArn}/${prefix}*`] }, [
    AVAILABILITY,
    REJECTED_ROWS,
  ]);
}

export function objectsWrittenByClassOnly(bucketArn: string): PolicyStatement {
  const actions = ['s3:PutObject', 's3:DeleteObject'];
  return denyBut('WriteByDataClassOnly', actions, { resources: [`${bucketArn}/*`] }, [AVAILABILITY]);
}
