import { hintsTo } from '../functions/aws/hints.ts';
import { dayPointerSchema } from '../functions/day-pointer.ts';
import { addDecision, type Decision, type decisionsAbout } from '../functions/decisions.ts';
import type { Hint } from '../functions/hint.ts';
import { dayKey } from '../functions/published-day.ts';
import { readReceipt, receiptKey } from '../functions/registry.ts';
import { formatInstant, longDate } from '../lib/dates.ts';
import { ProductError } from '../lib/errors.ts';
import { parseDropKey } from '../lib/ingest/drop-key.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import type { Receipt } from '../lib/ingest/receipt.ts';
import type { Stores } from './stores.ts';

/** Who decides, and why; every decision keeps both. */
export interface Signed {
  readonly by: string;
  readonly reason: string;
}

const made = ({ by, reason }: Signed) => ({ by, reason, at: formatInstant(Date.now()) });

/** Records a decision and hints what it touches; gives the sentence that tells what follows. */
export async function decidePair(
  stores: Stores,
  { student, partner, date }: { student: string; partner: string | null; date: string },
  signed: Signed,
): Promise<string> {
  await record(stores, { date }, { verb: 'pair', student, partner, ...made(signed) }, [{ target: 'day', date, now: true }]);
  return partner === null
    ? `Recorded: the pairing of ${student} on ${longDate(date)} has ended.`
    : `Recorded: ${student} goes out with ${partner} on ${longDate(date)}. The day is scored again.`;
}

/** A held or a small file counts all the same, or an accepted one does not: always the bytes of the newest version. */
export async function decideFile(stores: Stores, verb: 'release' | 'refuse', key: string, signed: Signed): Promise<string> {
  const { feed, name } = parseDropKey(key);
  const item = await stores.registry.get(receiptKey(feed.name, name));
  // A file that ends its worker each time has no receipt, and is the one that must be refused.
  const sha = item !== undefined ? newestSha(readReceipt(item), verb) : verb === 'refuse' ? await shaInBucket(stores, key) : null;
  if (sha === null) throw new ProductError('NOT_FOUND', `No receipt for ${key}: it was never dropped, or not read yet.`);
  await record(stores, { drop: key }, { verb, sha, ...made(signed) }, [{ target: 'drop', key, now: true }]);
  return verb === 'release'
    ? `Recorded: the newest version of ${key} counts. It is read again.`
    : `Recorded: the newest version of ${key} does not count; the last good one before it does.`;
}

function newestSha({ key, seen }: Receipt, verb: 'release' | 'refuse'): string {
  const newest = seen.find(({ state }) => state !== 'withdrawn');
  if (newest === undefined) throw new ProductError('NOT_FOUND', `Every version of ${key} was withdrawn.`);
  if (newest.sha === null)
    throw new ProductError(
      'NOTHING_TO_DECIDE',
      `The newest version of ${key} is too large to be read, so no decision can name it; the last good one counts.`,
    );
  if (verb === 'release' && newest.state === 'refused' && newest.decided === undefined)
    throw new ProductError('NOTHING_TO_RELEASE', `${key} was refused: what cannot be read cannot be released.`);
  return newest.sha;
}

async function shaInBucket({ drops }: Stores, key: string): Promise<string | null> {
  const newest = (await drops.versions(key)).find((version) => version.key === key && !version.deleteMarker);
  return newest === undefined ? null : sha256(await drops.get(key, newest.versionId));
}

/** A locked day may take on the method that waits for it. */
export async function approveDay(stores: Stores, date: string, signed: Signed): Promise<string> {
  const item = await stores.registry.get(dayKey(date));
  const waiting = item === undefined ? undefined : dayPointerSchema.parse(item).waiting;
  if (waiting === undefined) throw new ProductError('NOTHING_WAITS', `Nothing waits for an approval on ${longDate(date)}.`);
  await record(stores, { date }, { verb: 'approve', method: waiting, ...made(signed) }, [{ target: 'day', date, now: true }]);
  return `Recorded: ${longDate(date)} is revised with method ${waiting}.`;
}

async function record(
  stores: Stores,
  subject: Parameters<typeof decisionsAbout>[0],
  decision: Decision,
  hints: readonly Hint[],
): Promise<void> {
  await addDecision(stores.trust, subject, decision);
  for (const hint of hints) {
    const queue = stores.queues[hint.target === 'drop' ? 'DropsQueueUrlOutput' : 'WorkQueueUrlOutput'];
    await hintsTo(stores.clients.sqs, queue)([hint]);
  }
}
