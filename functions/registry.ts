import * as z from 'zod';
import type { EpochMs, LocalDate } from '../lib/dates.ts';
import { ProductError } from '../lib/errors.ts';
import { dropNameStem } from '../lib/ingest/drop-key.ts';
import { type Receipt, receiptSchema } from '../lib/ingest/receipt.ts';
import { by } from '../lib/order.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';
import type { Attributes, Key, Table } from './aws/table.ts';
import { readDecisions, wordOn } from './decisions.ts';

export function receiptKey(feed: FeedName, dropName: string): Key {
  return { pk: `DROP#${CATALOGUE[feed].system}/${feed}`, sk: dropName };
}

export function readReceipt(item: Attributes): Receipt {
  return receiptSchema.parse(item);
}

/** The first accepted receipt of a feed at or after an instant, with all that were looked at on the way. */
export function firstAcceptedFrom(registry: Table, feed: FeedName, instant: EpochMs): Promise<Found> {
  return findAccepted(registry, feed, { from: dropNameStem(feed, instant) }, false);
}

/** The newest accepted receipts before an instant; parts of one extract share its time and are found together. */
export function lastAcceptedBefore(registry: Table, feed: FeedName, instant: EpochMs): Promise<Found> {
  return findAccepted(registry, feed, { to: dropNameStem(feed, instant) }, true);
}

export interface Found {
  /** All accepted parts of the extract found, in order of name; empty when there is none. */
  readonly accepted: readonly Receipt[];
  /** Every receipt that was read, accepted or not. */
  readonly looked: readonly Receipt[];
  /** Of this feed every receipt was read whose name lies in the bounds; one that comes later was not there. */
  readonly covered: { readonly feed: FeedName; readonly from: string; readonly to: string };
}

/** Sorts after the name of every drop. */
const LAST_NAME = '~';

const PAGE = 4;

async function findAccepted(
  registry: Table,
  feed: FeedName,
  bounds: { from?: string; to?: string },
  newestFirst: boolean,
): Promise<Found> {
  const { pk } = receiptKey(feed, '');
  const looked: Receipt[] = [];
  let range = bounds;
  for (;;) {
    const page = (await registry.query(pk, { ...range, newestFirst, limit: PAGE })).map(readReceipt);
    // A page starts with the last name of the one before.
    looked.push(...page.filter(({ name }) => !looked.some((known) => known.name === name)));
    const found = looked.find(({ accepted }) => accepted !== null);
    const last = looked.at(-1);
    const exhausted = page.length < PAGE;
    if (last === undefined || exhausted || (found !== undefined && last.extractTime !== found.extractTime)) {
      const parts = looked.filter((receipt) => receipt.accepted !== null && receipt.extractTime === found?.extractTime);
      const end = exhausted ? undefined : last?.name;
      const covered = newestFirst
        ? { feed, from: end ?? '', to: bounds.to ?? LAST_NAME }
        : { feed, from: bounds.from ?? '', to: end ?? LAST_NAME };
      return { accepted: parts.sort(by((receipt) => receipt.name)), looked, covered };
    }
    range = newestFirst ? { ...bounds, to: last.name } : { ...bounds, from: last.name };
  }
}

/** Extracts that are looked at to judge whether one is too small to count. */
const LOOK_BACK = 40;

/**
 * The newest extract before an instant that counts: a snapshot with a smaller share of the keys of the last one that
 * counted than the policy allows is passed over, until somebody releases it. `held` names those that were.
 */
export async function countingBefore(
  registry: Table,
  trust: Table,
  feed: FeedName,
  instant: EpochMs,
  policy: Policy,
): Promise<Found & { readonly held: readonly Receipt[] }> {
  const { pk } = receiptKey(feed, '');
  const query = { to: dropNameStem(feed, instant), newestFirst: true, limit: LOOK_BACK };
  const looked = (await registry.query(pk, query)).map(readReceipt);
  const parts = looked.filter(({ extractTime }) => extractTime === looked[0]?.extractTime).length;
  if (parts === LOOK_BACK)
    throw new ProductError('TOO_MANY_PARTS', `an extract of ${feed} has ${LOOK_BACK} parts or more: send fewer`);
  const accepted = looked.filter((receipt) => receipt.accepted !== null);
  const extracts = [...Map.groupBy(accepted, ({ extractTime }) => extractTime)].sort(by(([time]) => time));
  let counting: readonly Receipt[] = [];
  const held: Receipt[] = [];
  for (const [, parts] of extracts) {
    const enough = counting.length === 0 || keysIn(parts) >= policy.snapshotShare * keysIn(counting);
    if (enough || (await isReleased(trust, parts))) counting = parts.toSorted(by(({ name }) => name));
    else held.push(...parts);
  }
  const from = looked.length < LOOK_BACK ? '' : (looked.at(-1)?.name ?? '');
  return { accepted: counting, looked, covered: { feed, from, to: query.to }, held };
}

function keysIn(parts: readonly Receipt[]): number {
  return parts.reduce((sum, { seen, accepted }) => {
    const version = seen.find(({ dropId, state }) => dropId === accepted && state !== 'duplicate');
    return sum + (version?.counts?.accepted ?? 0);
  }, 0);
}

async function isReleased(trust: Table, parts: readonly Receipt[]): Promise<boolean> {
  for (const { key, seen, accepted } of parts) {
    const sha = seen.find(({ dropId }) => dropId === accepted)?.sha ?? '';
    if (wordOn(await readDecisions(trust, { drop: key }), sha) !== 'release') return false;
  }
  return true;
}

/** What accepted or once accepted drops hold of one row: each version and its duty date. */
const rowEntry = z.object({ name: z.string(), version: z.string(), date: z.string() });
export type RowEntry = z.output<typeof rowEntry> & { readonly dropId: string };

export function rowKey(feed: string, naturalKey: string): Key {
  return { pk: `ROW#${feed}#${naturalKey}`, sk: 'ROW' };
}

export function movedKey(date: LocalDate, feed: string, naturalKey: string): Key {
  return { pk: `MOVED#${date}`, sk: `${feed}#${naturalKey}` };
}

/** One attribute a version that a drop holds: a file may hold a row before and after its date moved. */
export function rowAttribute(dropId: string, version: string): string {
  return `drop#${dropId}#${version}`;
}

export function readRowEntries(item: Attributes): RowEntry[] {
  return Object.entries(item).flatMap(([attribute, value]) => {
    const [kind, dropId] = attribute.split('#');
    return kind === 'drop' && dropId !== undefined ? [{ dropId, ...rowEntry.parse(value) }] : [];
  });
}
