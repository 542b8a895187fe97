import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { formatInstant, type LocalDate } from '../lib/calendar.ts';
import { CODE_VERSION, type Generation } from '../lib/generation/generation.ts';
import { datesOfWindow, WindowBuilder, type WindowGeneration, windowItems } from '../lib/generation/window.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { policyOn } from '../lib/policy/policy.ts';
import type { Key } from './aws/table.ts';
import { generationKey } from './day-target.ts';
import type { Reconciliation } from './reconcile.ts';
import { type DayPointer, dayKey, dayPointerSchema } from './registry.ts';
import { revisionName } from './revision.ts';
import type { ScorePorts } from './score-ports.ts';

export const windowPointerSchema = z.object({
  start: z.string(),
  rev: z.int().positive(),
  /** Null when its last day is final no more. */
  generation: z.string().nullable(),
  hash: z.string().nullable(),
  /** Hash of the generations of the days that it was made of. */
  inputs: z.string(),
  /** Of the code that made it; 0 for one that did not say. */
  codeVersion: z.int().default(0),
  flippedAt: z.string(),
});
export type WindowPointer = z.output<typeof windowPointerSchema>;

export function windowKey(start: LocalDate): Key {
  return { pk: `WINDOW#${start.slice(0, 4)}`, sk: start };
}

export function windowObjectKey(start: LocalDate, name: string): string {
  return `windows/${start}/${name}.json.gz`;
}

interface Inputs {
  readonly days: readonly DayPointer[];
  /** Null when the last day is not final yet. */
  readonly window: WindowGeneration | null;
}

interface Outcome {
  readonly window: WindowGeneration | null;
  readonly body: string;
  readonly pointer: Omit<WindowPointer, 'rev' | 'flippedAt'>;
  readonly contentChanged: boolean;
  readonly inputsChanged: boolean;
}

/** The 28-day figures of all officers, served once the last day is final; made again when one of its days is revised. */
export function windowTarget(ports: ScorePorts, start: LocalDate): Reconciliation<WindowPointer | null, Inputs, Outcome> {
  const { registry } = ports;
  return {
    name: `window ${start}`,
    async readPointer() {
      const item = await registry.get(windowKey(start));
      return item === undefined ? null : windowPointerSchema.parse(item);
    },
    gather: () => gather(ports, start),
    compute: ({ days, window }, before) => (window === null && before === null ? null : outcomeOf(start, days, window, before)),
    async write({ window, body, pointer, contentChanged }) {
      if (!contentChanged || window === null || pointer.generation === null) return;
      await ports.facts.put(windowObjectKey(start, pointer.generation), gzipSync(body));
      const { peerGroup } = policyOn(ports.force.policies, window.end);
      await ports.productivity.putMany(windowItems(window, pointer.generation, peerGroup.fewest));
    },
    async flip({ pointer, contentChanged, inputsChanged }, before) {
      if (!contentChanged && !inputsChanged) return true;
      const flippedAt = before === null || contentChanged ? formatInstant(ports.now()) : before.flippedAt;
      const rev = (before?.rev ?? 0) + 1;
      return registry.putIfRev({ ...windowKey(start), ...pointer, flippedAt, rev }, before?.rev ?? 0);
    },
    async hint() {
      // Nothing stands on a window.
    },
  };
}

async function gather(ports: ScorePorts, start: LocalDate): Promise<Inputs> {
  const dates = datesOfWindow(start);
  const end = dates.at(-1) as LocalDate;
  const items = await ports.registry.getMany(dates.map(dayKey));
  const days = items.map((item) => dayPointerSchema.parse(item)).sort((a, b) => (a.date < b.date ? -1 : 1));
  if (days.find(({ date }) => date === end)?.status !== 'final') return { days, window: null };
  const builder = new WindowBuilder();
  for (const { date, generation } of days) {
    if (generation === null) continue;
    const packed = await ports.facts.get(generationKey(date, generation));
    builder.add(JSON.parse(gunzipSync(packed).toString('utf8')) as Generation);
  }
  return { days, window: builder.finish(start, policyOn(ports.force.policies, end)) };
}

function outcomeOf(
  start: LocalDate,
  days: readonly DayPointer[],
  window: WindowGeneration | null,
  before: WindowPointer | null,
): Outcome {
  const body = window === null ? '' : JSON.stringify(window);
  const hash = window === null ? null : sha256(body);
  const contentChanged = before?.hash !== hash;
  const changed = hash === null ? null : revisionName((before?.rev ?? 0) + 1, hash);
  const name = contentChanged ? changed : before.generation;
  const inputs = sha256(days.map(({ date, hash: own }) => `${date} ${own}`).join('\n'));
  // The code that made the content: one that finds it unchanged has not made it.
  const codeVersion = contentChanged ? CODE_VERSION : before.codeVersion;
  const pointer = { start, generation: name, hash, inputs, codeVersion };
  return { window, body, pointer, contentChanged, inputsChanged: before?.inputs !== inputs };
}
