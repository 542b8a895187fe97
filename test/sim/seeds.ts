import { readForceFolder } from '../../scripts/bundle.ts';
import * as product from '../../sim/handlers.ts';
import { PROFILES, type Profile } from '../../sim/profiles.ts';
import { type Outcome, Run, type Without } from '../../sim/run.ts';
import type { Product } from '../../sim/workers.ts';

const force = readForceFolder('config/demo');

export function profileOf(name: string): Profile {
  const profile = PROFILES[name];
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  return profile;
}

export function runSeed(profile: Profile, seed: number, subject: Product = product, without?: Without): Promise<Outcome> {
  return new Run(subject, force, profile, seed, without).run();
}

/** The first of so many seeds that breaks an invariant, or null. */
export async function firstFailing(
  profile: Profile,
  seeds: number,
  subject: Product = product,
  from = 0,
): Promise<Outcome | null> {
  for (let seed = from; seed < seeds; seed += 1) {
    const outcome = await runSeed(profile, seed, subject);
    if (outcome.violation !== null) return outcome;
  }
  return null;
}
