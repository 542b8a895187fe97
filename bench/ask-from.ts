import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Arrivals } from './latency.ts';

/** What a client process is to ask; it comes as JSON on its standard input. */
export interface Asking {
  readonly endpoint: string;
  /** In turn. */
  readonly questions: readonly { readonly token: string; readonly path: string }[];
  /** So many, so many at once; or when they are due. */
  readonly pace: { readonly total: number; readonly atOnce: number } | Arrivals;
}

/** What it prints when it is done. */
export interface Asked {
  readonly requests: number;
  readonly seconds: number;
  readonly latencies: string;
  readonly statuses: Readonly<Record<string, number>>;
  /** Of a burst, until its last answer. */
  readonly burstMs: number;
}

/** Asks from a process of its own: the cloud has this one. */
export async function askFrom(asking: Asking): Promise<Asked> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'asking.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(asking));
  return JSON.parse(await text(child.stdout)) as Asked;
}
