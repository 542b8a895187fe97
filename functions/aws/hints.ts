import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ProductError } from '../../lib/errors.ts';
import type { Hint } from '../hint.ts';

const BATCH = 10;

/** Sends hints to a queue; a hint says only where to look, so doubles do no harm. */
export function hintsTo(sqs: SQSClient, QueueUrl: string): (hints: readonly Hint[]) => Promise<void> {
  return async (hints) => {
    for (let at = 0; at < hints.length; at += BATCH) {
      const Entries = hints.slice(at, at + BATCH).map((hint, n) => ({ Id: String(n), MessageBody: JSON.stringify(hint) }));
      const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if ((answer.Failed ?? []).length > 0)
        throw new ProductError('HINTS_NOT_SENT', `${answer.Failed?.length} hints were not taken`);
    }
  };
}
