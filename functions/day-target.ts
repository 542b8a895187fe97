import { gzipSync } from 'node:zlib';
import { instantToLocal } from '../lib/calendar.ts';
import { addDays, type EpochMs, formatInstant, type LocalDate } from '../lib/dates.ts';
import { resolveDay } from '../lib/day/day.ts';
import { DayBlocked } from '../lib/errors.ts';
import { CODE_VERSION, checkTotals, type Generation, generationOf, isEmptyDay, serialise } from '../lib/generation/generation.ts';
import { itemsOf, openItemsOf, type PublishedItems } from '../lib/generation/items.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { fixedWindowOf } from '../lib/productivity/fixed-window.ts';
import type { Force } from '../lib/sources/force.ts';
import { type DayPointer, dayPointerSchema } from './day-pointer.ts';
import { type Decision, isApproved } from './decisions.ts';
import { gatherDay } from './gather-day.ts';
import { dayKey } from './published-day.ts';
import type { Reconciliation } from './reconcile.ts';
import { openSince, revisionName } from './revision.ts';
import type { DayInputs, ScorePorts } from './score-ports.ts';

export interface DayOutcome {
  readonly pointer: Omit<DayPointer, 'rev' | 'history'>;
  /** Of what everybody may see; null where the pointer's own stands. */
  readonly openHash: string | null;
  readonly generation: Generation | null;
  readonly body: string;
  /** What is written beside when the content has changed. */
  readonly items: PublishedItems | null;
  /** What was looked at, a line each; the pointer names its hash. */
  readonly lineage: string;
  /** False: the content stands as published, only what it was made of is noted. */
  readonly contentChanged: boolean;
  readonly inputsChanged: boolean;
}

/** Changes of one day that its pointer tells of; it is read by everybody and must stay small. */
const LONGEST_HISTORY = 500;

/** Which states of which files and decisions a published day was made of. */
export function lineageKey(date: LocalDate, inputs: string): string {
  return `lineage/${date}/${inputs}.txt.gz`;
}

export function generationKey(date: LocalDate, name: string): string {
  return `generations/${date}/${name}.json.gz`;
}

/** One duty date: everything published for it, from the facts to the flip of its pointer. */
export function dayTarget(ports: ScorePorts, date: LocalDate): Reconciliation<DayPointer | null, DayInputs, DayOutcome> {
  const { registry } = ports;
  return {
    name: `day ${date}`,
    async readPointer() {
      const item = await registry.get(dayKey(date));
      return item === undefined ? null : dayPointerSchema.parse(item);
    },
    gather: () => gatherDay(ports, date),
    compute: (inputs, pointer) => computeDay(ports, inputs, pointer),
    write: (outcome) => writeDay(ports, outcome),
    flip: (outcome, pointer) => flipDay(ports, outcome, pointer),
    hint: () => ports.send([{ target: 'window', start: fixedWindowOf(date).start }]),
  };
}

function computeDay(ports: ScorePorts, gathered: DayInputs, pointer: DayPointer | null): DayOutcome | null {
  const { sources, beyondHorizon, heldSnapshots } = gathered;
  const { date, policy } = sources;
  const nothing = isEmptyDay(sources) || beyondHorizon;
  if (nothing && pointer === null) return null;
  const lineage = gathered.looked.toSorted().join('\n');
  const inputs = sha256(lineage);
  const method = methodOf(ports.force, policy);
  const inputsChanged = inputs !== pointer?.inputs;
  if (pointer !== null && waitsForApproval(pointer, method, policy, gathered.decisions, ports.now())) {
    return standing(pointer, { waiting: method }, pointer.waiting !== method);
  }
  const versions = { date, methodVersion: policy.methodVersion, policyVersion: policy.version, codeVersion: CODE_VERSION };
  const made = { ...versions, method, inputs, heldSnapshots: [...heldSnapshots] };
  if (nothing) {
    const withdrawn = { ...made, generation: null, hash: null, status: 'withdrawn' as const, late: [], totals: [] };
    const contentChanged = pointer?.generation !== null;
    return {
      pointer: withdrawn,
      openHash: sha256(''),
      generation: null,
      body: '',
      items: null,
      lineage,
      contentChanged,
      inputsChanged,
    };
  }
  try {
    const day = resolveDay(sources);
    const generation = generationOf(day);
    checkTotals(sources, day, generation);
    const { body, hash } = serialise(generation);
    const contentChanged = pointer?.hash !== hash;
    const changed = revisionName((pointer?.rev ?? 0) + 1, hash);
    const name = contentChanged ? changed : pointer.generation;
    return {
      pointer: { ...made, generation: name, hash, status: generation.status, late: lateIn(generation), totals: [...day.totals] },
      openHash: sha256(JSON.stringify(openItemsOf(generation, '', policy.smallUnit))),
      generation,
      body,
      items: contentChanged ? itemsOf(generation, changed, policy.smallUnit) : null,
      lineage,
      contentChanged,
      inputsChanged: inputsChanged || pointer?.blocked !== undefined || pointer?.waiting !== undefined,
    };
  } catch (cause) {
    if (!(cause instanceof DayBlocked)) throw cause;
    ports.onBlocked(date, cause.code);
    if (pointer === null) throw cause;
    return standing(pointer, { blocked: cause.code }, pointer.blocked === undefined);
  }
}

