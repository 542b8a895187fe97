import * as z from 'zod';
import type { LocalDate } from '../lib/dates.ts';
import type { Key } from './aws/table.ts';

/** The published state of one duty date, as answers are made of it: without the control totals, which are most of a pointer. */
export const publishedDaySchema = z.object({
  date: z.string(),
  rev: z.int().positive(),
  /** Null when everything of the day was withdrawn. */
  generation: z.string().nullable(),
  hash: z.string().nullable(),
  status: z.enum(['planned', 'provisional', 'final', 'withdrawn']),
  methodVersion: z.string(),
  policyVersion: z.string(),
  codeVersion: z.int(),
  /** Hash of everything that was looked at: receipts as `key@stateRev`, and decisions. */
  inputs: z.string(),
  /** Names code, mapping and policy; a locked day is revised by another one only with an approval. */
  method: z.string(),
  /** Feeds that are not complete for the day. */
  late: z.array(z.string()).default([]),
  /** Snapshots that were passed over for having too few keys. */
  heldSnapshots: z.array(z.string()),
  /** Set while another method waits for its approval. */
  waiting: z.string().optional(),
  /** What everybody may see of the day, by hash, and since when it stands so: answers to everybody must not tell more. */
  open: z.object({ hash: z.string(), at: z.string() }).optional(),
  history: z.array(
    z.object({
      rev: z.int(),
      generation: z.string().nullable(),
      status: z.string(),
      at: z.string(),
      revisedAfterLock: z.boolean().optional(),
    }),
  ),
  /** Set while a run did not close; what was published before stands. */
  blocked: z.string().optional(),
});
export type PublishedDay = z.output<typeof publishedDaySchema>;

export function dayKey(date: LocalDate): Key {
  return { pk: `DAY#${date.slice(0, 7)}`, sk: date };
}
