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
  /** Null for a delete marker and for a file that was too large to be fetched. */
  dropId: z.string().nullable(),
  /** SHA-256 of the bytes, by which a decision names them; null where there is no dropId. */
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
  /** Newer versions that are not looked at, for the key has too many. */
  ignored: z.int().positive().optional(),
  /** The version in force: the newest that is accepted; null when none is. */
  accepted: z.string().nullable(),
  /** Every drop that was ever accepted under this key; of the one in force the objects a duty date. */
  days: z.record(z.string(), z.record(z.string(), z.int().positive())),
  /** Duty dates that the others had: whoever reads the key again tells them. */
  earlier: z.array(z.string()).optional(),
});
export type Receipt = z.output<typeof receiptSchema>;

/** An item holds 400 KB and a version with its reason about one: a sender who writes one name over and over ends here. */
export const MOST_VERSIONS = 100;

/** Of the versions of a key, newest first, those that are looked at: the oldest, so that no later one can take the place of another. */
export function judgedVersions<V>(versions: readonly V[]): readonly V[] {
  return versions.slice(-MOST_VERSIONS);
}

/** Of drops that are not in force the dates are enough, once each: a file of years that is sent again and again would outgrow its receipt. */
export function foldDays({
  accepted,
  days,
  earlier = [],
}: Pick<Receipt, 'accepted' | 'days' | 'earlier'>): Pick<Receipt, 'days' | 'earlier'> {
  const others = Object.entries(days).filter(([dropId]) => dropId !== accepted);
  const dates = new Set([...earlier, ...others.flatMap(([, objects]) => Object.keys(objects))]);
  const folded = { ...days, ...Object.fromEntries(others.map(([dropId]) => [dropId, {}])) };
  return dates.size === 0 ? { days: folded } : { days: folded, earlier: [...dates].sort() };
}

export type Verdicts = Pick<Receipt, 'seen' | 'accepted' | 'days' | 'earlier'>;

/** True when nothing that a reader of the receipt could see differs. */
export function sameVerdicts(a: Verdicts, b: Verdicts): boolean {
  const text = ({ seen, accepted, days, earlier }: Verdicts) => JSON.stringify([seen, accepted, days, earlier ?? []]);
  return text(a) === text(b);
}
