import { dutyDayOf } from '../lib/calendar.ts';
import { addDays, type LocalDate } from '../lib/dates.ts';
import { gatheredDates } from '../lib/day/day.ts';
import type { Move, PlacedFact } from '../lib/day/merge.ts';
import { type Arrival, arrivalInstants, type DaySources } from '../lib/day/sources.ts';
import { ProductError } from '../lib/errors.ts';
import { eventFactPrefix, parseEventFactKey, snapshotFactKey } from '../lib/ingest/facts.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import { by } from '../lib/order.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { EVENT_FEEDS, type EventName, type FeedName, SNAPSHOT_FEEDS } from '../lib/sources/catalogue.ts';
import { pairingsIn, readDecisions } from './decisions.ts';
import { inParallel } from './parallel.ts';
import {
  countingBefore,
  type Found,
  firstAcceptedFrom,
  lastAcceptedBefore,
  readReceipt,
  readRowEntries,
  receiptKey,
  rowKey,
} from './registry.ts';
import type { DayInputs, ScorePorts } from './score-ports.ts';

type Receipts = Map<string, Receipt | null>;

const TRIES = 6;
const AT_ONCE = 8;

/** Everything a day is made of. The facts are listed before the receipts, so what a receipt names and the list lacks means: look again. */
export async function gatherDay(ports: ScorePorts, date: LocalDate): Promise<DayInputs> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const gathered = await gatherOnce(ports, date);
    if (gathered !== null) return gathered;
  }
  throw new ProductError('UNSETTLED', `the facts of ${date} kept changing while they were read`);
}

async function gatherOnce(ports: ScorePorts, date: LocalDate): Promise<DayInputs | null> {
  const policy = policyOn(ports.force.policies, date);
  const listed = await listFacts(ports, date);
  const receipts: Receipts = new Map();
  await readReceipts(ports, receipts, listed.map(parseEventFactKey));
  if (!allListed(listed, present(receipts), date)) return null;
  const moves = await readMoves(ports, receipts, date);

  const { snapshots, looks, held } = await readSnapshots(ports, date, policy);
  const { arrivals, looks: forArrivals } = await readArrivals(ports, date, policy);
  const facts = await loadFacts(ports, listed, receipts);
  const decisions = await readDecisions(ports.trust, { date });
  const newest = await lastAcceptedBefore(ports.registry, 'duties', END_OF_TIME);
  const finds = [...looks, ...forArrivals, newest];
  const read = [...present(receipts), ...finds.flatMap((found) => found.looked)];
  const looked = statesOf(read);
  const appeared = read.some((receipt) => receipts.get(receipt.name) === null || finds.some((found) => missed(found, receipt)));
  // What was not there at one look and is at another, or is another one, is looked at again as a whole.
  if (looked === null || appeared || !allListed(listed, read, date)) return null;
  const pairings = pairingsIn(decisions);
  const sources: DaySources = { date, policy, feeds: ports.force.feeds, snapshots, facts, moves, arrivals, pairings };
  return {
    sources,
    looked: [...looked, ...decisions.map((decision) => JSON.stringify(decision)), ...held.map((key) => `held ${key}`)],
    decisions,
    heldSnapshots: held,
    beyondHorizon: isBeyondHorizon(date, newest.accepted[0], policy),
  };
}

/** `key@stateRev` of all receipts read; null when one was read in two states, which no figure may mix. */
function statesOf(receipts: readonly Receipt[]): string[] | null {
  const states = new Map<string, number>();
  for (const { key, stateRev } of receipts) {
    if ((states.get(key) ?? stateRev) !== stateRev) return null;
    states.set(key, stateRev);
  }
  return [...states].map(([key, stateRev]) => `${key}@${stateRev}`);
}

/** Whether a look should have found a receipt that another look has found. */
function missed({ covered, looked }: Found, { feed, name }: Receipt): boolean {
  const isCovered = feed === covered.feed && covered.from <= name && name <= covered.to;
  return isCovered && !looked.some((known) => known.name === name);
}

const END_OF_TIME = Date.parse('9999-12-31T00:00:00Z');

/** Availability is published so many days ahead of the newest duty extract; a roster may reach much further. */
function isBeyondHorizon(date: LocalDate, duties: Receipt | undefined, policy: Policy): boolean {
  if (duties === undefined) return false;
  const extracted = dutyDayOf(Date.parse(duties.extractTime), policy.dutyDayStart);
  return date > addDays(extracted, policy.availabilityHorizonDays);
}

function perEventFeed<T>(make: () => T): Record<EventName, T> {
  return Object.fromEntries(EVENT_FEEDS.map((feed) => [feed, make()])) as Record<EventName, T>;
}

async function listFacts({ facts, force }: ScorePorts, date: LocalDate): Promise<string[]> {
  const widest = gatheredDates('duties', date);
  const lists = await Promise.all(widest.map((day) => facts.list(eventFactPrefix(day))));
  return lists.flat().filter((key) => {
    const name = parseEventFactKey(key);
    return force.feeds.includes(name.feed as FeedName) && gatheredDates(name.feed as EventName, date).includes(name.date);
  });
}

async function readReceipts(
  { registry }: ScorePorts,
  receipts: Receipts,
  drops: readonly { feed: string; dropName: string }[],
): Promise<void> {
  const wanted = new Map(
    drops
      .filter(({ dropName }) => !receipts.has(dropName))
      .map(({ feed, dropName }) => [dropName, receiptKey(feed as FeedName, dropName)]),
  );
  for (const name of wanted.keys()) receipts.set(name, null);
  for (const item of await registry.getMany([...wanted.values()])) {
    const receipt = readReceipt(item);
    receipts.set(receipt.name, receipt);
  }
}

