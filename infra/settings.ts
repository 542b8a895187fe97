import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** What differs between stages of one force; checked before anything is synthesized. */
const settingsSchema = z.strictObject({
  stage: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().default('eu-west-2'),
  /** How long hints are gathered before a batch is taken. */
  batchWindowSeconds: z.int().min(0).max(300),
  batchSize: z.int().min(1).max(10_000),
  /** A day is published again at most so often; what comes meanwhile is published together. */
  daySpacingSeconds: z.int().min(0).max(3600).default(0),
  maxConcurrency: z.int().min(2).max(100),
});
export type Settings = z.output<typeof settingsSchema>;

export function readSettings(file: string): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
