import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
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
  /** Stands from the moment when the whole body is here; a body that fails leaves nothing. */
  put(key: string, body: AsyncIterable<Buffer>, now: () => number): Promise<StoredVersion>;
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
    forget(versionId);
  }

  function forget(versionId: string): void {
    bodies.delete(versionId);
    if (folder !== null) rmSync(join(folder, versionId), { force: true });
  }

  /** In memory, or piece by piece in its file: a body of a gigabyte is never held whole. */
  async function keep(versionId: string, body: AsyncIterable<Buffer>): Promise<{ size: number; etag: string }> {
    const hash = createHash('md5');
    const pieces: Buffer[] = [];
    let size = 0;
    const file = folder === null ? null : await open(join(folder, versionId), 'w');
    try {
      for await (const piece of body) {
        hash.update(piece);
        size += piece.length;
        if (file === null) pieces.push(piece);
        else await file.writeFile(piece);
      }
    } finally {
      await file?.close();
    }
    if (file === null) bodies.set(versionId, Buffer.concat(pieces));
    return { size, etag: hash.digest('hex') };
  }

  return {
    versioned,
    async put(key, body, now) {
      const versionId = randomUUID();
      // The body first: an index line without its body would be a lie after a crash.
      const { size, etag } = await keep(versionId, body).catch((cause: unknown) => {
        forget(versionId);
        throw cause;
      });
      const older = versioned ? [] : (byKey.get(key) ?? []);
      const version = { key, versionId, deleteMarker: false, size, etag, at: now() };
      record({ put: version });
      for (const one of older) drop(key, one.versionId);
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
