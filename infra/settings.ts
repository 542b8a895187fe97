import { readFileSync } from 'node:fs';
import * as z from 'zod';

export const TABLES = ['Registry', 'Trust', 'Organisation', 'Productivity', 'Availability'] as const;
const url = z.url({ protocol: /^https?$/ });
/** A person found by directory id: SAML with the immutable object id as NameID; with OIDC its `sub` has to be that id. */
const providerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{2,31}$/);

/** Where people sign in. What the force's own directory says of them is never asked here: a token carries identity only. */
const identitySchema = z.strictObject({
  /** For local users; a federated one brings the factors of the force's directory. */
  mfa: z.enum(['required', 'optional']).default('required'),
  /** Before `.auth.<region>.amazoncognito.com`; one in the world. */
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
    .refine((prefix) => !/aws|amazon|cognito/.test(prefix), 'aws, amazon and cognito are reserved'),
  callbackUrls: z.array(url).min(1),
  logoutUrls: z.array(url).min(1),
  /** With a provider of the force nobody signs in here by password. */
  federation: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saml'), name: providerName, metadataUrl: url }),
      z.strictObject({
        kind: z.literal('oidc'),
        name: providerName,
        issuer: url,
        clientId: z.string().min(1),
        clientSecretArn: z.string().startsWith('arn:'),
      }),
    ])
    .nullable()
    .default(null),
});
export type IdentitySettings = z.output<typeof identitySchema>;

const apiSchema = z.strictObject({
  /** Of each method by itself: API Gateway has no limit for a stage as a whole, only the account's above all of them. */
  requestsPerSecond: z.int().min(1),
  burst: z.int().min(1),
  /** The same of each POST and DELETE: people decide a few times a day. */
  writesPerSecond: z.int().min(1),
  /** Of one signed-in person; not by address, for a whole force leaves through a few. */
  requestsPerTokenIn5Minutes: z.int().min(10),
});
/** The pages. Without a name of one's own they are served under one of CloudFront's, which is known after the first deployment. */
const webSchema = z.strictObject({
  domain: z
    .strictObject({
      name: z.hostname(),
      /** Of us-east-1: CloudFront takes no other. */
      certificateArn: z.string().regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/),
    })
    .nullable()
    .default(null),
});
export type WebSettings = z.output<typeof webSchema>;

export type ApiSettings = z.output<typeof apiSchema>;

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
  identity: identitySchema,
  api: apiSchema,
  /** Null: no pages, as on one machine, where `npm start` serves them. */
  web: webSchema.nullable().default(null),
  /** Tables restored to a point in time, which are used in the place of the stage's own. */
  restoredTables: z.partialRecord(z.enum(TABLES), z.string().regex(/^[A-Za-z0-9_.-]{3,255}$/)).default({}),
});
export type Settings = z.output<typeof settingsSchema>;

export function readSettings(file: string): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
