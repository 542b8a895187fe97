import { type Warned, warnedFiles } from '../functions/profiles.ts';
import { readReceipt, receiptKey } from '../functions/registry.ts';
import type { Warning } from '../lib/ingest/checks.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { FeedName } from '../lib/sources/catalogue.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { DEMO_FORCE } from './demo-run.ts';
import type { Stores } from './stores.ts';

/** What is unusual about a file; of a version that is held as well. */
export async function warningsOfDrop(stores: Stores, receipt: Receipt): Promise<readonly Warning[]> {
  const files = await warnedParts(stores, receipt);
  return files.find(({ receipt: { key } }) => key === receipt.key)?.warnings ?? [];
}

/** The warnings of the newest extract of every feed, or a line that there are none. */
export async function showWarnings(stores: Stores, asJson: boolean): Promise<string> {
  const newest: Receipt[] = [];
  for (const feed of readForceFolder(DEMO_FORCE).feeds) {
    const items = await stores.registry.query(receiptKey(feed, '').pk, { newestFirst: true, limit: 1 });
    newest.push(...items.map(readReceipt));
  }
  const files: Warned[] = [];
  for (const receipt of newest) files.push(...(await warnedParts(stores, receipt)));
  const warned = files.filter(({ warnings }) => warnings.length > 0);
  if (asJson) {
    const flat = warned.flatMap(({ receipt: { feed, key }, warnings }) => warnings.map((one) => ({ feed, key, ...one })));
    return JSON.stringify(flat, null, 2);
  }
  if (warned.length === 0) return `No warnings: of ${newest.length} feeds the newest extract looks as usual.`;
  const state = ({ seen }: Receipt) => (seen[0]?.state === 'accepted' ? '' : ` (${seen[0]?.state})`);
  return warned.flatMap(({ receipt, warnings }) => [`${receipt.key}${state(receipt)}`, ...warnings.map(warningLine)]).join('\n');
}

export function warningLine({ check, sentence }: Warning): string {
  return `  warning ${check}: ${sentence}`;
}

function warnedParts({ registry }: Stores, { feed, extractTime }: Receipt): Promise<Warned[]> {
  const policy = policyOn(readForceFolder(DEMO_FORCE).policies, extractTime.slice(0, 10));
  return warnedFiles(registry, feed as FeedName, extractTime, policy);
}
