import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly size: number;
  readonly etag: string;
  readonly at: number;
}

/** The objects of one bucket. Versions of a key stand newest first. */
export interface ObjectStore {
  readonly versioned: boolean;
  put(key: string, body: Buffer, at: number): StoredVersion;
  /** A delete marker in a versioned bucket, else the object itself. */
  remove(key: string, at: number): StoredVersion | null;
  removeVersion(key: string, versionId: string): void;
  versions(key: string): readonly StoredVersion[];
  keys(): readonly string[];
  read(version: StoredVersion): Buffer;
}

/** `folder` null keeps everything in memory; else an append-only index and one file a version lie there. */
export function openObjectStore(folder: string | null, versioned: boolean): ObjectStore {
  const byKey = new Map<string, StoredVersion[]>();
  const bodies = new Map<string, Buffer>();
  let sorted: string[] | null = null;
  const index = folder === null ? null : join(folder, 'index.jsonl');
  if (folder !== null) {
    mkdirSync(folder, { recursive: true });
    if (index !== null && existsSync(index)) {
      for (const line of readFileSync(index, 'utf8').split('\n')) if (line.endsWith('}')) apply(JSON.parse(line) as Entry);
    }
  }

  type Entry = { put: StoredVersion } | { drop: { key: string; versionId: string } };

  function apply(entry: Entry): void {
    sorted = null;
    if ('put' in entry) {
      const { key } = entry.put;
      byKey.set(key, [entry.put, ...(byKey.get(key) ?? [])]);
      return;
    }
    const { key, versionId } = entry.drop;
    const left = (byKey.get(key) ?? []).filter((version) => version.versionId !== versionId);
    if (left.length > 0) byKey.set(key, left);
    else byKey.delete(key);
  }

  function record(entry: Entry): void {
    if (index !== null) appendFileSync(index, `${JSON.stringify(entry)}\n`);
    apply(entry);
  }

  function drop(key: string, versionId: string): void {
    record({ drop: { key, versionId } });
    bodies.delete(versionId);
    if (folder !== null && existsSync(join(folder, versionId))) unlinkSync(join(folder, versionId));
  }

  return {
    versioned,
    put(key, body, at) {
      const older = versioned ? [] : (byKey.get(key) ?? []);
      const etag = createHash('md5').update(body).digest('hex');
      const version = { key, versionId: randomUUID(), deleteMarker: false, size: body.length, etag, at };
      // The body first: an index line without its body would be a lie after a crash.
      if (folder === null) bodies.set(version.versionId, body);
      else writeFileSync(join(folder, version.versionId), body);
      record({ put: version });
      for (const { versionId } of older) drop(key, versionId);
      return version;
    },
    remove(key, at) {
      if (!versioned) {
        for (const { versionId } of byKey.get(key) ?? []) drop(key, versionId);
        return null;
      }
      const marker = { key, versionId: randomUUID(), deleteMarker: true, size: 0, etag: '', at };
      record({ put: marker });
      return marker;
    },
    removeVersion: drop,
    versions: (key) => byKey.get(key) ?? [],
    keys() {
      sorted ??= [...byKey.keys()].sort();
      return sorted;
    },
    read: ({ versionId }) =>
      folder === null ? (bodies.get(versionId) ?? Buffer.alloc(0)) : readFileSync(join(folder, versionId)),
  };
}