function lateIn({ arrivals }: Generation): string[] {
  return Object.entries(arrivals).flatMap(([feed, arrival]) => (arrival === 'complete' ? [] : [feed]));
}

/** What was published stays; only why it stays is noted. */
function standing(pointer: DayPointer, note: Partial<DayPointer>, noted: boolean): DayOutcome {
  const { rev: _rev, history: _history, ...published } = pointer;
  return {
    pointer: { ...published, ...note },
    openHash: null,
    generation: null,
    body: '',
    items: null,
    lineage: '',
    contentChanged: false,
    inputsChanged: noted,
  };
}

/** Code, mapping and policy under one name. */
export function methodOf(force: Force, policy: Policy): string {
  return sha256(JSON.stringify([CODE_VERSION, policy, force.mappings])).slice(0, 16);
}

/** A locked day is not revised by another code, mapping or policy until a second person says so (method: Days). */
export function waitsForApproval(
  pointer: DayPointer,
  method: string,
  policy: Policy,
  decisions: readonly Decision[],
  now: EpochMs,
): boolean {
  if (pointer.generation === null || pointer.method === method) return false;
  return isLocked(now, pointer.date, policy) && !isApproved(decisions, method);
}

/** Beyond it the method of a day changes with an approval alone, and what changes is marked. */
export function isLocked(now: EpochMs, date: LocalDate, { lockAfterDays }: Policy): boolean {
  return instantToLocal(now).slice(0, 10) > addDays(date, lockAfterDays);
}

async function writeDay(ports: ScorePorts, outcome: DayOutcome): Promise<void> {
  const { pointer, items, body, lineage, contentChanged, inputsChanged } = outcome;
  if (lineage !== '' && (contentChanged || inputsChanged)) {
    await ports.facts.put(lineageKey(pointer.date, pointer.inputs), gzipSync(lineage));
  }
  if (items === null || pointer.generation === null) return;
  // The object first: from it the remover knows every item of a generation that never became current.
  await ports.facts.put(generationKey(pointer.date, pointer.generation), gzipSync(body));
  await ports.availability.putMany(items.availability);
  await ports.productivity.putMany(items.productivity);
}

async function flipDay(ports: ScorePorts, outcome: DayOutcome, pointer: DayPointer | null): Promise<boolean> {
  if (!outcome.contentChanged && !outcome.inputsChanged) return true;
  const rev = (pointer?.rev ?? 0) + 1;
  const { generation, status, date } = outcome.pointer;
  const policy = policyOn(ports.force.policies, date);
  const late = pointer !== null && isLocked(ports.now(), date, policy) ? { revisedAfterLock: true } : {};
  const entry = { rev, generation, status, at: formatInstant(ports.now()), ...late };
  const before = pointer?.history ?? [];
  const history = outcome.contentChanged ? [...before, entry].slice(-LONGEST_HISTORY) : before;
  const open = openSince(outcome.openHash, pointer?.open, entry.at);
  return ports.registry.putIfRev(
    { ...dayKey(date), ...outcome.pointer, ...(open === undefined ? {} : { open }), rev, history },
    pointer?.rev ?? 0,
  );
}
