import * as z from 'zod';
import type { FeedTotals } from '../lib/day/totals.ts';
import { publishedDaySchema } from './published-day.ts';

const count = z.int().min(0);
const feedTotalsSchema: z.ZodType<FeedTotals> = z.object({
  feed: z.string(),
  rows: count,
  credited: count,
  otherDay: count,
  moved: count,
  superseded: count,
  conflict: count,
  deleted: count,
  unresolved: count,
  excluded: count,
});

/** The published state of one duty date, with what proves it. */
export const dayPointerSchema = publishedDaySchema.extend({
  /** Where every row went that the run looked at. */
  totals: z.array(feedTotalsSchema),
});
export type DayPointer = z.output<typeof dayPointerSchema>;
