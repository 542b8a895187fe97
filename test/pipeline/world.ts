import type { CloudOptions } from '../../local/cloud/cloud.ts';
import { type DemoRun, runDemo } from '../../local/demo-run.ts';
import { exportPublished } from '../../local/export.ts';
import type { Stores } from '../../local/stores.ts';

export const WORLD = { people: 60, days: 8, end: '2026-11-20', seed: 7 } as const;

export interface File {
  readonly key: string;
  readonly body: string;
}

export interface RunOptions {
  readonly files?: (files: File[]) => File[];
  readonly cloud?: Partial<CloudOptions>;
  readonly world?: { people: number; days: number; end: string; seed: number };
}

/** Runs a small world through the embedded cloud in memory, hands it over, and stops it. */
export async function withWorld<T>({ files, cloud, world = WORLD }: RunOptions, use: (run: DemoRun) => Promise<T>): Promise<T> {
  const run = await runDemo({
    ...world,
    data: null,
    ...(files === undefined ? {} : { files: (all: File[]) => [...files(all)] }),
    ...(cloud === undefined ? {} : { cloud }),
  });
  try {
    return await use(run);
  } finally {
    await run.cloud.stop();
  }
}

export function published(options: RunOptions = {}): Promise<string[]> {
  return withWorld(options, ({ stores }) => exportPublished(stores));
}

/** What a reader sees: everything but the control totals, which follow the rows that were looked at. */
export async function figures(stores: Stores): Promise<string[]> {
  const lines = await exportPublished(stores);
  return lines.map((line) => (line.startsWith('["day"') ? JSON.stringify((JSON.parse(line) as unknown[]).slice(0, 4)) : line));
}

/** A shuffle that is the same every time. */
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return all
    .map((one) => ({ one, by: next() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}

export function shuffledRows({ key, body }: File, seed: number): File {
  const [header = '', ...rows] = body.trimEnd().split('\n');
  return { key, body: `${[header, ...shuffled(rows, seed)].join('\n')}\n` };
}
