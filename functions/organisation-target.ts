import { gzipSync } from 'node:zlib';
import { formatInstant } from '../lib/dates.ts';
import { ProductError } from '../lib/errors.ts';
import { tooLargeAmong } from '../lib/generation/items.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import { isLineBroken } from '../lib/organisation/command.ts';
import { organisationItems } from '../lib/organisation/items.ts';
import { type Held, shrunk } from '../lib/organisation/shrink.ts';
import { type Organisation, type OrganisationSources, organisationOf } from '../lib/organisation/snapshot.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { loadSnapshot } from './gather-day.ts';
import { ORGANISATION_POINTER, type OrganisationPointer, organisationPointerSchema } from './organisation-pointer.ts';
import type { Reconciliation } from './reconcile.ts';
import { countingBefore, type Found } from './registry.ts';
import { revisionName } from './revision.ts';
import type { ScorePorts } from './score-ports.ts';

const FEEDS = ['people', 'assignments', 'positions', 'units'] as const;
const END_OF_TIME = Date.parse('9999-12-31T00:00:00Z');

interface Inputs {
  readonly sources: OrganisationSources | null;
  readonly receipts: readonly string[];
  readonly standing: readonly Receipt[];
  /** Extracts newer than those that count. */
  readonly held: number;
}

interface Outcome {
  readonly organisation: Organisation;
  readonly pointer: Omit<OrganisationPointer, 'rev' | 'flippedAt'>;
  readonly contentChanged: boolean;
  readonly inputsChanged: boolean;
  readonly held: number;
}

/** Who leads whom now, from the newest accepted extracts; published under its own pointer. */
export function organisationTarget(ports: ScorePorts): Reconciliation<OrganisationPointer | null, Inputs, Outcome> {
  const { organisation: table } = ports;
  return {
    name: 'organisation',
    async readPointer() {
      const item = await table.get(ORGANISATION_POINTER);
      return item === undefined ? null : organisationPointerSchema.parse(item);
    },
    gather: () => gather(ports),
    compute,
    async write({ organisation, pointer, contentChanged }) {
      if (!contentChanged) return;
      const items = organisationItems(organisation, pointer.generation);
      const fault = tooLargeAmong(items);
      if (fault !== null) throw new ProductError('ITEM_TOO_LARGE', `${fault} in the organisation`);
      await ports.facts.put(`organisation/${pointer.generation}.json.gz`, gzipSync(JSON.stringify(organisation)));
      await table.putMany(items);
    },
    async flip({ pointer, contentChanged, inputsChanged }, before) {
      if (!contentChanged && !inputsChanged) return true;
      const flippedAt = before === null || contentChanged ? formatInstant(ports.now()) : before.flippedAt;
      const rev = (before?.rev ?? 0) + 1;
      return table.putIfRev({ ...ORGANISATION_POINTER, ...pointer, flippedAt, rev }, before?.rev ?? 0);
    },
    async hint() {
      // Rights are computed at request time from the pointer: nothing is published from it.
    },
  };
}

async function gather(ports: ScorePorts): Promise<Inputs> {
  const rows: Record<string, unknown> = {};
  const looked: Receipt[] = [];
  const standing: Receipt[] = [];
  const held: Receipt[] = [];
  for (const feed of FEEDS) {
    const found = await standingExtract(ports, feed);
    looked.push(...found.looked);
    standing.push(...found.accepted);
    held.push(...found.held);
    if (found.accepted.length === 0) return { sources: null, receipts: [], standing, held: held.length };
    rows[feed] = await loadSnapshot(ports, feed, found.accepted);
  }
  const heldRows = async (feed: 'people' | 'assignments') =>
    loadSnapshot(
      ports,
      feed,
      held.filter((receipt) => receipt.feed === feed),
    ) as Promise<unknown>;
  const [people, assignments] = [await heldRows('people'), await heldRows('assignments')] as unknown as [
    Held['people'],
    Held['assignments'],
  ];
  const states = new Set(looked.map(({ key, stateRev }) => `${key}@${stateRev}`));
  const receipts = [...states, ...held.map(({ key }) => `held ${key}`)].sort();
  const sources = shrunk(rows as unknown as OrganisationSources, { people, assignments });
  return { sources, receipts, standing, held: held.length };
}

/** Positions extracts that are looked at for one whose line of command holds. */
const MOST_BACK = 5;

/**
 * The newest extract of a feed that counts, and those newer than it that are held back: for having too few keys, or, of
 * positions, too many posts whose place in the line of command cannot be right.
 */
async function standingExtract(ports: ScorePorts, feed: (typeof FEEDS)[number]): Promise<Found & { held: Receipt[] }> {
  const policy = policyOn(ports.force.policies, '9999-12-31');
  const looked: Receipt[] = [];
  const broken: Receipt[] = [];
  let before = END_OF_TIME;
  for (let back = 0; ; back += 1) {
    const found = await countingBefore(ports.registry, ports.trust, feed, before, policy);
    looked.push(...found.looked);
    const time = found.accepted[0]?.extractTime;
    const held = [...broken, ...found.held].filter(({ extractTime }) => time === undefined || extractTime > time);
    if (time === undefined || feed !== 'positions' || back === MOST_BACK || !(await isBroken(ports, found.accepted)))
      return { ...found, accepted: back === MOST_BACK ? [] : found.accepted, looked, held };
    broken.push(...found.accepted);
    before = Date.parse(time);
  }
}

async function isBroken(ports: ScorePorts, parts: readonly Receipt[]): Promise<boolean> {
  const positions = (await loadSnapshot(ports, 'positions', parts)) as unknown as OrganisationSources['positions'];
  return isLineBroken(positions, (parts[0]?.extractTime ?? '').slice(0, 10), ports.force.access.cuts);
}

function compute({ sources, receipts, standing, held }: Inputs, before: OrganisationPointer | null): Outcome | null {
  if (sources === null) return null;
  const times = standing.map(({ extractTime }) => extractTime).sort();
  const asOf = (times.at(-1) as string).slice(0, 10);
  const organisation = organisationOf(sources, asOf);
  // The day it was taken on is no content: an extract that says the same makes no new generation. What is published of it
  // is, for somebody's time on a post may end between two extracts that say the same.
  const hash = sha256(JSON.stringify([{ ...organisation, asOf: null }, organisationItems(organisation, '')]));
  const contentChanged = before?.hash !== hash;
  const generation = contentChanged ? revisionName((before?.rev ?? 0) + 1, hash) : before.generation;
  const pointer = {
    generation,
    hash,
    asOf,
    dataTo: times[0] as string,
    inputs: sha256(receipts.join('\n')),
    cuts: organisation.cuts.length,
  };
  const inputsChanged = before?.inputs !== pointer.inputs;
  return { organisation, pointer, contentChanged, inputsChanged, held };
}
