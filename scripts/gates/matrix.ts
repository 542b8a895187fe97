/** What each function may do, whole: whatever does not stand here is denied, and the tests ask for all of it. */
export const TABLE_ACTIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLSelect',
  'ExportTableToPointInTime',
] as const;
export const OBJECT_ACTIONS = ['GetObject', 'GetObjectVersion', 'PutObject', 'DeleteObject', 'PutObjectAcl'] as const;
export const BUCKET_ACTIONS = ['ListBucket', 'ListBucketVersions', 'PutBucketPolicy'] as const;
export const QUEUE_ACTIONS = ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'PurgeQueue'] as const;

export const TABLES = ['Registry', 'Trust', 'Organisation', 'Productivity', 'Availability'] as const;
export const BUCKETS = ['Drops', 'Facts'] as const;
export const QUEUES = ['DropsQueue', 'WorkQueue'] as const;
/** One object of each kind that lies in the facts. */
export const FOLDERS = ['facts/', 'quarantine/', 'generations/', 'organisation/'] as const;

interface Rights {
  readonly tables?: Readonly<Partial<Record<(typeof TABLES)[number], string>>>;
  /** Writes of items whose partition key begins so, and of no others. */
  readonly keyed?: Readonly<Partial<Record<(typeof TABLES)[number], readonly [actions: string, ...keys: string[]]>>>;
  readonly objects?: Readonly<Partial<Record<(typeof BUCKETS)[number], string>>>;
  /** Of one folder alone. */
  readonly folder?: readonly [bucket: (typeof BUCKETS)[number], folder: (typeof FOLDERS)[number], actions: string];
  readonly buckets?: Readonly<Partial<Record<(typeof BUCKETS)[number], string>>>;
  readonly queues?: Readonly<Partial<Record<(typeof QUEUES)[number], string>>>;
}

const READ = 'GetItem BatchGetItem Query';
const RIGHTS = { Registry: READ, Organisation: READ, Trust: READ };

export const MATRIX: Readonly<Record<string, Rights>> = {
  Ingest: {
    tables: { Registry: `${READ} PutItem UpdateItem`, Trust: 'Query' },
    objects: { Drops: 'GetObjectVersion', Facts: 'GetObject PutObject' },
    buckets: { Drops: 'ListBucketVersions', Facts: 'ListBucket' },
    queues: { DropsQueue: 'ReceiveMessage DeleteMessage', WorkQueue: 'SendMessage' },
  },
  Score: {
    tables: {
      Registry: `${READ} PutItem`,
      Trust: 'Query',
      Organisation: 'GetItem PutItem BatchWriteItem',
      Productivity: 'BatchWriteItem',
      Availability: 'BatchWriteItem',
    },
    objects: { Facts: 'GetObject PutObject' },
    buckets: { Facts: 'ListBucket' },
    queues: { WorkQueue: 'SendMessage ReceiveMessage DeleteMessage' },
  },
  Watch: {
    tables: {
      Registry: READ,
      Organisation: 'GetItem BatchWriteItem',
      Productivity: 'BatchWriteItem',
      Availability: 'BatchWriteItem',
    },
    objects: { Facts: 'GetObject PutObject DeleteObject' },
    buckets: { Drops: 'ListBucketVersions', Facts: 'ListBucket' },
    queues: { DropsQueue: 'SendMessage', WorkQueue: 'SendMessage' },
  },
  Productivity: { tables: { ...RIGHTS, Productivity: READ } },
  Availability: {
    tables: { ...RIGHTS, Productivity: READ, Availability: READ },
    keyed: { Trust: ['PutItem', 'SEEN#'] },
    folder: ['Facts', 'generations/', 'GetObject'],
  },
  Operations: { tables: { ...RIGHTS, Productivity: READ }, folder: ['Facts', 'quarantine/', 'GetObject'] },
  Trust: {
    tables: RIGHTS,
    keyed: { Trust: ['PutItem', 'DECISION#day#', 'GRANTS#', 'COVERS#', 'ROLES', 'SEEN#P#'] },
    queues: { WorkQueue: 'SendMessage' },
  },
};

export interface Row {
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly keys?: readonly string[];
  readonly allowed: boolean;
}

/** A partition key of each form that the table of trust has. */
const TRUST_KEYS = ['SEEN#P#x', 'SEEN#U#x', 'DECISION#day#x', 'DECISION#drop#x', 'GRANTS#x', 'COVERS#x', 'ROLES', 'ELSE#x'];

/** Every function with every action on every resource. */
export function rows(): Row[] {
  return Object.entries(MATRIX).flatMap(([who, rights]) => [
    ...TABLES.flatMap((table) => TABLE_ACTIONS.flatMap((action) => tableRows(who, rights, table, action))),
    ...BUCKETS.flatMap((bucket) => FOLDERS.flatMap((folder) => objectRows(who, rights, bucket, folder))),
    ...BUCKETS.flatMap((bucket) =>
      BUCKET_ACTIONS.map((action) => row(who, `s3:${action}`, `<${bucket}>`, has(rights.buckets?.[bucket], action))),
    ),
    ...QUEUES.flatMap((queue) =>
      QUEUE_ACTIONS.map((action) => row(who, `sqs:${action}`, `<${queue}>`, has(rights.queues?.[queue], action))),
    ),
  ]);
}

function tableRows(who: string, rights: Rights, table: (typeof TABLES)[number], action: string): Row[] {
  const whole = has(rights.tables?.[table], action);
  const [keyedActions, ...starts] = rights.keyed?.[table] ?? [''];
  const keys = table === 'Trust' ? TRUST_KEYS : ['ANY#x'];
  return keys.map((key) => ({
    ...row(
      who,
      `dynamodb:${action}`,
      `<${table}>`,
      whole || (has(keyedActions, action) && starts.some((one) => key.startsWith(one))),
    ),
    keys: [key],
  }));
}

function objectRows(who: string, rights: Rights, bucket: (typeof BUCKETS)[number], folder: string): Row[] {
  return OBJECT_ACTIONS.map((action) => {
    const [ownBucket, ownFolder, ownActions] = rights.folder ?? [];
    const inFolder = ownBucket === bucket && ownFolder === folder && has(ownActions, action);
    return row(who, `s3:${action}`, `<${bucket}>/${folder}x`, has(rights.objects?.[bucket], action) || inFolder);
  });
}

function row(who: string, action: string, resource: string, allowed: boolean): Row {
  return { who, action, resource, allowed };
}

function has(actions: string | undefined, action: string): boolean {
  return actions?.split(' ').includes(action) === true;
}
