import * as z from 'zod';

const issue = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number().optional(),
  column: z.string().optional(),
  value: z.string().optional(),
  allowed: z.string().optional(),
});

const version = z.object({
  versionId: z.string(),
  /** Null for a delete marker. */
  dropId: z.string().nullable(),
  /** SHA-256 of the bytes, by which a decision names them; null for a delete marker. */
  sha: z.string().nullable(),
  /** A person's word on these bytes, where there is one. */
  decided: z.enum(['release', 'refuse']).optional(),
  state: z.enum(['accepted', 'held', 'refused', 'duplicate', 'withdrawn']),
  bytes: z.number(),
  reason: issue.optional(),
  counts: z
    .object({ inFile: z.number(), accepted: z.number(), quarantined: z.number(), outOfScope: z.number(), duplicate: z.number() })
    .optional(),
  flags: z.record(z.string(), z.number()).optional(),
});
export type VersionVerdict = z.output<typeof version>;

/** What became of every version of one drop key, newest first. */
export const receiptSchema = z.object({
  key: z.string(),
  feed: z.string(),
  name: z.string(),
  extractTime: z.string(),
  /** Goes up at every write. */
  rev: z.int().positive(),
  /** Goes up only when something in the receipt changes; what a day was made of is said by it. */
  stateRev: z.int().positive(),
  /** Which mapping, policy and code read the versions; another one reads them again. */
  reader: z.string(),
  seen: z.array(version),
  /** The version in force: the newest that is accepted; null when none is. */
  accepted: z.string().nullable(),
  /** Objects a duty date of every drop that was ever accepted under this key. */
  days: z.record(z.string(), z.record(z.string(), z.int().positive())),
});
export type Receipt = z.output<typeof receiptSchema>;

export type Verdicts = Pick<Receipt, 'seen' | 'accepted' | 'days'>;

/** True when nothing that a reader of the receipt could see differs. */
export function sameVerdicts(a: Verdicts, b: Verdicts): boolean {
  return JSON.stringify([a.seen, a.accepted, a.days]) === JSON.stringify([b.seen, b.accepted, b.days]);
}
