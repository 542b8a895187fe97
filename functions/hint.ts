import * as z from 'zod';

/** A message names a target to look at, and never says what is to be found there. */
export const hintSchema = z.discriminatedUnion('target', [
  /** `now`: somebody waits for it, and for the days that follow from it. */
  z.strictObject({ target: z.literal('drop'), key: z.string().min(1).max(1024), now: z.literal(true).optional() }),
  z.strictObject({ target: z.literal('day'), date: z.iso.date(), now: z.literal(true).optional() }),
  z.strictObject({ target: z.literal('window'), start: z.iso.date() }),
  z.strictObject({ target: z.literal('organisation') }),
]);
export type Hint = z.output<typeof hintSchema>;

const s3Event = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.enum(['Object Created', 'Object Deleted']),
  detail: z.object({ object: z.object({ key: z.string().min(1) }) }),
});

/** Reads a queue message: a hint of ours, or what EventBridge says of S3 (its keys come as they are, not URL-encoded). */
export function hintOf(body: string): Hint {
  const message: unknown = JSON.parse(body);
  const event = s3Event.safeParse(message);
  return event.success ? { target: 'drop', key: event.data.detail.object.key } : hintSchema.parse(message);
}
