/**
 * Seconds in fixed logarithmic bins, eight to each doubling: histograms of days add up to that of a window, and a median
 * read from them is right to within a bin (9 %).
 */
// The eighth root of two by square roots, which every machine rounds alike.
const STEP = Math.sqrt(Math.sqrt(Math.sqrt(2)));
const LOWEST = 10;
const BINS = 8 * 14;

/** Lower edges in seconds: 0, 10, 10.9, 11.9 ...; the last bin is open. Made by multiplication alone, so equal everywhere. */
export const EDGES: readonly number[] = (() => {
  const edges = [0];
  for (let edge = LOWEST, n = 0; n < BINS; n += 1) {
    edges.push(edge);
    edge *= STEP;
  }
  return edges;
})();

/** Bin -> count; bins without a value are left out. In order of the bin, as JavaScript keeps whole numbers as keys. */
export type Histogram = Readonly<Record<string, number>>;

export function histogramOf(values: readonly number[]): Histogram {
  const counts: Record<string, number> = {};
  for (const value of values) {
    const bin = String(EDGES.findLastIndex((edge) => edge <= value));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

export function sumOfHistograms(histograms: readonly Histogram[]): Histogram {
  const counts: Record<string, number> = {};
  for (const histogram of histograms)
    for (const [bin, count] of Object.entries(histogram)) counts[bin] = (counts[bin] ?? 0) + count;
  return counts;
}

export interface Quantile {
  /** The middle of the bin that holds it, in seconds. */
  readonly seconds: number;
  /** Width of that bin: how far off it can be, in seconds. */
  readonly binWidth: number;
}

/** A quantile of what is in the bins; null when they are empty. */
export function quantileOf(histogram: Histogram, share: number): Quantile | null {
  const bins = Object.entries(histogram).map(([bin, count]) => [Number(bin), count] as const);
  const total = bins.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of bins) {
    below += count;
    if (below >= share * total) {
      const low = EDGES[bin] as number;
      const high = EDGES[bin + 1] ?? low * STEP;
      return { seconds: (low + high) / 2, binWidth: high - low };
    }
  }
  return null;
}

/** The exact median and p90 of values: the middle of the two in the middle, and the nearest rank. Null when empty. */
export function medianAndP90(values: readonly number[]): { median: number; p90: number } | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  return { median, p90: sorted[Math.ceil(0.9 * sorted.length) - 1] as number };
}
