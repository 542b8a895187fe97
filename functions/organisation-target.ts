import { gzipSync } from 'node:zlib';
import { formatInstant } from '../lib/dates.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import { organisationItems } from '../lib/organisation/items.ts';
import { type Organisation, type OrganisationSources, organisationOf } from '../lib/organisation/snapshot.ts';
import { policyOn } from '../lib/policy/policy.ts';
import { loadSnapshot } from './gather-day.ts';
import { ORGANISATION_POINTER, type OrganisationPointer, organisationPointerSchema } from './organisation-pointer.ts';
import type { Reconciliation } from './reconcile.ts';
import { countingBefore } from './registry.ts';
import { revisionName } from './revision.ts';
import type { ScorePorts } from './score-ports.ts';

const FEEDS = ['people', 'assignments', 'positions', 'units'] as const;
const END_OF_TIME = Date.parse('9999-12-31T00:00:00Z');

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
      await ports.facts.put(`organisation/${pointer.generation}.json.gz`, gzipSync(JSON.stringify(organisation)));
      await table.putMany(organisationItems(organisation, pointer.generation));
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
