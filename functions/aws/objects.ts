import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly size: number;
  /** When S3 took it, in epoch milliseconds; S3 tells whole seconds. */
  readonly modified: number;
}

/** One bucket, as the handlers use it. */
export interface Objects {
  get(key: string, versionId?: string): Promise<Uint8Array>;
  put(key: string, body: string | Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  list(prefix: string): Promise<string[]>;
  /** The next level of names below a prefix, each with its closing slash. */
  folders(prefix: string): Promise<string[]>;
  /** Every version below a prefix, newest first within a key. */
  versions(prefix: string): Promise<ObjectVersion[]>;
}

export function objectsOf(s3: S3Client, Bucket: string): Objects {
  return {
    async get(Key, versionId) {
      const found = await s3.send(
        new GetObjectCommand({ Bucket, Key, ...(versionId === undefined ? {} : { VersionId: versionId }) }),
      );
      if (found.Body === undefined) throw new Error('S3 answered without a body');
      return found.Body.transformToByteArray();
    },
    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async remove(Key) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async list(Prefix) {
      const keys: string[] = [];
      for await (const page of pages((token) =>
        s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken: token })),
      )) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
      }
      return keys;
    },
    async folders(Prefix) {
      const found: string[] = [];
      const list = (token: string | undefined) =>
        s3.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/', ContinuationToken: token }));
      for await (const page of pages(list)) {
        for (const common of page.CommonPrefixes ?? []) if (common.Prefix !== undefined) found.push(common.Prefix);
      }
      return found;
    },
    versions: (prefix) => listVersions(s3, Bucket, prefix),
  };
}

async function* pages<P extends { NextContinuationToken?: string | undefined }>(
  read: (token: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let token: string | undefined;
  do {
    const page = await read(token);
    yield page;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function listVersions(s3: S3Client, Bucket: string, Prefix: string): Promise<ObjectVersion[]> {
  const found: (ObjectVersion & { latest: boolean })[] = [];
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }));
    for (const [deleteMarker, entries] of [
      [false, page.Versions],
      [true, page.DeleteMarkers],
    ] as const) {
      for (const entry of entries ?? []) {
        const size = Number((entry as { Size?: number }).Size ?? 0);
        const modified = entry.LastModified?.getTime() ?? 0;
        const latest = entry.IsLatest === true;
        found.push({ key: entry.Key ?? '', versionId: entry.VersionId ?? '', deleteMarker, size, modified, latest });
      }
    }
    KeyMarker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
    VersionIdMarker = page.NextVersionIdMarker;
  } while (KeyMarker !== undefined);
  // S3 lists versions and markers apart; the latest is marked, the rest stand in order of time.
  return found
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : Number(b.latest) - Number(a.latest) || b.modified - a.modified))
    .map(({ latest: _latest, ...version }) => version);
}
