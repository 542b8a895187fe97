import { atLocalTime, dutyDayOf, instantToLocal } from '../lib/calendar.ts';
import { addDays, type LocalDate } from '../lib/dates.ts';
import { FileRefused } from '../lib/errors.ts';
import { type DropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { type Partition, partition } from '../lib/ingest/partition.ts';
import { tooLarge } from '../lib/ingest/read.ts';
import { type Reading, readDrop } from '../lib/ingest/reading.ts';
import { foldDays, judgedVersions, type Receipt, sameVerdicts, type VersionVerdict } from '../lib/ingest/receipt.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { type Policy, READING_FIELDS } from '../lib/policy/policy.ts';
import type { FeedName } from '../lib/sources/catalogue.ts';
import { type Force, mappingOf } from '../lib/sources/force.ts';
import type { Objects, ObjectVersion } from './aws/objects.ts';
import type { Table } from './aws/table.ts';
import { readDecisions, wordOn } from './decisions.ts';
import { factDates } from './fact-cache.ts';
import type { Hint } from './hint.ts';
import { inParallel } from './parallel.ts';
import { profileItem } from './profiles.ts';
import { writeRejected } from './quarantine.ts';
import type { Reconciliation } from './reconcile.ts';
import {
  countingBefore,
  firstAcceptedFrom,
  lastAcceptedBefore,
  readReceipt,
  readRowEntries,
  receiptKey,
  rowKey,
} from './registry.ts';
import { noteRows } from './row-notes.ts';
import { touchedDays } from './snapshot-diff.ts';

const AT_ONCE = 8;

/** Raised by hand when the reading of files or the shape of a profile changes: every drop then becomes another set of facts. */
const READER_VERSION = 3;

export interface IngestPorts {
  readonly force: Force;
  readonly drops: Objects;
  readonly facts: Objects;
  readonly registry: Table;
  readonly trust: Table;
  readonly send: (hints: readonly Hint[]) => Promise<void>;
}

interface Read {
  readonly versionId: string;
  readonly dropId: string;
  readonly sha: string;
  readonly decided: 'release' | 'refuse' | null;
  /** The file's own state, or what a person decided about it. */
  readonly state: Reading['state'];
  readonly reading: Reading;
}

interface Inputs {
  readonly versions: readonly ObjectVersion[];
  /** Newer versions that are not looked at. */
  readonly ignored: number;
  /** Bytes of the largest file that is fetched. */
  readonly largest: number;
  /** The same bytes under another reader are other facts. */
  readonly reader: string;
  /** Versions read in this run, newest first. */
  readonly read: readonly Read[];
}

export interface DropOutcome {
  readonly receipt: Omit<Receipt, 'rev' | 'stateRev'>;
  readonly changed: boolean;
  /** The file in force if it was read in this run. */
  readonly standing: { readonly read: Read; readonly partition: Partition } | null;
  readonly readings: readonly Read[];
}

/** Names all that decides how the files of a feed are read. */
export function readerOf(force: Force, feed: FeedName): string {
  const policies = force.policies.map((policy) => READING_FIELDS.map((field) => policy[field]));
  return sha256(JSON.stringify([READER_VERSION, mappingOf(force, feed), policies]));
}

/** A refused file has nothing to release: it cannot be read. */
function stateOf(reading: Reading, decided: Read['decided']): Reading['state'] {
  if (reading.state === 'held' && decided === 'release') return 'accepted';
  return reading.state === 'accepted' && decided === 'refuse' ? 'refused' : reading.state;
}

/**
 * One drop key: the newest version that is accepted stands; a refused, held or withdrawn one leaves the last good. `now`:
 * somebody waits for the days of the file.
 */
export function dropTarget(ports: IngestPorts, key: string, now = false): Reconciliation<Receipt | null, Inputs, DropOutcome> {
  const { force, registry } = ports;
  const drop = parseDropKey(key);
  if (!force.feeds.includes(drop.feed.name)) throw notLoaded(drop);
  const where = receiptKey(drop.feed.name, drop.name);
  return {
    // A part may be named after anything.
    name: `an extract of ${drop.feed.name} of ${drop.extractTime}`,
    async readPointer() {
      const item = await registry.get(where);
      return item === undefined ? null : readReceipt(item);
    },
    gather: (pointer) => gather(ports, drop, pointer),
    compute: (inputs, pointer) => compute(drop, inputs, pointer),
    write: (outcome) => writeFacts(ports, drop, outcome),
    async flip({ receipt, changed }, pointer) {
      // Written even when nothing changed: a slower worker with an older view must not win.
      const rev = (pointer?.rev ?? 0) + 1;
      const stateRev = changed ? rev : (pointer?.stateRev ?? rev);
      return registry.putIfRev({ ...where, ...receipt, rev, stateRev }, pointer?.rev ?? 0);
    },
    hint: async ({ receipt }) => ports.send(await hintsOf(ports, drop, receipt, now)),
  };
}

function notLoaded(drop: DropKey): FileRefused {
  return new FileRefused({
    code: 'UNKNOWN_FEED',
    message: `the force does not load ${drop.system}/${drop.feed.name}`,
    value: drop.key,
  });
}

async function gather({ drops, force, trust }: IngestPorts, drop: DropKey, pointer: Receipt | null): Promise<Inputs> {
  const decisions = await readDecisions(trust, { drop: drop.key });
  const all = (await drops.versions(drop.key)).filter(({ key }) => key === drop.key);
  const versions = judgedVersions(all);
  const { bytes: largest } = policyOn(force.policies, drop.extractTime.slice(0, 10)).fileLimits;
  const reader = readerOf(force, drop.feed.name);
  const read: Read[] = [];
  let standing = false;
  for (const { versionId, deleteMarker, size } of versions) {
    if (deleteMarker || size > largest) continue;
    const known = pointer?.seen.find((verdict) => verdict.versionId === versionId);
    const settled =
      pointer?.reader === reader && known !== undefined && (known.decided ?? null) === wordOn(decisions, known.sha ?? '');
    const needed = !standing && known?.dropId !== pointer?.accepted;
    if (settled && !needed) {
      standing ||= known.dropId === pointer?.accepted;
      continue;
    }
    const bytes = await drops.get(drop.key, versionId);
    const sha = sha256(bytes);
    const decided = wordOn(decisions, sha);
    const reading = readDrop(bytes, drop, mappingOf(force, drop.feed.name), force.policies);
    const state = stateOf(reading, decided);
    read.push({ versionId, dropId: sha256(`${drop.key}\0${sha}\0${reader}`), sha, decided, state, reading });
    standing ||= state === 'accepted';
  }
  return { versions, ignored: all.length - versions.length, largest, reader, read };
}

function compute(drop: DropKey, inputs: Inputs, pointer: Receipt | null): DropOutcome | null {
  const { versions, ignored, largest, reader, read } = inputs;
  if (versions.length === 0 && pointer === null) return null;
  const byVersion = new Map(read.map((one) => [one.versionId, one]));
  const verdicts: VersionVerdict[] = [];
  // From the oldest up: a version with the bytes of an older one is a duplicate of it.
  for (const { versionId, deleteMarker, size } of versions.toReversed()) {
    const known = pointer?.seen.find((verdict) => verdict.versionId === versionId);
    const fresh = byVersion.get(versionId);
    const unread = { versionId, dropId: null, sha: null, bytes: size };
    if (deleteMarker) verdicts.push({ ...unread, state: 'withdrawn', bytes: 0 });
    else if (size > largest) verdicts.push({ ...unread, state: 'refused', reason: tooLarge(largest) });
    else if (fresh !== undefined) verdicts.push(verdictOf(fresh, size, verdicts));
    else if (known !== undefined) verdicts.push(known);
  }
  const seen = verdicts.reverse();
  const acceptedIds = new Set(seen.flatMap(({ state, dropId }) => (state === 'accepted' && dropId !== null ? [dropId] : [])));
  const accepted = seen.find(({ dropId }) => dropId !== null && acceptedIds.has(dropId))?.dropId ?? null;
  const standingRead = read.find(({ dropId }) => dropId === accepted);
  const standing =
    standingRead === undefined
      ? null
      : { read: standingRead, partition: partition(drop, standingRead.dropId, standingRead.reading.accepted) };
  const days = { ...pointer?.days };
  if (standing !== null) days[standing.read.dropId] = { ...standing.partition.days };
  const { key, name, extractTime } = drop;
  const folded = foldDays({ accepted, days, earlier: pointer?.earlier });
  const receipt = {
    key,
    feed: drop.feed.name,
    name,
    extractTime,
    reader,
    seen,
    accepted,
    ...folded,
    ...(ignored > 0 ? { ignored } : {}),
  };
  return { receipt, changed: pointer === null || !sameVerdicts(receipt, pointer), standing, readings: read };
}

const REFUSED_BY_DECISION = { code: 'REFUSED_BY_DECISION', message: 'somebody decided that this file does not count' };

function verdictOf(read: Read, bytes: number, older: readonly VersionVerdict[]): VersionVerdict {
  const { versionId, dropId, sha, decided, reading } = read;
  const twin = older.some((verdict) => verdict.dropId === dropId);
  const { counts, flags } = reading;
  const state = twin ? ('duplicate' as const) : read.state;
  const reason = decided === 'refuse' && read.state === 'refused' ? (reading.reason ?? REFUSED_BY_DECISION) : reading.reason;
  return {
    versionId,
    dropId,
    sha,
    ...(decided === null ? {} : { decided }),
    state,
    bytes,
    counts,
    flags: { ...flags },
    ...(reason === undefined ? {} : { reason }),
  };
}

async function writeFacts(ports: IngestPorts, drop: DropKey, { standing, readings }: DropOutcome): Promise<void> {
  for (const { dropId, reading } of readings) {
    if (reading.profile !== null) await ports.registry.put(profileItem(dropId, reading.profile));
    await writeRejected(ports.facts, drop, dropId, reading.quarantined);
  }
  if (standing === null) return;
  await inParallel(standing.partition.objects, AT_ONCE, ({ key, body }) => ports.facts.put(key, body));
  if (drop.feed.shape === 'event' && !drop.feed.dateInKey)
    await noteRows(ports.registry, drop, standing.read.dropId, standing.read.reading.accepted);
}

async function hintsOf(ports: IngestPorts, drop: DropKey, receipt: DropOutcome['receipt'], now: boolean): Promise<Hint[]> {
  const { feed } = drop;
  const policy = policyOn(ports.force.policies, drop.extractTime.slice(0, 10));
  const extracted = Date.parse(drop.extractTime);
  // Listed after the receipt stands: a day that gets its first facts later is hinted by whoever writes them.
  const known = await factDates(ports.facts);
  const before = await lastAcceptedBefore(ports.registry, feed.name, extracted);
  const touched = new Set(arrivalDays(feed.name, known, extracted, before.accepted[0]?.extractTime, policy));
  if (feed.shape === 'event') {
    for (const date of await eventDays(ports.registry, drop, receipt)) {
      for (let away = -feed.reach; away <= feed.reach; away += 1) touched.add(addDays(date, away));
    }
  } else {
    const after = await firstAcceptedFrom(ports.registry, feed.name, extracted + 1000);
    // An extract that was passed over is no neighbour: what counted before it is compared as well.
    const counting = await countingBefore(ports.registry, ports.trust, feed.name, extracted, policy);
    const others = [
      ...before.accepted,
      ...counting.accepted.filter(({ key }) => !before.accepted.some((one) => one.key === key)),
    ];
    for (const day of await touchedDays(ports.facts, drop, receipt, others, after.accepted, known, policy)) touched.add(day);
  }
  const days: Hint[] = known
    .filter((date) => touched.has(date))
    .map((date) => ({ target: 'day', date, ...(now ? { now } : {}) }));
  return ORGANISATION_FEEDS.has(feed.name) ? [{ target: 'organisation' }, ...days] : days;
}

const ORGANISATION_FEEDS = new Set<string>(['people', 'assignments', 'positions', 'units']);

/** The days that this extract makes complete, begun or near enough to plan, which the extract before it did not. */
function arrivalDays(
  feed: string,
  known: readonly LocalDate[],
  extracted: number,
  before: string | undefined,
  policy: Policy,
): LocalDate[] {
  const ahead = feed === 'duties' ? policy.availabilityHorizonDays : 0;
  const begun = addDays(dutyDayOf(extracted, policy.dutyDayStart), ahead);
  const since = before === undefined ? '' : lastComplete(Date.parse(before), policy);
  return known.filter((date) => since < date && date <= begun);
}

/** The newest day whose end plus grace lies at or before an instant. */
export function lastComplete(instant: number, policy: Policy): LocalDate {
  const today = instantToLocal(instant).slice(0, 10);
  return addDays(today, atLocalTime(today, policy.arrivalGrace) <= instant ? -1 : -2);
}

/** All duty dates that any version of the key ever had, and those to which its rows moved. */
async function eventDays(registry: Table, drop: DropKey, receipt: DropOutcome['receipt']): Promise<Set<LocalDate>> {
  const own = new Set([...Object.values(receipt.days).flatMap((days) => Object.keys(days)), ...(receipt.earlier ?? [])]);
  if (drop.feed.shape === 'event' && drop.feed.dateInKey) return own;
  const all = new Set(own);
  const ids = new Set(Object.keys(receipt.days));
  await inParallel([...own], AT_ONCE, async (date) => {
    const marks = (await registry.query(`MOVED#${date}`)).filter(({ feed }) => feed === drop.feed.name);
    const rows = await registry.getMany(marks.map(({ key }) => rowKey(drop.feed.name, String(key))));
    for (const entries of rows.map(readRowEntries)) {
      if (entries.some(({ dropId }) => ids.has(dropId))) for (const entry of entries) all.add(entry.date);
    }
  });
  return all;
}
