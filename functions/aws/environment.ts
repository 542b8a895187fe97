import * as z from 'zod';
import { readEnvironment } from '../config.ts';
import type { Connection } from './connection.ts';

const schema = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
});

/** Lambda gives region and credentials of the role by the environment; new credentials come with a new environment. */
export function connectionInEnvironment(): Partial<Connection> & Pick<Connection, 'region' | 'credentials'> {
  const environment = readEnvironment(schema);
  const { AWS_REGION: region, AWS_SESSION_TOKEN: sessionToken, AWS_ENDPOINT_URL: endpoint } = environment;
  return {
    region,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}
