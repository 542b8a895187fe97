import * as z from 'zod';
import { readEnvironment } from '../config.ts';

const schema = z.object({
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
});

/** Lambda gives the role's credentials by the environment, and renews them by a new environment. */
export function credentialsInEnvironment() {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = readEnvironment(schema);
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
}

export function endpointOf(service: string, region: string): string {
  return readEnvironment(schema).AWS_ENDPOINT_URL ?? `https://${service}.${region}.amazonaws.com`;
}
