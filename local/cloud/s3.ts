import { NotEmulated, ServiceError } from './errors.ts';
import type { Access, Principal } from './iam.ts';
import type { ObjectStore, StoredVersion } from './object-store.ts';
import { bodyOf, type Headers } from './s3-body.ts';

export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Of an upload, as it arrives. */
  readonly body: AsyncIterable<Buffer>;
  readonly principal: Principal;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

export interface Bucket {
  readonly name: string;
  readonly store: ObjectStore;
  readonly changed: (detailType: 'Object Created' | 'Object Deleted', version: StoredVersion) => void;
}

const PAGE = 1000;
const KNOWN_QUERY = new Set([
  'x-id',
  'versionId',
  'versions',
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'key-marker',
  'version-id-marker',
  'encoding-type',
]);
const REFUSED_HEADERS = [
  'if-match',
  'if-none-match',
  'range',
  'x-amz-copy-source',
  'x-amz-tagging',
  'x-amz-server-side-encryption-customer-algorithm',
];

/** Answers one request in path style. What it does not do is refused by name. */
export async function answerS3(
  buckets: ReadonlyMap<string, Bucket>,
  access: Access,
  now: () => number,
  request: S3Request,
): Promise<S3Answer> {
  for (const name of request.query.keys()) if (!KNOWN_QUERY.has(name)) throw new NotEmulated(`the S3 parameter ${name}`);
  for (const name of REFUSED_HEADERS) if (request.headers[name] !== undefined) throw new NotEmulated(`the S3 header ${name}`);
  const [, bucketName = '', ...rest] = request.path.split('/');
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) throw new ServiceError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const key = decodeURIComponent(rest.join('/'));
  const allow = (action: string, resource: string) => access.check(request.principal, action, resource);
  if (key === '') {
    if (request.method !== 'GET') throw new NotEmulated(`the S3 bucket operation ${request.method}`);
    const versions = request.query.has('versions');
    allow(versions ? 's3:ListBucketVersions' : 's3:ListBucket', `arn:aws:s3:::${bucketName}`);
    return xml(versions ? listVersions(bucket, request.query) : listObjects(bucket, request.query));
  }
  const arn = `arn:aws:s3:::${bucketName}/${key}`;
  const versionId = request.query.get('versionId');
  switch (request.method) {
    case 'PUT':
      allow('s3:PutObject', arn);
      return putObject(bucket, key, bodyOf(request.headers, request.body), now);
    case 'GET':
    case 'HEAD':
      allow(versionId === null ? 's3:GetObject' : 's3:GetObjectVersion', arn);
      return getObject(bucket, key, versionId, request.method === 'HEAD');
    case 'DELETE':
      allow(versionId === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion', arn);
      return deleteObject(bucket, key, versionId, now());
    default:
      throw new NotEmulated(`the S3 operation ${request.method}`);
  }
}

async function putObject(bucket: Bucket, key: string, body: AsyncIterable<Buffer>, now: () => number): Promise<S3Answer> {
  const version = await bucket.store.put(key, body, now);
  bucket.changed('Object Created', version);
  return { status: 200, headers: { etag: `"${version.etag}"`, ...versionHeader(bucket, version) }, body: '' };
}

function versionHeader(bucket: Bucket, { versionId }: StoredVersion): Record<string, string> {
  return bucket.store.versioned ? { 'x-amz-version-id': versionId } : {};
}

function getObject(bucket: Bucket, key: string, versionId: string | null, head: boolean): S3Answer {
  const versions = bucket.store.versions(key);
  const version = versionId === null ? versions[0] : versions.find((one) => one.versionId === versionId);
  if (version === undefined || version.deleteMarker)
    throw new ServiceError(404, 'NoSuchKey', 'The specified key does not exist.');
  const headers = {
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.at).toUTCString(),
    'content-type': 'application/octet-stream',
    'content-length': String(version.size),
    ...versionHeader(bucket, version),
  };
  return { status: 200, headers, body: head ? '' : bucket.store.read(version) };
}

function deleteObject(bucket: Bucket, key: string, versionId: string | null, at: number): S3Answer {
  if (versionId !== null) {
    const gone = bucket.store.versions(key).find((one) => one.versionId === versionId);
    bucket.store.removeVersion(key, versionId);
    if (gone !== undefined) bucket.changed('Object Deleted', gone);
    return { status: 204, headers: {}, body: '' };
  }
  const last = bucket.store.versions(key)[0];
  const marker = bucket.store.remove(key, at);
  const deleted = marker ?? last;
  if (deleted !== undefined) bucket.changed('Object Deleted', deleted);
  return {
    status: 204,
    headers: marker === null ? {} : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId },
    body: '',
  };
}

function listObjects({ name, store }: Bucket, query: URLSearchParams): string {
  if (query.get('list-type') !== '2') throw new NotEmulated('the first version of ListObjects');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter');
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const most = Math.min(PAGE, Number(query.get('max-keys') ?? PAGE));
  const entries: string[] = [];
  let last = '';
  let truncated = false;
  let common = '';
  for (const key of store.keys()) {
    if (
      key <= after ||
      !key.startsWith(prefix) ||
      (after.endsWith('/') && delimiter !== null && key.startsWith(after) && after.length > prefix.length)
    )
      continue;
    const version = store.versions(key)[0] as StoredVersion;
    if (version.deleteMarker) continue;
    const cut = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    const folder = cut < 0 ? '' : key.slice(0, cut + 1);
    if (folder !== '' && folder === common) continue;
    if (entries.length === most) {
      truncated = true;
      break;
    }
    common = folder;
    last = folder === '' ? key : folder;
    entries.push(folder === '' ? contents(version) : `<CommonPrefixes><Prefix>${escapeXml(folder)}</Prefix></CommonPrefixes>`);
  }
  const next = truncated ? `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>` : '';
  return `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${name}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${entries.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${entries.join('')}${next}</ListBucketResult>`;
}

function contents({ key, at, etag, size }: StoredVersion): string {
  return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${new Date(at).toISOString()}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}

function listVersions({ name, store }: Bucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker');
  const versionMarker = query.get('version-id-marker');
  const all = store
    .keys()
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => store.versions(key).map((version, age) => ({ ...version, latest: age === 0 })));
  const start =
    keyMarker === null ? 0 : all.findIndex(({ key, versionId }) => key === keyMarker && versionId === versionMarker) + 1;
  const page = all.slice(start, start + PAGE);
  const truncated = start + PAGE < all.length;
  const last = page.at(-1);
  const next =
    truncated && last !== undefined
      ? `<NextKeyMarker>${escapeXml(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.versionId}</NextVersionIdMarker>`
      : '';
  const rows = page.map(({ key, versionId, latest, at, etag, size, deleteMarker }) => {
    const common = `<Key>${escapeXml(key)}</Key><VersionId>${versionId}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${new Date(at).toISOString()}</LastModified>`;
    return deleteMarker
      ? `<DeleteMarker>${common}</DeleteMarker>`
      : `<Version>${common}<ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size></Version>`;
  });
  return `<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${name}</Name><Prefix>${escapeXml(prefix)}</Prefix><IsTruncated>${truncated}</IsTruncated>${rows.join('')}${next}</ListVersionsResult>`;
}

export function xml(body: string, status = 200): S3Answer {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]|[^\x20-\x7e]/gu, (one) => `&#${one.codePointAt(0)};`);
}
