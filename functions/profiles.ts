import { HOUR } from '../lib/calendar.ts';
import { LOOK_BACK_DAYS, type Warning, warningsOf } from '../lib/ingest/checks.ts';
import { dropNameStem } from '../lib/ingest/drop-key.ts';
import { type Profile, profileSchema } from '../lib/ingest/profile.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';
import type { LightTable } from './aws/light-table.ts';
import type { Attributes, Key } from './aws/table.ts';
import { readReceipt, receiptKey } from './registry.ts';

/** Beside the receipts, which are read far more often and stay small. The same drop id has the same profile. */
export function profileItem(dropId: string, profile: Profile): Key & Attributes {
  return { pk: profilesOf(profile.feed as FeedName), sk: `${profile.name}#${dropId}`, dropId, ...profile };
}

function profilesOf(feed: FeedName): string {
  return `PROFILE#${CATALOGUE[feed].system}/${feed}`;
}

/** A file and what is unusual about its newest version that could be read. */
export interface Warned {
  readonly receipt: Receipt;
  readonly warnings: readonly Warning[];
}

const DAY = 24 * HOUR;

/**
 * The files of one extract, each with its warnings: two queries of the weeks before it. It looks at what is stored now, so
 * nothing depends on the order in which the files came.
 */
export async function warnedFiles(
  registry: Pick<LightTable, 'query'>,
  feed: FeedName,
  extractTime: string,
  policy: Policy,
): Promise<Warned[]> {
  const extracted = Date.parse(extractTime);
  // A day more: the clocks may have changed.
  const weeks = {
    from: dropNameStem(feed, extracted - (LOOK_BACK_DAYS + 1) * DAY),
    to: dropNameStem(feed, extracted + 1000),
  };
  const receipts = (await registry.query(receiptKey(feed, '').pk, weeks)).map(readReceipt);
  // After the receipts: a profile is written before the receipt that names it.
  const items = new Map((await registry.query(profilesOf(feed), weeks)).map((item) => [item.dropId, item]));
  // Those of another reader stay; they may have another shape.
  const profileOf = (dropId: string | null) => (items.has(dropId) ? [profileSchema.parse(items.get(dropId))] : []);
  const counting = receipts.flatMap(({ accepted }) => profileOf(accepted));
  return receipts
    .filter((receipt) => receipt.extractTime === extractTime)
    .map((receipt) => {
      const [newest] = receipt.seen.flatMap(({ dropId }) => profileOf(dropId));
      return { receipt, warnings: newest === undefined ? [] : warningsOf(newest, counting, policy) };
    });
}
