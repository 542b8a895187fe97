import { type DropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { quarantineKey } from '../lib/ingest/facts.ts';
import type { QuarantinedRow } from '../lib/ingest/reading.ts';
import type { Receipt, VersionVerdict } from '../lib/ingest/receipt.ts';
import type { Objects } from './aws/objects.ts';

/** The rejected rows of a drop with their reasons; nothing when there are none. */
export async function writeRejected(
  facts: Pick<Objects, 'put'>,
  { key, system, feed, name }: DropKey,
  dropId: string,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { gzipSync } = await import('node:zlib');
  await facts.put(quarantineKey(system, feed.name, name, dropId), gzipSync(JSON.stringify({ key, rows })));
}

/** Those of one version; none of a version that was not read or had none, nor of one whose rows are no longer kept. */
export async function readRejected(
  facts: Pick<Objects, 'get'>,
  receipt: Receipt,
  version: VersionVerdict | undefined,
  isGone: (cause: unknown) => boolean,
): Promise<readonly QuarantinedRow[]> {
  if (version === undefined || version.dropId === null || (version.counts?.quarantined ?? 0) === 0) return [];
  const { system, feed, name } = parseDropKey(receipt.key);
  const packed = await facts.get(quarantineKey(system, feed.name, name, version.dropId)).catch((cause: unknown) => {
    if (isGone(cause)) return null;
    throw cause;
  });
  if (packed === null) return [];
  // Loaded here: of the questions of the API one comes so far.
  const { gunzipSync } = await import('node:zlib');
  return (JSON.parse(gunzipSync(packed).toString('utf8')) as { rows: QuarantinedRow[] }).rows;
}
