import type { Hint } from '../hint.ts';
import type { SignedCall } from './signed.ts';

/** Sends single hints to a queue without the SDK; the API has one at a time. */
export function lightHintsTo(call: SignedCall, QueueUrl: string): (hints: readonly Hint[]) => Promise<void> {
  return async (hints) => {
    for (const hint of hints) {
      const input = { QueueUrl, MessageBody: JSON.stringify(hint) };
      await call({ service: 'sqs', target: 'AmazonSQS.SendMessage', version: '1.0', input });
    }
  };
}