const EVENT_NAMES = new Set<string>(EVENT_FEEDS);

function present(receipts: Receipts): Receipt[] {
  return [...receipts.values()].filter((receipt) => receipt !== null);
}

/** Each receipt names how many objects its accepted drop has on a date; the list must have them all. */
function allListed(listed: readonly string[], receipts: readonly Receipt[], date: LocalDate): boolean {
  const counts = new Map<string, number>();
  for (const key of listed) {
    const name = parseEventFactKey(key);
    const of = `${name.dropId} ${name.date}`;
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  return receipts.every(({ feed, accepted, days }) => {
    if (accepted === null || !EVENT_NAMES.has(feed)) return true;
    const objects = days[accepted] ?? {};
    return gatheredDates(feed as EventName, date).every((day) => (objects[day] ?? 0) <= (counts.get(`${accepted} ${day}`) ?? 0));
  });
}

/** Rows marked as moved on one of the gathered dates, as the accepted drops hold them; nearly always none. */
async function readMoves(ports: ScorePorts, receipts: Receipts, date: LocalDate): Promise<DaySources['moves']> {
  const moves = perEventFeed(() => new Map<string, Move[]>());
  for (const day of gatheredDates('arrests', date)) {
    for (const mark of await ports.registry.query(`MOVED#${day}`)) {
      const feed = String(mark.feed) as EventName;
      const [item] = await ports.registry.getMany([rowKey(feed, String(mark.key))]);
      if (item === undefined) continue;
      const entries = readRowEntries(item);
      await readReceipts(
        ports,
        receipts,
        entries.map(({ name }) => ({ feed, dropName: name })),
      );
      const accepted = entries.filter(({ name, dropId }) => receipts.get(name)?.accepted === dropId);
      moves[feed].set(
        String(mark.key),
        accepted.map(({ version, date: at }) => ({ version, date: at })),
      );
    }
  }
  return moves;
}

async function loadFacts(ports: ScorePorts, listed: readonly string[], receipts: Receipts): Promise<DaySources['facts']> {
  const facts = perEventFeed((): PlacedFact[] => []);
  const accepted = listed.toSorted().filter((key) => {
    const { dropName, dropId } = parseEventFactKey(key);
    return receipts.get(dropName)?.accepted === dropId;
  });
  const loaded = await inParallel(accepted, AT_ONCE, (key) => ports.cache.facts(key));
  for (const [at, key] of accepted.entries()) {
    const { date, feed, dropName } = parseEventFactKey(key);
    for (const fact of loaded[at] ?? []) facts[feed as EventName].push({ fact, date, dropName });
  }
  return facts;
}

function loadedOf<F extends FeedName>({ force }: ScorePorts, feeds: readonly F[]): F[] {
  return feeds.filter((feed) => force.feeds.includes(feed));
}

/** The newest accepted extract dated at most D + lockAfterDays; a day older than all takes the oldest. */
async function readSnapshots(
  ports: ScorePorts,
  date: LocalDate,
  policy: Policy,
): Promise<{ snapshots: DaySources['snapshots']; looks: Found[]; held: string[] }> {
  const snapshots: Record<string, readonly unknown[] | null> = {};
  const looks: Found[] = [];
  const held: string[] = [];
  const end = Date.parse(`${addDays(date, policy.lockAfterDays + 1)}T00:00:00Z`);
  for (const feed of SNAPSHOT_FEEDS) snapshots[feed] = null;
  await inParallel(loadedOf(ports, SNAPSHOT_FEEDS), AT_ONCE, async (feed) => {
    const newest = await countingBefore(ports.registry, ports.trust, feed, end, policy);
    const found = newest.accepted.length > 0 ? newest : await firstAcceptedFrom(ports.registry, feed, end);
    looks.push(newest, found);
    held.push(...newest.held.map(({ key }) => key));
    if (found.accepted.length > 0) snapshots[feed] = await loadSnapshot(ports, feed, found.accepted);
  });
  return { snapshots: snapshots as unknown as DaySources['snapshots'], looks, held: held.sort() };
}

export async function loadSnapshot(
  ports: Pick<ScorePorts, 'cache'>,
  feed: FeedName,
  parts: readonly Receipt[],
): Promise<Record<string, unknown>[]> {
  const newest = new Map<string, { version: string; row: Record<string, unknown> }>();
  for (const { name, accepted } of parts) {
    for (const { k, v, r } of await ports.cache.facts(snapshotFactKey(feed, name, accepted as string))) {
      const known = newest.get(k);
      if (known === undefined || known.version < v) newest.set(k, { version: v, row: r });
    }
  }
  return [...newest].sort(by(([key]) => key)).map(([, { row }]) => row);
}

async function readArrivals(
  ports: ScorePorts,
  date: LocalDate,
  policy: Policy,
): Promise<{ arrivals: Record<string, Arrival>; looks: Found[] }> {
  const { begun, complete } = arrivalInstants(date, policy);
  const arrivals: Record<string, Arrival> = {};
  const looks: Found[] = [];
  await inParallel(loadedOf(ports, [...EVENT_FEEDS, ...SNAPSHOT_FEEDS]), AT_ONCE, async (feed) => {
    const after = await firstAcceptedFrom(ports.registry, feed, complete);
    const since = after.accepted.length > 0 ? after : await firstAcceptedFrom(ports.registry, feed, begun);
    looks.push(after, since);
    arrivals[feed] = after.accepted.length > 0 ? 'complete' : since.accepted.length > 0 ? 'partial' : 'missing';
  });
  return { arrivals, looks };
}
