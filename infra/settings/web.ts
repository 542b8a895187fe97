import * as z from 'zod';

/** Pages on the internet. Without a name of one's own they are served under one of CloudFront's, known after the first deployment. */
export const webSchema = z.strictObject({
  domain: z
    .strictObject({
      name: z.hostname(),
      /** Of us-east-1, for CloudFront takes no other. Null: one is made, and the deployment waits until its DNS record stands. */
      certificateArn: z
        .string()
        .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/)
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
});
export type WebSettings = z.output<typeof webSchema>;

/** Nothing on the internet but the sign-in: pages and API behind a load balancer inside the force's network. */
export const privateApiSchema = z.strictObject({
  domain: z.hostname(),
  certificateArn: z.string().regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/),
  /** The interface endpoint of the network for `execute-api`, and its addresses, one a subnet. */
  endpointId: z.string().regex(/^vpce-[0-9a-f]{8,17}$/),
  endpointAddresses: z.array(z.ipv4()).min(2),
  /** From where people come. */
  clientRanges: z.array(z.cidrv4()).min(1),
});
export type PrivateApiSettings = z.output<typeof privateApiSchema>;
