import * as z from 'zod';

/** What CloudWatch can be told, in days. */
const logDays = z.literal([30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 3653]);
const days = z.int().min(1).max(36_500);

/**
 * How long each class of record is kept, in days. Extracts and what is published of them have no such setting: a file that
 * is gone is a file withdrawn, and the figures made of it go with it.
 */
export const retentionSchema = z.strictObject({
  /** Rejected rows, whole. */
  rejectedRows: days.default(400),
  /** Logs of functions and of the API: counts and routes, nobody's figures. */
  logs: logDays.default(180),
  /** What CloudTrail saw: who read the availability table, who changed a policy. */
  trail: days.default(2557),
});
export type Retention = z.output<typeof retentionSchema>;

/** Who is told when something needs a person. */
export const alarmsSchema = z.strictObject({
  email: z.email(),
  monthlyBudgetUsd: z.int().min(1),
});
export type AlarmSettings = z.output<typeof alarmsSchema>;
