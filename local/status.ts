import { ORGANISATION_POINTER, organisationPointerSchema } from '../functions/organisation-pointer.ts';
import { findDrift, lateFeeds } from '../functions/watching.ts';
import { HOUR } from '../lib/calendar.ts';
import { formatInstant } from '../lib/dates.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import type { Force } from '../lib/sources/force.ts';
import { type QueueDepth, queueDepths } from './queues.ts';
import type { Stores } from './stores.ts';
import { allPointers, allReceipts } from './summary.ts';

/** What an operator looks at each morning. */
export interface Status {
  readonly at: string;
  readonly days: Readonly<Record<'final' | 'provisional' | 'planned' | 'withdrawn', number>>;
  readonly lastFinal: string | null;
  /** What was published stands, for a run since did not close. */
  readonly blocked: readonly { readonly date: string; readonly code: string }[];
  /** Locked days of which another method waits for an approval. */
  readonly waiting: readonly string[];
  readonly late: readonly string[];
  /** Drop keys of which the receipt does not speak of what is in the bucket. */
  readonly unread: number;
  /** Of the last week: files that nobody has decided about, files that could not be read, small snapshots. */
  readonly held: readonly string[];
  readonly refused: readonly string[];
  readonly passedOver: readonly string[];
  /** Rejected rows of the extracts of the last day, by feed. */
  readonly rejectedRows: Readonly<Record<string, number>>;
  readonly cuts: number;
  /** Null when nothing runs that would empty them. */
  readonly queues: readonly QueueDepth[] | null;
}

const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Reads only: of what it finds it tells nobody. */
export async function statusOf(stores: Stores, force: Force, now: number, running: boolean): Promise<Status> {
  const pointers = await allPointers(stores);
  const receipts = await allReceipts(stores);
  const tellNobody = () => Promise.resolve();
  const ports = { ...stores, force, now: () => now, sendDrops: tellNobody, sendWork: tellNobody };
  const recent = receipts.filter(({ extractTime }) => Date.parse(extractTime) > now - WEEK);
  const newestIs = (wanted: string) => recent.filter(({ seen }) => seen[0]?.state === wanted).map(({ key }) => key);
  const count = (wanted: string) => pointers.filter(({ status }) => status === wanted).length;
  const organisation = await stores.organisation.get(ORGANISATION_POINTER);
  return {
    at: formatInstant(now),
    days: {
      final: count('final'),
      provisional: count('provisional'),
      planned: count('planned'),
      withdrawn: count('withdrawn'),
    },
    lastFinal: pointers.findLast(({ status }) => status === 'final')?.date ?? null,
    blocked: pointers.flatMap(({ date, blocked }) => (blocked === undefined ? [] : [{ date, code: blocked }])),
    waiting: pointers.filter(({ waiting }) => waiting !== undefined).map(({ date }) => date),
    late: await lateFeeds(ports),
    unread: await findDrift(ports),
    held: newestIs('held'),
    refused: newestIs('refused'),
    passedOver: [...new Set(pointers.flatMap(({ heldSnapshots }) => heldSnapshots))].sort(),
    rejectedRows: rejectedRows(receipts.filter(({ extractTime }) => Date.parse(extractTime) > now - DAY)),
    cuts: organisation === undefined ? 0 : organisationPointerSchema.parse(organisation).cuts,
    queues: running ? await queueDepths(stores) : null,
  };
}

function rejectedRows(receipts: readonly Receipt[]): Record<string, number> {
  const rows: Record<string, number> = {};
  for (const { feed, seen } of receipts) {
    const count = seen[0]?.counts?.quarantined ?? 0;
    if (count > 0) rows[feed] = (rows[feed] ?? 0) + count;
  }
  return rows;
}

export async function showStatus(
  stores: Stores,
  { force, now, running }: { force: Force; now: number; running: boolean },
  asJson: boolean,
): Promise<string> {
  const status = await statusOf(stores, force, now, running);
  return asJson ? JSON.stringify(status, null, 2) : tell(status);
}

const SHOWN = 5;

/** One screen. */
function tell(status: Status): string {
  const { days, lastFinal, queues } = status;
  const lines: [name: string, value: string][] = [
    [
      'Days',
      `${days.final} final, ${days.provisional} provisional, ${days.planned} planned, ${days.withdrawn} withdrawn; the last final one: ${lastFinal ?? 'none'}`,
    ],
    ['Blocked days', few(status.blocked.map(({ date, code }) => `${date} ${code}`))],
    ['Waiting days', few(status.waiting)],
    ['Late feeds', few(status.late)],
    ['Files not read', String(status.unread)],
    ['Files held', few(status.held)],
    ['Files refused', few(status.refused)],
    ['Passed over', few(status.passedOver)],
    ['Rejected rows', few(Object.entries(status.rejectedRows).map(([feed, rows]) => `${feed} ${rows}`))],
    ['Command cuts', String(status.cuts)],
    ...(queues ?? []).map(({ queue, waiting, inHand, setAside }): [string, string] => [
      `Queue ${queue}`,
      `${waiting} waiting, ${inHand} in hand, ${setAside} set aside`,
    ]),
    ...(queues === null ? [['Queues', 'nothing runs: they live in the process of `npm start`'] as [string, string]] : []),
  ];
  return [`Status at ${status.at}`, ...lines.map(([name, value]) => `  ${name.padEnd(16)}${value}`)].join('\n');
}

function few(all: readonly string[]): string {
  const more = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : '';
  return all.length === 0 ? 'none' : `${all.slice(0, SHOWN).join(', ')}${more}`;
}
