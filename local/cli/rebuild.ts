import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readForceFolder } from '../../scripts/bundle.ts';
import { startCloud } from '../cloud/cloud.ts';
import { differences, printOf } from '../compare.ts';
import { DEMO_FORCE, localAssembly } from '../demo-run.ts';
import { handOver, withStores } from '../home.ts';
import { readOutputs } from '../outputs.ts';
import { type Rebuilt, rebuild, type Target } from '../rebuild.ts';
import type { Order } from '../replay.ts';
import { type Stores, storesAt } from '../stores.ts';
import { deployedTarget, embeddedTarget } from '../targets.ts';
import { Usage, wholeNumber } from './arguments.ts';

export const REBUILD_USAGE =
  'npm run -s ops -- rebuild --to FOLDER|OUTPUTS.json [--from OUTPUTS.json] [--order newest|oldest] [--as-of INSTANT] [--calm SECONDS]';

export const REBUILD_OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string' },
  order: { type: 'string', default: 'newest' },
  'as-of': { type: 'string' },
  calm: { type: 'string', default: '120' },
} as const;

interface Asked {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly order: string;
  readonly 'as-of'?: string | undefined;
  readonly calm: string;
}

const DIFFERENCES_SHOWN = 20;

const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;
const progress = (text: string) => process.stderr.write(`${seconds().toFixed(1).padStart(6)} s  ${text}\n`);

/** Rebuilds a deployment in a fresh one and compares what both publish; 0 only if they are equal. */
export async function rebuildCommand({ to, from, order, 'as-of': instant, calm }: Asked): Promise<number> {
  if (to === undefined) throw new Usage(`--to is missing\n${REBUILD_USAGE}`);
  if (order !== 'newest' && order !== 'oldest') throw new Usage(`--order is ${order}: newest or oldest`);
  const asOf = instant === undefined ? null : readInstant(instant);
  const patience = { every: 1000, calm: 1000 * wholeNumber(calm, 'calm', 1, 3600) };
  const isFolder = !to.endsWith('.json');
  if (isFolder && existsSync(to) && readdirSync(to).length > 0)
    throw new Usage(`--to is ${to}, where something is already: name a new folder`);
  const withSource = from === undefined ? withStores<number> : (use: Use) => use(deployed(from));
  return withSource(async (source) => {
    if (!isFolder) return run(source, deployedTarget(deployed(to), patience), order, asOf);
    const folder = resolve(to);
    const code = await withCloudIn(folder, (target) => run(source, target, order, asOf));
    if (from === undefined) handOver(folder);
    return code;
  });
}

type Use = (stores: Stores) => Promise<number>;

/** The account and region are those of the standard AWS variables. */
function deployed(outputs: string): Stores {
  return storesAt({ output: readOutputs(outputs) });
}

async function withCloudIn(folder: string, use: (target: Target) => Promise<number>): Promise<number> {
  const cloud = await startCloud({ assembly: await localAssembly(), data: join(folder, 'data'), startAt: Date.now() });
  try {
    return await use(embeddedTarget(cloud));
  } finally {
    await cloud.stop();
  }
}

async function run(source: Stores, target: Target, order: Order, asOf: number | null): Promise<number> {
  const rebuilt = await rebuild(source, target, { order, asOf, force: readForceFolder(DEMO_FORCE), progress });
  const took = seconds();
  progress('comparing what is published');
  const made = await printOf(target.stores);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(`Rebuilt in ${took.toFixed(1)} s: ${summary(rebuilt)}`);
  say(`target ${made.digest} (${made.lines} lines)`);
  if (asOf !== null) return 0;
  const original = await printOf(source);
  say(`source ${original.digest} (${original.lines} lines)`);
  const found = differences(original, made);
  for (const sentence of found.slice(0, DIFFERENCES_SHOWN)) say(`  ${sentence}`);
  if (found.length > DIFFERENCES_SHOWN) say(`  and ${found.length - DIFFERENCES_SHOWN} more`);
  say(found.length === 0 ? 'equal' : 'differs');
  return found.length === 0 ? 0 : 1;
}

function summary({ versions, keys, trust, kept }: Rebuilt): string {
  const { days, windows } = kept;
  const older = [...days, ...windows.map((start) => `window ${start}`)];
  return `${versions} versions of ${keys} files, ${trust} items of trust; as an older code published it: ${older.join(', ') || 'nothing'}`;
}

function readInstant(text: string): number {
  const found = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(found)) throw new Usage(`--as-of is ${text}: an instant such as 2026-11-22T10:00:00Z`);
  return found;
}
