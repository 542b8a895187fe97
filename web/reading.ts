import type { Payload } from '../lib/api/responses.ts';

type Row = Pick<Payload<'comparison'>['rows'][number], 'count' | 'outer'>;

/** On which side of what chance makes a count lies; null within it. */
export function readingOf({ count, outer }: Row): 'higher' | 'lower' | null {
  if (count > outer.upper) return 'higher';
  return count < outer.lower ? 'lower' : null;
}
