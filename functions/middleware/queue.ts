import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { ProductError } from '../../lib/errors.ts';
import { by } from '../../lib/order.ts';
import { type Hint, hintOf } from '../hint.ts';
import { inParallel } from '../parallel.ts';
import { logError } from './log-error.ts';

/** With less time left than a target may take, the rest of a batch goes back for the next run. */
const TIME_FOR_ONE_MS = 60_000;

/** What the queue's functions have in common: each target of a batch is taken once, so many at once; what fails goes back alone. */
export function queueHandler(logger: Logger, atOnce: number, work: (hint: Hint) => Promise<void>) {
  return middy<SQSEvent, SQSBatchResponse, Error, Context>()
    .before(({ context }) => logger.addContext(context))
    .handler(async (event, context) => {
      const failed: SQSRecord[] = [];
      // For what somebody waits comes first: what there is no time for goes back for an hour.
      const targets = [...Map.groupBy(event.Records, targetOf)].sort(by(([target]) => (isUrgent(target) ? 0 : 1)));
      await inParallel(targets, atOnce, async ([target, records]) => {
        if (context.getRemainingTimeInMillis() < TIME_FOR_ONE_MS) {
          failed.push(...records);
          return;
        }
        try {
          if (target === null) throw new ProductError('BAD_MESSAGE', 'a message names no target');
          await work(JSON.parse(target) as Hint);
        } catch (cause) {
          logError(logger, cause);
          failed.push(...records);
        }
      });
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
}

function isUrgent(target: string | null): boolean {
  return target !== null && 'now' in JSON.parse(target);
}

function targetOf({ body }: SQSRecord): string | null {
  try {
    return JSON.stringify(hintOf(body));
  } catch {
    return null;
  }
}
