/**
 * One account cannot keep its own administrators from everything; what leads around a policy is told at once. Each is a
 * pattern on what CloudTrail writes, of all regions: IAM's calls are recorded in another one.
 */
export interface WayAround {
  readonly name: string;
  readonly says: string;
  readonly pattern: string;
}

export interface Watched {
  readonly stage: string;
  readonly dropsBucket: string;
  /** Ids of the roles that deliver extracts: a role made again under the same name has another. */
  readonly writers: readonly string[];
  readonly keyIds: readonly string[];
  readonly dataClassTag: string;
}

/** CloudWatch takes no longer pattern. */
export const LONGEST_PATTERN = 1024;

const ISSUER = '$.userIdentity.sessionContext.sessionIssuer.principalId';
const BY = '$.userIdentity.invokedBy';

/** Calls that are told whoever made them, a deployment too. */
const ANYBODY: Readonly<Record<string, readonly [says: string, ...events: string[]]>> = {
  BucketPolicyChanged: [
    'What a bucket lets whom do was changed, or where its objects are copied to.',
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketReplication',
    'PutBucketVersioning',
    'PutBucketLifecycle',
  ],
  TablePolicyChanged: ['What a table lets whom do was changed.', 'PutResourcePolicy', 'DeleteResourcePolicy'],
  TableCopied: [
    'A table was restored, exported, backed up or streamed to another place.',
    ...[
      'RestoreTableToPointInTime',
      'RestoreTableFromBackup',
      'RestoreTableFromAwsBackup',
      'ExportTableToPointInTime',
      'CreateBackup',
    ],
    ...['StartBackupJob', 'StartRestoreJob', 'StartCopyJob', 'CreateBackupPlan', 'CreateBackupSelection', 'UpdateTable'],
    'EnableKinesisStreamingDestination',
  ],
  TrustChanged: ['Who may take a role was changed.', 'UpdateAssumeRolePolicy'],
  IdentityMade: [
    'Somebody was made or given a password or a provider in the user pool.',
    ...[
      'AdminCreateUser',
      'AdminSetUserPassword',
      'AdminLinkProviderForUser',
      'CreateIdentityProvider',
      'UpdateIdentityProvider',
    ],
    ...['CreateUserImportJob', 'StartUserImportJob', 'CreateUserPoolClient', 'UpdateUserPoolClient', 'UpdateUserPool'],
  ],
  TrailChanged: ['The record of calls was stopped or changed.', 'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
};

/** Calls that are told when a person makes them, and not CloudFormation in a deployment. */
const BY_HAND: Readonly<Record<string, readonly [says: string, ...events: string[]]>> = {
  RoleMade: ['A role or user was made or tagged by hand.', 'TagRole', 'CreateRole', 'TagUser', 'CreateUser'],
  RolePassed: ['A function was given another role by hand.', 'UpdateFunctionConfiguration20150331v2', 'CreateFunction20150331'],
  CodeChanged: ['The code of a function was changed by hand.', 'UpdateFunctionCode20150331v2'],
  ApiChanged: [
    'What the API believes or asks was changed by hand.',
    ...['UpdateAuthorizer', 'UpdateMethod', 'PutMethod', 'PutIntegration', 'UpdateIntegration', 'PutRestApi', 'CreateDeployment'],
  ],
  AlarmsChanged: [
    'An alarm, or who is told by it, was changed by hand.',
    ...['DeleteAlarms', 'PutMetricAlarm', 'DisableAlarmActions', 'DeleteMetricFilter', 'PutMetricFilter', 'DeleteLogGroup'],
    ...['PutRetentionPolicy', 'Unsubscribe', 'SetTopicAttributes', 'DeleteTopic'],
  ],
};

export function waysAround({ stage, dropsBucket, writers, keyIds, dataClassTag }: Watched): readonly WayAround[] {
  const tag = (n: number) => `($.requestParameters.tags[${n}].key = "${dataClassTag}")`;
  const tagged = `(${[0, 1, 2, 3].map(tag).join(' || ')} || ($.requestParameters.tags[4].key = "*"))`;
  return [
    ...Object.entries(ANYBODY).map(([name, [says, ...events]]) => ({ name, says, pattern: `{ ${anyOf(events)} }` })),
    ...Object.entries(BY_HAND).map(([name, [says, ...events]]) => ({
      name,
      says,
      pattern: `{ (${anyOf(events)}) && ${byHand()} }`,
    })),
    {
      name: 'KeyChanged',
      says: 'The policy of a key was changed, or the key lent or disabled.',
      pattern: `{ (${anyOf(['PutKeyPolicy', 'CreateGrant', 'DisableKey', 'ScheduleKeyDeletion'])}) && (${keyIds.map((id) => `($.requestParameters.keyId = "*${id}")`).join(' || ')}) }`,
    },
    {
      name: 'DataClassGiven',
      says: 'A role was made, tagged or taken with the tag that opens availability, also in a deployment.',
      // A pattern cannot say "any of the tags": whoever sends five or more is told as well.
      pattern: `{ (${anyOf(['TagRole', 'CreateRole', 'TagUser', 'CreateUser', 'AssumeRole*', 'GetFederationToken'])}) && ${tagged} }`,
    },
    {
      name: 'ForeignStack',
      says: 'A stack was made or changed that is not of this stage: its roles may be anything.',
      pattern: `{ (${anyOf(['CreateStack', 'UpdateStack', 'CreateChangeSet'])}) && ($.requestParameters.stackName != "*${stage}-*") }`,
    },
    {
      name: 'FunctionAsked',
      says: 'A function of the API was called past API Gateway: it believes who the event says is asking.',
      pattern: `{ ($.eventName = "Invoke*") && ((${BY} NOT EXISTS) || (${BY} != "apigateway.amazonaws.com")) }`,
    },
    {
      name: 'ForeignExtract',
      says: 'An extract was delivered by somebody who is no source system.',
      pattern: `{ (${anyOf(['PutObject', 'CompleteMultipartUpload', 'CopyObject'])}) && ($.requestParameters.bucketName = "${dropsBucket}") && ((${ISSUER} NOT EXISTS) || (${others(writers)})) }`,
    },
  ];
}

function anyOf(events: readonly string[]): string {
  return events.map((event) => `($.eventName = "${event}")`).join(' || ');
}

function byHand(): string {
  return `((${BY} NOT EXISTS) || (${BY} != "cloudformation.amazonaws.com"))`;
}

/** Without writers every session is foreign. */
function others(writers: readonly string[]): string {
  return writers.length === 0 ? `${ISSUER} = "*"` : writers.map((id) => `(${ISSUER} != "${id}")`).join(' && ');
}
