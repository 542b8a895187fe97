import { rounded } from './report.ts';

/** Latencies in milliseconds. */
export class Latencies {
  readonly #all: number[] = [];

  add(milliseconds: number): void {
    this.#all.push(milliseconds);
  }

  /** `50 % 0.2, 99 % 1.3, most 4 ms` */
  toString(): string {
    const sorted = this.#all.toSorted((a, b) => a - b);
    const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
    return `50 % ${at(0.5)}, 99 % ${at(0.99)}, most ${at(1)} ms`;
  }
}

export interface Arrivals {
  readonly perSecond: number;
  readonly seconds: number;
  /** So many more at one moment in the middle. */
  readonly burst: number;
}

/**
 * Sends requests when they are due, whatever became of those before: what waits counts as time to answer. Gives the time
 * from due to answered of each, and of the burst from its moment to its last answer.
 */
export async function openLoop({ perSecond, seconds, burst }: Arrivals, send: (n: number) => Promise<void>) {
  const due = Array.from({ length: perSecond * seconds }, (_, n) => (1000 * n) / perSecond);
  const middle = due.length >> 1;
  const moment = due[middle] ?? 0;
  due.splice(middle, 0, ...Array<number>(burst).fill(moment));
  const latencies = new Latencies();
  const began = performance.now();
  let burstDone = 0;
  const sent: Promise<void>[] = [];
  for (const [n, at] of due.entries()) {
    const early = at - (performance.now() - began);
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    sent.push(
      send(n).then(() => {
        const now = performance.now() - began;
        latencies.add(now - at);
        if (n >= middle && n < middle + burst) burstDone = Math.max(burstDone, now - moment);
      }),
    );
  }
  await Promise.all(sent);
  return { requests: due.length, latencies, burstMs: burstDone };
}
