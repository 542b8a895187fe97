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
  readonly dropsBucket: string;
  /** Ids of the roles that deliver extracts: a role made again under the same name has another. */
  readonly writers: readonly string[];
  readonly dataClassTag: string;
}

/** CloudWatch takes no longer pattern. */
export const LONGEST_PATTERN = 1024;

const ISSUER = '$.userIdentity.sessionContext.sessionIssuer.principalId';
const BY_CLOUDFORMATION = '$.userIdentity.invokedBy';

export function waysAround({ dropsBucket, writers, dataClassTag }: Watched): readonly WayAround[] {
  return [
    calls('KeyChanged', 'The policy of a key was changed, or the key lent or disabled.', [
      'PutKeyPolicy',
      'CreateGrant',
      'DisableKey',
      'ScheduleKeyDeletion',
    ]),
    calls('DataPolicyChanged', 'The policy of a table or a bucket was changed.', [
      'PutResourcePolicy',
      'DeleteResourcePolicy',
      'PutBucketPolicy',
      'DeleteBucketPolicy',
    ]),
    calls('TableCopied', 'A table was restored, exported or copied under another name.', [
      'RestoreTableToPointInTime',
      'RestoreTableFromBackup',
      'ExportTableToPointInTime',
      'CreateBackup',
      'StartBackupJob',
    ]),
    {
      name: 'RoleTagged',
      says: 'A role or user was made or tagged outside a deployment: a tag opens availability.',
      pattern: `{ (${['TagRole', 'CreateRole', 'TagUser', 'CreateUser'].map(isCalled).join(' || ')}) && ${notByCloudFormation()} }`,
    },
    {
      name: 'SessionTagged',
      says: 'A role was taken with the tag that opens availability.',
      // A pattern cannot say "any of the tags"; AWS keeps them in the order in which they were sent.
      pattern: `{ ($.eventName = "AssumeRole*") && (${[0, 1, 2, 3].map((n) => `($.requestParameters.tags[${n}].key = "${dataClassTag}")`).join(' || ')}) }`,
    },
    {
      name: 'RolePassed',
      says: 'A function was given another role, outside a deployment.',
      pattern: `{ (($.eventName = "UpdateFunctionConfiguration20150331v2") || ($.eventName = "CreateFunction20150331")) && ${notByCloudFormation()} }`,
    },
    calls('TrustChanged', 'Who may take a role was changed.', ['UpdateAssumeRolePolicy']),
    {
      name: 'CodeChanged',
      says: 'The code of a function was changed outside a deployment.',
      pattern: `{ ($.eventName = "UpdateFunctionCode20150331v2") && ${notByCloudFormation()} }`,
    },
    calls('IdentityMade', 'Somebody was made or given a password or a provider in the user pool.', [
      'AdminCreateUser',
      'AdminSetUserPassword',
      'AdminLinkProviderForUser',
      'CreateIdentityProvider',
      'UpdateIdentityProvider',
    ]),
    {
      name: 'ForeignExtract',
      says: 'An extract was delivered by somebody who is no source system.',
      pattern: `{ (($.eventName = "PutObject") || ($.eventName = "CompleteMultipartUpload") || ($.eventName = "CopyObject")) && ($.requestParameters.bucketName = "${dropsBucket}") && (${[
        `${ISSUER} NOT EXISTS`,
        others(writers),
      ]
        .filter((part) => part !== '')
        .map((part) => `(${part})`)
        .join(' || ')}) }`,
    },
    calls('TrailChanged', 'The record of calls was stopped or changed.', [
      'StopLogging',
      'DeleteTrail',
      'UpdateTrail',
      'PutEventSelectors',
    ]),
  ];
}

function calls(name: string, says: string, events: readonly string[]): WayAround {
  return { name, says, pattern: `{ ${events.map(isCalled).join(' || ')} }` };
}

function isCalled(event: string): string {
  return `($.eventName = "${event}")`;
}

function notByCloudFormation(): string {
  return `((${BY_CLOUDFORMATION} NOT EXISTS) || (${BY_CLOUDFORMATION} != "cloudformation.amazonaws.com"))`;
}

/** Without writers every session is foreign. */
function others(writers: readonly string[]): string {
  return writers.length === 0 ? `${ISSUER} = "*"` : writers.map((id) => `(${ISSUER} != "${id}")`).join(' && ');
}
