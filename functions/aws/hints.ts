import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ProductError } from '../../lib/errors.ts';
import type { Hint } from '../hint.ts';

const BATCH = 10;

/** Sends hints to a queue, to be taken so many seconds later (900 at most); doubles do no harm, for a hint says only where to look. */
export function hintsTo(sqs: SQSClient, QueueUrl: string): (hints: readonly Hint[], delaySeconds?: number) => Promise<void> {
  return async (hints, delaySeconds = 0) => {
    const later = delaySeconds > 0 ? { DelaySeconds: delaySeconds } : {};
    for (let at = 0; at < hints.length; at += BATCH) {
      const Entries = hints
        .slice(at, at + BATCH)
        .map((hint, n) => ({ Id: String(n), MessageBody: JSON.stringify(hint), ...later }));
      const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if ((answer.Failed ?? []).length > 0)
        throw new ProductError('HINTS_NOT_SENT', `${answer.Failed?.length} hints were not taken`);
    }
  };
}
