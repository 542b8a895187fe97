import { addDays, type LocalDate } from '../lib/dates.ts';
import type { DropKey } from '../lib/ingest/drop-key.ts';
import { parseFacts, snapshotFactKey } from '../lib/ingest/facts.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { snapshotFeedOf } from '../lib/sources/catalogue.ts';
import type { DayRange } from '../lib/sources/feed.ts';
import type { Objects } from './aws/objects.ts';

/**
 * The days whose figures a new, replaced or withdrawn snapshot can change: those for which it counts and on which a row
 * differs from a version it replaces or from the extract before it (after it, when there is none before).
 */
export async function touchedDays(
  facts: Objects,
  drop: DropKey,
  receipt: Pick<Receipt, 'accepted' | 'days'>,
  before: readonly Receipt[],
  after: readonly Receipt[],
  known: readonly LocalDate[],
  policy: Policy,
): Promise<LocalDate[]> {
  const feed = drop.feed.name;
  // For D counts the newest extract dated at most D + lockAfterDays; what is older than all takes the oldest.
  const first = before.length === 0 ? '' : addDays(drop.extractTime.slice(0, 10), -policy.lockAfterDays);
  const next = after[0]?.extractTime.slice(0, 10);
  const last = next === undefined ? '9999-12-31' : addDays(next, -policy.lockAfterDays - 1);
  const days = known.filter((date) => first <= date && date <= last);
  if (days.length === 0) return [];

  const load = async (name: string, dropId: string) => rowsOf(await facts.get(snapshotFactKey(feed, name, dropId)));
  const own = receipt.accepted === null ? new Map<string, Row>() : await load(drop.name, receipt.accepted);
  const neighbours = before.length > 0 ? before : after;
  const others = [
    ...Object.keys(receipt.days)
      .filter((dropId) => dropId !== receipt.accepted)
      .map((dropId) => ({ name: drop.name, dropId })),
    ...neighbours.map(({ name, accepted }) => ({ name, dropId: accepted as string })),
  ];
  if (others.length === 0) return days;
  const ranges: DayRange[] = [];
  for (const { name, dropId } of others)
    ranges.push(...differences(own, await load(name, dropId), snapshotFeedOf(feed).effective));
  return days.filter((date) => ranges.some(({ from, to }) => (from === null || from <= date) && (to === null || date <= to)));
}

type Row = Record<string, unknown>;

/** Rows by content; when a row was last touched is no content. */
function rowsOf(bytes: Uint8Array): Map<string, Row> {
  return new Map(parseFacts(new TextDecoder().decode(bytes)).map(({ r }) => [JSON.stringify({ ...r, updated_at: null }), r]));
}

function differences(a: ReadonlyMap<string, Row>, b: ReadonlyMap<string, Row>, effective: (row: Row) => DayRange): DayRange[] {
  const only = (some: ReadonlyMap<string, Row>, others: ReadonlyMap<string, Row>) =>
    [...some].flatMap(([content, row]) => (others.has(content) ? [] : [effective(row)]));
  return [...only(a, b), ...only(b, a)];
}
