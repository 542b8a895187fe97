import * as z from 'zod';

const days = z.int().min(0);

/** What a force may set of who sees what; a change of it counts at the next request and makes no figure anew. */
export const accessSettingsSchema = z.strictObject({
  /** A leader sees this much of the time before somebody joined the span. */
  newLeaderDays: days.default(91),
  /** An older organisation gives nobody a right on others. */
  staleAfterDays: z.int().min(1).default(7),
  coverDays: z.int().min(1).max(14).default(14),
  /** A cover sees today and so many days ahead. */
  coverAheadDays: z.int().min(0).max(14).default(7),
  breakGlassHours: z.int().min(1).max(8).default(8),
  /** More cut posts than both hold the positions extract back. */
  cuts: z.strictObject({ share: z.number().min(0).max(1), posts: z.int().min(0) }).default({ share: 0.01, posts: 3 }),
});
export type AccessSettings = z.output<typeof accessSettingsSchema>;
