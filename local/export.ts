import { gunzipSync } from 'node:zlib';
import { generationKey } from '../functions/day-target.ts';
import { ORGANISATION_POINTER, organisationPointerSchema } from '../functions/organisation-pointer.ts';
import { windowObjectKey } from '../functions/window-target.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { by } from '../lib/order.ts';
import { getIfThere } from './if-there.ts';
import { scan } from './scan.ts';
import type { Stores } from './stores.ts';
import { allPointers, allReceipts, allWindows } from './summary.ts';

/** Everything that is published, as one comparable text a line: generation names are replaced, revisions and history left out. */
export async function exportPublished(stores: Stores): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of publishedLines(stores)) lines.push(line);
  return lines.sort();
}

/** The same in no order, one line after the other: a force of 13,000 does not fit into memory. */
export async function* publishedLines(stores: Stores): AsyncGenerator<string> {
  const current = new Map<string, string>();
  for (const pointer of await allPointers(stores)) {
    const { date, generation, hash, status, methodVersion, policyVersion, codeVersion, totals } = pointer;
    if (generation === null) continue;
    current.set(`${date}#${generation}`, `${date}#current`);
    yield JSON.stringify(['day', date, status, hash, methodVersion, policyVersion, codeVersion, totals]);
    yield JSON.stringify(['day object', date, await contentHash(stores, generationKey(date, generation))]);
  }
  for (const { start, generation, hash } of await allWindows(stores)) {
    if (generation === null) continue;
    current.set(`${start}#${generation}`, `${start}#current`);
    yield JSON.stringify(['window', start, hash]);
    yield JSON.stringify(['window object', start, await contentHash(stores, windowObjectKey(start, generation))]);
  }
  for (const table of ['productivity', 'availability'] as const) {
    for await (const item of scan(stores, table)) {
      const found = /\d{4}-\d{2}-\d{2}#r\d{5}-[0-9a-f]{16}/.exec(`${item.pk} ${item.sk}`)?.[0];
      const name = found === undefined ? undefined : current.get(found);
      if (found !== undefined && name !== undefined)
        yield stable({ ...item, pk: item.pk.replace(found, name), sk: item.sk.replace(found, name) });
    }
  }
  const pointer = await stores.organisation.get({ ...ORGANISATION_POINTER });
  if (pointer === undefined) return;
  const { generation, hash, asOf, dataTo, cuts } = organisationPointerSchema.parse(pointer);
  yield JSON.stringify(['organisation', hash, asOf, dataTo, cuts]);
  yield JSON.stringify(['organisation object', await contentHash(stores, `organisation/${generation}.json.gz`, { asOf: null })]);
  for await (const item of scan(stores, 'organisation')) {
    if (item.pk.startsWith(`O#${generation}#`)) yield stable({ ...item, pk: item.pk.replace(generation, 'current') });
  }
}

/** What became of every file: the verdict on each version but those withdrawn, newest first, and which of them is in force. */
export async function* verdictLines(stores: Stores): AsyncGenerator<string> {
  for (const { key, seen, accepted } of await allReceipts(stores)) {
    const versions = seen.filter(({ state }) => state !== 'withdrawn');
    const verdicts = versions.map(({ state, decided, counts, flags = {}, reason }) => [
      state,
      decided,
      counts,
      Object.entries(flags).sort(by(([flag]) => flag)),
      reason?.code,
    ]);
    yield JSON.stringify(['file', key, verdicts, versions.findIndex(({ dropId }) => dropId === accepted)]);
  }
}

/** One name for all lines, in whatever order they come. */
export function digest(lines: Iterable<string>): string {
  return digestOfHashes(Array.from(lines, sha256));
}

export function digestOfHashes(hashes: readonly string[]): string {
  return sha256(hashes.toSorted().join('\n'));
}

/** Of what an object says but for what is no content, not of how it is packed; null when it is gone. */
async function contentHash({ facts }: Stores, key: string, without: object = {}): Promise<string | null> {
  const body = await getIfThere(facts, key);
  if (body === null) return null;
  return sha256(JSON.stringify({ ...(JSON.parse(gunzipSync(body).toString('utf8')) as object), ...without }));
}

/** The names of attributes come back in any order. */
function stable(item: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(item).sort(by(([name]) => name))));
}
