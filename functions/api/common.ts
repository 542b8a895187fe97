import * as z from 'zod';
import type { makeDynamo } from '../aws/dynamo.ts';
import { secretOf } from '../aws/secret.ts';
import { tableOf } from '../aws/table.ts';
import type { ApiPorts } from './ports.ts';
import { readRules } from './rules.ts';

const name = z.string().min(1);

/** What every function of the API is given. */
export const commonEnvironment = z.object({
  AWS_REGION: name,
  REGISTRY_TABLE: name,
  ORGANISATION_TABLE: name,
  TRUST_TABLE: name,
  CURSOR_SECRET_ARN: name,
  /** Names of identity providers, with commas between them; empty where users are local. */
  IDENTITY_PROVIDERS: z.string().default(''),
});

export function commonPorts(
  environment: z.output<typeof commonEnvironment>,
  dynamo: ReturnType<typeof makeDynamo>,
  bundle: string,
): ApiPorts {
  const rules = readRules(bundle);
  const secret = secretOf(environment.CURSOR_SECRET_ARN, environment.AWS_REGION);
  return {
    policies: rules.policies,
    access: rules.access,
    providers: environment.IDENTITY_PROVIDERS.split(',').filter((one) => one !== ''),
    organisation: tableOf(dynamo, environment.ORGANISATION_TABLE),
    registry: tableOf(dynamo, environment.REGISTRY_TABLE),
    trust: tableOf(dynamo, environment.TRUST_TABLE),
    now: Date.now,
    cursorKey: async () => Buffer.from(await secret(), 'utf8'),
  };
}
