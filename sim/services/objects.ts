import { type Command, type Service, unknownTo } from './service.ts';

export interface StoredVersion {
  readonly versionId: string;
  /** Null for a delete marker. */
  readonly body: Uint8Array | null;
  readonly at: number;
}

interface Input {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
  readonly Body: string | Uint8Array;
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly ContinuationToken?: string;
  readonly KeyMarker?: string;
}

const PAGE = 50;

/** S3: versions of every key, oldest first; lists come in pages. */
export class Objects implements Service {
  readonly #buckets = new Map<string, Map<string, StoredVersion[]>>();
  #count = 0;

  apply(command: Command): unknown {
    const input = command.input as Input;
    switch (command.constructor.name) {
      case 'PutObjectCommand':
        return this.put(input.Bucket, input.Key, input.Body);
      case 'GetObjectCommand':
        return { Body: bodyOf(this.get(input.Bucket, input.Key, input.VersionId)) };
      case 'DeleteObjectCommand':
        return this.remove(input.Bucket, input.Key);
      case 'ListObjectsV2Command':
        return this.#list(input);
      case 'ListObjectVersionsCommand':
        return this.#listVersions(input);
      default:
        throw unknownTo('S3', command);
    }
  }

  put(bucket: string, key: string, body: string | Uint8Array): StoredVersion {
    return this.#add(bucket, key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
  }

  /** A delete marker; the versions stay. */
  remove(bucket: string, key: string): StoredVersion {
    return this.#add(bucket, key, null);
  }

  get(bucket: string, key: string, versionId?: string): Uint8Array {
    const versions = this.versions(bucket, key);
    const found = versionId === undefined ? versions.at(-1) : versions.find((version) => version.versionId === versionId);
    if (found === undefined || found.body === null) throw Object.assign(new Error('no such key'), { name: 'NoSuchKey' });
    return found.body;
  }

  versions(bucket: string, key: string): readonly StoredVersion[] {
    return this.#bucket(bucket).get(key) ?? [];
  }

  keys(bucket: string, prefix = ''): string[] {
    return [...this.#bucket(bucket).keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  #add(bucket: string, key: string, body: Uint8Array | null): StoredVersion {
    this.#count += 1;
    const version = { versionId: `v${String(this.#count).padStart(6, '0')}`, body, at: this.#count };
    const all = this.#bucket(bucket);
    all.set(key, [...(all.get(key) ?? []), version]);
    return version;
  }

  #bucket(name: string): Map<string, StoredVersion[]> {
    const known = this.#buckets.get(name) ?? new Map<string, StoredVersion[]>();
    this.#buckets.set(name, known);
    return known;
  }

  #list({ Bucket, Prefix, Delimiter, ContinuationToken = '' }: Input): unknown {
    const current = this.keys(Bucket, Prefix).filter((key) => this.versions(Bucket, key).at(-1)?.body !== null);
    const folderOf = (key: string) => {
      const end = Delimiter === undefined ? -1 : key.indexOf(Delimiter, Prefix.length);
      return end < 0 ? null : key.slice(0, end + 1);
    };
    const names = [...new Set(current.map((key) => folderOf(key) ?? key))].filter((name) => name > ContinuationToken);
    const page = names.slice(0, PAGE);
    return {
      Contents: page.filter((name) => !name.endsWith('/')).map((Key) => ({ Key })),
      CommonPrefixes: page.filter((name) => name.endsWith('/')).map((Common) => ({ Prefix: Common })),
      ...(names.length > PAGE ? { NextContinuationToken: page.at(-1) } : {}),
    };
  }

  #listVersions({ Bucket, Prefix, KeyMarker = '' }: Input): unknown {
    const keys = this.keys(Bucket, Prefix).filter((key) => key > KeyMarker);
    const page = keys.slice(0, PAGE);
    const entries = page.flatMap((Key) => {
      const versions = this.versions(Bucket, Key);
      return versions.map(({ versionId, body, at }) => ({
        marker: body === null,
        entry: {
          Key,
          VersionId: versionId,
          IsLatest: versions.at(-1)?.versionId === versionId,
          LastModified: new Date(at),
          Size: body?.length,
        },
      }));
    });
    return {
      Versions: entries.filter(({ marker }) => !marker).map(({ entry }) => entry),
      DeleteMarkers: entries.filter(({ marker }) => marker).map(({ entry }) => entry),
      ...(keys.length > PAGE ? { IsTruncated: true, NextKeyMarker: page.at(-1) } : {}),
    };
  }
}

function bodyOf(bytes: Uint8Array) {
  return { transformToByteArray: () => Promise.resolve(bytes) };
}
