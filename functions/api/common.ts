import * as z from 'zod';
import { lightTable } from '../aws/light-table.ts';
import { secretOf } from '../aws/secret.ts';
import type { SignedCall } from '../aws/signed.ts';
import type { ApiPorts } from './ports.ts';
import { readRules } from './rules.ts';

const name = z.string().min(1);

/** What every function of the API is given. */
export const commonEnvironment = z.object({
  REGISTRY_TABLE: name,
  ORGANISATION_TABLE: name,
  TRUST_TABLE: name,
  CURSOR_SECRET_ARN: name,
  /** Names of identity providers, with commas between them; empty where users are local. */
  IDENTITY_PROVIDERS: z.string().default(''),
});

export function commonPorts(environment: z.output<typeof commonEnvironment>, call: SignedCall, bundle: string): ApiPorts {
  const secret = secretOf(call, environment.CURSOR_SECRET_ARN);
  return {
    ...readRules(bundle),
    providers: environment.IDENTITY_PROVIDERS.split(',').filter((one) => one !== ''),
    organisation: lightTable(call, environment.ORGANISATION_TABLE),
    registry: lightTable(call, environment.REGISTRY_TABLE),
    trust: lightTable(call, environment.TRUST_TABLE),
    now: Date.now,
    cursorKey: async () => Buffer.from(await secret(), 'utf8'),
  };
}
