import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Used } from './deployment.ts';

/** One figure a line, names in a column. */
export function lines(figures: Readonly<Record<string, string | number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `  ${name.padEnd(40)}${typeof value === 'number' ? rounded(value) : value}\n`)
    .join('');
}

export function rounded(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(100 * value) / 100);
}

/** What the functions used: seconds of work and the largest resident set of each, and their calls. */
export function usedLines({ seconds, peakMb, calls }: Used): string {
  const functions = Object.keys(seconds).sort();
  return lines({
    ...Object.fromEntries(functions.map((name) => [`${name}, seconds of work`, seconds[name] ?? 0])),
    ...Object.fromEntries(functions.map((name) => [`${name}, peak memory in MB`, peakMb[name] ?? 0])),
    ...Object.fromEntries(
      Object.entries(calls)
        .sort()
        .map(([name, count]) => [`calls, ${name}`, count]),
    ),
    'this process, peak memory in MB': ownPeakMb(),
  });
}

export function ownPeakMb(): number {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is still held. */
export function heapMb(): number {
  collect();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
