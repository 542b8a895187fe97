import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { formatInstant } from '../lib/calendar.ts';
import { ProductError } from '../lib/errors.ts';
import { tooLargeAmong } from '../lib/generation/items.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import { type Organisation, type OrganisationSources, organisationOf } from '../lib/organisation/snapshot.ts';
import { policyOn } from '../lib/policy/policy.ts';
import type { Key } from './aws/table.ts';
import { loadSnapshot } from './gather-day.ts';
import type { Reconciliation } from './reconcile.ts';
import { countingBefore } from './registry.ts';
import { revisionName } from './revision.ts';
import type { ScorePorts } from './score-ports.ts';

export const organisationPointerSchema = z.object({
  rev: z.int().positive(),
  generation: z.string(),
  hash: z.string(),
  asOf: z.string(),
  /** Extract time of the oldest of the four extracts it stands on. */
  dataTo: z.string(),
  /** Hash of the receipts that were looked at. */
  inputs: z.string(),
  flippedAt: z.string(),
  cuts: z.int(),
});
export type OrganisationPointer = z.output<typeof organisationPointerSchema>;

export const ORGANISATION_POINTER: Key = { pk: 'ORG#current', sk: 'POINTER' };
const FEEDS = ['people', 'assignments', 'positions', 'units'] as const;
const END_OF_TIME = Date.parse('9999-12-31T00:00:00Z');
const NAMES_A_CHUNK = 500;
/** Of cuts and shared ids; all of them lie in the object. Cuts by the thousand mean that an extract is broken. */
const MOST_LISTED = 1000;

interface Inputs {
  readonly sources: OrganisationSources | null;
  readonly receipts: readonly string[];
  readonly standing: readonly Receipt[];
}

interface Outcome {
  readonly organisation: Organisation;
  readonly pointer: Omit<OrganisationPointer, 'rev' | 'flippedAt'>;
  readonly contentChanged: boolean;
  readonly inputsChanged: boolean;
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
  const held: string[] = [];
  const policy = policyOn(ports.force.policies, '9999-12-31');
  for (const feed of FEEDS) {
    const found = await countingBefore(ports.registry, ports.trust, feed, END_OF_TIME, policy);
    for (const { key } of found.held) held.push(key);
    looked.push(...found.looked);
    standing.push(...found.accepted);
    if (found.accepted.length === 0) return { sources: null, receipts: [], standing };
    rows[feed] = await loadSnapshot(ports, feed, found.accepted);
  }
  const receipts = [...looked.map(({ key, stateRev }) => `${key}@${stateRev}`), ...held.map((key) => `held ${key}`)].sort();
  return { sources: rows as unknown as OrganisationSources, receipts, standing };
}

function compute({ sources, receipts, standing }: Inputs, before: OrganisationPointer | null): Outcome | null {
  if (sources === null) return null;
  const times = standing.map(({ extractTime }) => extractTime).sort();
  const asOf = (times.at(-1) as string).slice(0, 10);
  const organisation = organisationOf(sources, asOf);
  // The day it was taken on is no content: an extract that says the same makes no new generation.
  const hash = sha256(JSON.stringify({ ...organisation, asOf: null }));
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
  return { organisation, pointer, contentChanged, inputsChanged };
}

/** Items of one generation; the names to find people by lie in chunks. */
export function organisationItems(
  { people, units, cuts, sharedDirectoryIds }: Organisation,
  generation: string,
): (Key & Record<string, unknown>)[] {
  const prefix = `O#${generation}`;
  const names = people.map(({ id, name, type }) => ({ id, name, type }));
  const shared = new Set(sharedDirectoryIds);
  return [
    ...people.map((person) => ({ pk: `${prefix}#P#${person.id}`, sk: 'PERSON', ...person })),
    ...people.flatMap(({ id, directoryId }) =>
      directoryId === null || shared.has(directoryId) ? [] : [{ pk: `${prefix}#DIR#${directoryId}`, sk: 'PERSON', person: id }],
    ),
    ...units.map((unit) => ({ pk: `${prefix}#U#${unit.code}`, sk: 'UNIT', ...unit })),
    {
      pk: `${prefix}#CUTS`,
      sk: 'CUTS',
      cuts: cuts.slice(0, MOST_LISTED),
      sharedDirectoryIds: sharedDirectoryIds.slice(0, MOST_LISTED),
    },
    ...Array.from({ length: Math.ceil(names.length / NAMES_A_CHUNK) }, (_, chunk) => ({
      pk: `${prefix}#NAMES`,
      sk: String(chunk).padStart(4, '0'),
      names: JSON.stringify(names.slice(chunk * NAMES_A_CHUNK, (chunk + 1) * NAMES_A_CHUNK)),
    })),
  ];
}
