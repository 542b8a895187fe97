import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoFile } from '../demo/files.ts';
import { type Cloud, type CloudOptions, startCloud } from '../local/cloud/cloud.ts';
import { assemblyWith, localAssembly, readStage } from '../local/demo-run.ts';
import { type Stores, storesOf } from '../local/stores.ts';

export interface Bench {
  readonly cloud: Cloud;
  readonly stores: Stores;
  /** Seconds and peak memory by function, and calls by operation, since the last `forget`. */
  readonly used: Used;
  /** Drops them all before any is read, and waits until they are published. */
  drop(files: Iterable<DemoFile>): Promise<void>;
  forget(): void;
  stop(): Promise<void>;
}

export interface Used {
  readonly seconds: Record<string, number>;
  readonly peakMb: Record<string, number>;
  readonly calls: Record<string, number>;
}

/** Gathered and spaced as in production, or at once as on one machine. */
type Pace = 'production' | 'local';

/** An embedded cloud in a folder of its own or in memory, and what its functions use. */
export async function openBench(options: Partial<CloudOptions> & { onDisk: boolean; pace?: Pace }): Promise<Bench> {
  const { onDisk, pace = 'production', ...cloudOptions } = options;
  const data = onDisk ? mkdtempSync(join(tmpdir(), 'bench-')) : null;
  const forgetFolder = () => (data === null ? undefined : rmSync(data, { recursive: true, force: true }));
  process.once('exit', forgetFolder);
  const used: Used = { seconds: {}, peakMb: {}, calls: {} };
  const cloud = await startCloud({
    assembly: pace === 'local' ? await localAssembly() : await pacedAssembly(),
    data,
    ...cloudOptions,
    onInvoked({ id, milliseconds, peakKb }) {
      const name = id.replace(/Function[0-9A-F]*$/, '').toLowerCase();
      used.seconds[name] = (used.seconds[name] ?? 0) + milliseconds / 1000;
      used.peakMb[name] = Math.max(used.peakMb[name] ?? 0, Math.round(peakKb / 1024));
    },
    fault(service, operation, caller) {
      const name = `${service} ${operation}`;
      if (caller === 'function') used.calls[name] = (used.calls[name] ?? 0) + 1;
      return undefined;
    },
  });
  const stores = storesOf(cloud);
  return {
    cloud,
    stores,
    used,
    async drop(files) {
      const hold = cloud.clock.busy();
      for (const { key, body } of files) await stores.drops.put(key, body);
      hold();
      await cloud.clock.settle();
    },
    forget() {
      for (const counts of [used.seconds, used.peakMb, used.calls]) for (const name of Object.keys(counts)) delete counts[name];
    },
    async stop() {
      await cloud.stop();
      forgetFolder();
      process.off('exit', forgetFolder);
    },
  };
}

/** Bundles and templates with the pace of production, made once. */
export function pacedAssembly(): Promise<string> {
  const { batchWindowSeconds, batchSize, daySpacingSeconds } = readStage('production');
  return assemblyWith('paced', { batchWindowSeconds, batchSize, daySpacingSeconds });
}
