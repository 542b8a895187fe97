import * as z from 'zod';

const keyArn = z.string().regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/);
const key = keyArn.nullable().default(null);

/** What a landing zone gives; whatever is null is made here. */
export const landingZoneSchema = z.strictObject({
  /** A key given has the policy that its owner wrote: see docs/deployment.md for what has to stand in it. */
  keys: z.strictObject({ tables: key, objects: key, queues: key, platform: key }).prefault({}),
  /** Set on every role of ours. */
  permissionsBoundary: z
    .string()
    .regex(/^arn:aws:iam::\d{12}:policy\/.+$/)
    .nullable()
    .default(null),
  network: z
    .strictObject({
      vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/),
      /** In different zones, with endpoints for DynamoDB, S3, SQS and Secrets Manager if functions run inside. */
      subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/)).min(2),
      functionsInside: z.boolean().default(false),
    })
    .nullable()
    .default(null),
});
export type LandingZone = z.output<typeof landingZoneSchema>;
export type Network = NonNullable<LandingZone['network']>;
