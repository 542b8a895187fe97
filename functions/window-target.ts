import { gunzipSync, gzipSync } from 'node:zlib';
import { formatInstant, type LocalDate } from '../lib/dates.ts';
import type { Generation } from '../lib/generation/generation.ts';
import { datesOfWindow, WINDOW_CODE_VERSION, WindowBuilder, type WindowGeneration } from '../lib/generation/window.ts';
import { windowItems } from '../lib/generation/window-items.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { type DayPointer, dayPointerSchema } from './day-pointer.ts';
import { generationKey } from './day-target.ts';
import { dayKey } from './published-day.ts';
import type { Reconciliation } from './reconcile.ts';
import { openSince, revisionName } from './revision.ts';
import type { ScorePorts } from './score-ports.ts';
import { type WindowPointer, windowKey, windowPointerSchema } from './window-pointer.ts';

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
  readonly pointer: Omit<WindowPointer, 'rev' | 'flippedAt' | 'open'>;
  readonly openHash: string;
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
      const items = windowItems(window, pointer.generation, peerGroup.fewest);
      await ports.availability.putMany(items.availability);
      await ports.productivity.putMany(items.productivity);
    },
    async flip({ pointer, openHash, contentChanged, inputsChanged }, before) {
      if (!contentChanged && !inputsChanged) return true;
      const now = formatInstant(ports.now());
      const flippedAt = before === null || contentChanged ? now : before.flippedAt;
      const open = openSince(openHash, before?.open, now);
      const rev = (before?.rev ?? 0) + 1;
      return registry.putIfRev({ ...windowKey(start), ...pointer, flippedAt, open, rev }, before?.rev ?? 0);
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
  const codeVersion = contentChanged ? WINDOW_CODE_VERSION : before.codeVersion;
  const pointer = { start, generation: name, hash, inputs, codeVersion };
  // What everybody worked is nobody's to see.
  const openHash = sha256(JSON.stringify({ ...window, workingMinutes: null }));
  return { window, body, pointer, openHash, contentChanged, inputsChanged: before?.inputs !== inputs };
}
