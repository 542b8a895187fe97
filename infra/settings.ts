import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { SYSTEMS } from '../lib/vocabulary.ts';
import { identitySchema } from './settings/identity.ts';
import { alarmsSchema, retentionSchema } from './settings/keeping.ts';
import { landingZoneSchema } from './settings/landing-zone.ts';
import { privateApiSchema, webSchema } from './settings/web.ts';

export const TABLES = ['Registry', 'Trust', 'Organisation', 'Productivity', 'Availability'] as const;

const apiSchema = z.strictObject({
  /** Of each method by itself: API Gateway has no limit for a stage as a whole, only the account's above all of them. */
  requestsPerSecond: z.int().min(1),
  burst: z.int().min(1),
  /** The same of each POST and DELETE: people decide a few times a day. */
  writesPerSecond: z.int().min(1),
  /** Of one signed-in person; not by address, for a whole force leaves through a few. */
  requestsPerTokenIn5Minutes: z.int().min(10),
});
export type ApiSettings = z.output<typeof apiSchema>;

/** What differs between stages and forces; checked before anything is synthesized. */
const settingsSchema = z
  .strictObject({
    stage: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/),
    account: z.string().regex(/^\d{12}$/),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
      .default('eu-west-2'),
    /** How long hints are gathered before a batch is taken. */
    batchWindowSeconds: z.int().min(0).max(300),
    batchSize: z.int().min(1).max(10_000),
    /** A day is published again at most so often; what comes meanwhile is published together. */
    daySpacingSeconds: z.int().min(0).max(3600).default(0),
    /** Workers of a queue at the same time, so that a backlog leaves the account's concurrency to the API. */
    maxConcurrency: z.int().min(2).max(100),
    identity: identitySchema,
    api: apiSchema,
    /** Null: no pages, as on one machine, where `npm start` serves them. */
    web: webSchema.nullable().default(null),
    privateApi: privateApiSchema.nullable().default(null),
    landingZone: landingZoneSchema.prefault({}),
    /** The role of another account that delivers the extracts of a system. */
    writers: z.partialRecord(z.enum(SYSTEMS), z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/)).default({}),
    /** Days in which no version of an extract can be deleted by anybody. Null: versions alone. */
    objectLockDays: z.int().min(1).max(36_500).nullable().default(null),
    retention: retentionSchema.prefault({}),
    /** Null: nobody is told, as on one machine. */
    alarms: alarmsSchema.nullable().default(null),
    /** Tables restored to a point in time, which are used in the place of the stage's own. */
    restoredTables: z.partialRecord(z.enum(TABLES), z.string().regex(/^[A-Za-z0-9_.-]{3,255}$/)).default({}),
  })
  .refine(
    ({ web, privateApi }) => web === null || privateApi === null,
    'with privateApi there is no public distribution: leave web out',
  )
  .refine(
    ({ privateApi, landingZone }) => privateApi === null || landingZone.network !== null,
    'privateApi needs landingZone.network',
  )
  .refine(
    ({ batchSize, batchWindowSeconds }) => batchSize <= 10 || batchWindowSeconds > 0,
    'batches of more than ten need a window',
  )
  .refine(
    ({ account, writers }) => Object.values(writers).every((arn) => !arn.includes(`::${account}:`)),
    'a writer is a role of another account: whoever deploys here must not be able to deliver extracts, for the HR feed gives rights',
  );
export type Settings = z.output<typeof settingsSchema>;

/** Throws ZodError, which names each setting that is wrong. */
export function readSettings(file: string): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
