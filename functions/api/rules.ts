import * as z from 'zod';
import { accessSettingsSchema } from '../../lib/policy/access.ts';
import { policiesSchema } from '../../lib/policy/policy.ts';
import { readBeside } from '../config.ts';

/** Of the force's decisions what the API needs: its policies, and who sees what. Feeds and mappings are not its matter. */
const rulesSchema = z.object({ policies: policiesSchema, access: accessSettingsSchema });

export function readRules(bundle: string): z.output<typeof rulesSchema> {
  return rulesSchema.parse(JSON.parse(readBeside(bundle, 'force.json')));
}
