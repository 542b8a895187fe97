import * as z from 'zod';

const url = z.url({ protocol: /^https?$/ });
/** A person found by directory id: SAML with the immutable object id as NameID; with OIDC its `sub` has to be that id. */
const providerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{2,31}$/);

/** Where people sign in. What the force's own directory says of them is never asked here: a token carries identity only. */
export const identitySchema = z.strictObject({
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
