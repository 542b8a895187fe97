import * as z from 'zod';
import type { LocalDate } from '../lib/dates.ts';
import type { Key } from './aws/table.ts';

export const windowPointerSchema = z.object({
  start: z.string(),
  rev: z.int().positive(),
  /** Null when its last day is final no more. */
  generation: z.string().nullable(),
  hash: z.string().nullable(),
  /** Hash of the generations of the days that it was made of. */
  inputs: z.string(),
  flippedAt: z.string(),
  /** What everybody may see of the window, by hash, and since when it stands so. */
  open: z.object({ hash: z.string(), at: z.string() }).optional(),
});
export type WindowPointer = z.output<typeof windowPointerSchema>;

export function windowKey(start: LocalDate): Key {
  return { pk: `WINDOW#${start.slice(0, 4)}`, sk: start };
}
