import type { Force } from '../../lib/sources/force.ts';
import { readBeside } from '../config.ts';

/** Of the force's decisions what the API needs: its policies, and who sees what. Feeds and mappings are not its matter. */
export type Rules = Pick<Force, 'policies' | 'access'>;

/** As `bundle` has checked and written them: they are one asset with the code, and a start of a function is no time to check them again. */
export function readRules(bundle: string): Rules {
  const { policies, access } = JSON.parse(readBeside(bundle, 'force.json')) as Force;
  return { policies, access };
}
