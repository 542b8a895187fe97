import type { Receipt } from './receipt.ts';

/** Extracts that say what is usual for a feed. */
const LOOK_BACK = 8;
const LEAST_KNOWN = 3;

export interface RowWarning {
  readonly rows: number;
  /** Median of the extracts before it. */
  readonly usual: number;
}

/**
 * Half the usual rows or fewer: counted all the same, and said. Takes a receipt and those of its feed; parts of one
 * extract are one. Null when nothing is unusual, or too little is known.
 */
export function rowWarningOf(receipt: Receipt, ofFeed: readonly Receipt[]): RowWarning | null {
  const rows = rowsOf(ofFeed.filter(({ extractTime }) => extractTime === receipt.extractTime));
  const earlier = Map.groupBy(
    ofFeed.filter(({ extractTime, accepted }) => extractTime < receipt.extractTime && accepted !== null),
    ({ extractTime }) => extractTime,
  );
  const counts = [...earlier.keys()]
    .sort()
    .slice(-LOOK_BACK)
    .map((time) => rowsOf(earlier.get(time) ?? []))
    .sort((a, b) => a - b);
  if (receipt.accepted === null || counts.length < LEAST_KNOWN) return null;
  const usual = counts[counts.length >> 1] as number;
  return 2 * rows <= usual ? { rows, usual } : null;
}

function rowsOf(parts: readonly Receipt[]): number {
  return parts.reduce((sum, { seen, accepted }) => {
    const version = seen.find(({ dropId, state }) => dropId === accepted && state === 'accepted');
    return sum + (version?.counts?.inFile ?? 0);
  }, 0);
}
