import type { LocalDate } from '../dates.ts';
import type { Policy } from './policy.ts';

/** The policy in force on a day; a day before the first takes the first. */
export function policyOn<P extends Pick<Policy, 'from'>>(policies: readonly P[], date: LocalDate): P {
  return policies.findLast((policy) => policy.from <= date) ?? (policies[0] as P);
}
