import { dayTarget } from '../../functions/day-target.ts';
import { dropTarget } from '../../functions/drop-target.ts';
import { factCache } from '../../functions/fact-cache.ts';
import type { Hint } from '../../functions/hint.ts';
import { organisationTarget } from '../../functions/organisation-target.ts';
import { reconcile } from '../../functions/reconcile.ts';
import type { ScorePorts } from '../../functions/score-ports.ts';
import { windowTarget } from '../../functions/window-target.ts';
import { readForceFolder } from '../../scripts/bundle.ts';
import { DEMO_FORCE } from '../demo-run.ts';
import { memoryObjects } from './objects.ts';
import { type Call, type MemoryTable, memoryTable } from './table.ts';

const TABLES = ['registry', 'trust', 'organisation', 'productivity', 'availability'] as const;
type TableName = (typeof TABLES)[number];

export interface DropFile {
  readonly key: string;
  readonly body: string;
}

/** The product in memory: what the functions do to a file, one target after the other, at a time that stands still. */
export interface MemoryForce {
  readonly tables: Readonly<Record<TableName, MemoryTable>>;
  readonly facts: ScorePorts['facts'];
  readonly force: ScorePorts['force'];
  /** The only clock there is. */
  now: number;
  /** Drops files and publishes all that follows from them. */
  publish(files: Iterable<DropFile>): Promise<void>;
  /** Takes targets as if they were hinted. */
  take(hints: readonly Hint[]): Promise<void>;
}

/** In this order within a round, so that what depends on much comes last. */
const ORDER: readonly Hint['target'][] = ['drop', 'organisation', 'day', 'window'];

export function memoryForce(now: number, onCall?: (call: Call) => void): MemoryForce {
  const tables = Object.fromEntries(TABLES.map((name) => [name, memoryTable(name, onCall)])) as MemoryForce['tables'];
  const [drops, facts] = [memoryObjects(), memoryObjects()];
  const waiting = new Map<string, Hint>();
  const send = async (hints: readonly Hint[]) => {
    for (const hint of hints) waiting.set(JSON.stringify(hint), hint);
  };
  const force = readForceFolder(DEMO_FORCE);
  const ports: ScorePorts & { drops: typeof drops } = {
    ...{ ...tables, force, drops, facts, cache: factCache(facts), send },
    now: () => memory.now,
    onBlocked(date, code) {
      throw new Error(`${date} is blocked: ${code}`);
    },
  };
  const work = (hint: Hint): Promise<unknown> => {
    if (hint.target === 'drop') return reconcile(dropTarget(ports, hint.key));
    if (hint.target === 'organisation') return reconcile(organisationTarget(ports));
    if (hint.target === 'day') return reconcile(dayTarget(ports, hint.date));
    return reconcile(windowTarget(ports, hint.start));
  };
  const memory: MemoryForce = {
    ...{ tables, facts, force, now },
    async publish(files) {
      for (const { key, body } of files) {
        await drops.put(key, body);
        await send([{ target: 'drop', key }]);
      }
      await memory.take([]);
    },
    async take(hints) {
      await send(hints);
      while (waiting.size > 0) {
        const target = ORDER.find((one) => [...waiting.values()].some((hint) => hint.target === one));
        const round = [...waiting].filter(([, hint]) => hint.target === target).sort(([a], [b]) => (a < b ? -1 : 1));
        for (const [name, hint] of round) {
          waiting.delete(name);
          await work(hint);
        }
      }
    },
  };
  return memory;
}
