import type { Objects } from '../../functions/aws/objects.ts';

/** A bucket in memory, every version kept. */
export function memoryObjects(): Objects {
  const keys = new Map<string, { versionId: string; body: Uint8Array | null }[]>();
  let count = 0;
  const add = (key: string, body: Uint8Array | null) => {
    count += 1;
    keys.set(key, [{ versionId: `v${count}`, body }, ...(keys.get(key) ?? [])]);
  };
  const below = (prefix: string) => [...keys.keys()].filter((key) => key.startsWith(prefix)).sort();
  const list = (prefix: string) => below(prefix).filter((key) => keys.get(key)?.[0]?.body !== null);
  return {
    async get(key, versionId) {
      const versions = keys.get(key) ?? [];
      const found = versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
      if (found === undefined || found.body === null) throw new Error('there is no such object');
      return found.body;
    },
    async put(key, body) {
      add(key, typeof body === 'string' ? Buffer.from(body) : body);
    },
    async remove(key) {
      add(key, null);
    },
    list: async (prefix) => list(prefix),
    async folders(prefix) {
      const names = list(prefix).map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1));
      return [...new Set(names)].filter((name) => name !== '');
    },
    async versions(prefix) {
      return below(prefix).flatMap((key) =>
        (keys.get(key) ?? []).map(({ versionId, body }) => ({
          ...{ key, versionId, deleteMarker: body === null, modified: 0 },
          size: body?.length ?? 0,
        })),
      );
    },
  };
}
