import { transcribe } from '../../local/cloud/transcript.ts';
import { readForceFolder } from '../../scripts/bundle.ts';
import * as product from '../../sim/handlers.ts';
import { PROFILES, type Profile } from '../../sim/profiles.ts';
import { type Outcome, Run, type Without } from '../../sim/run.ts';
import { witnessOf } from '../../sim/witness.ts';
import type { Product } from '../../sim/workers.ts';

const said = new Set<string>();
/** What the handlers log is searched at the end of all tests; the same lines come thousands of times. */
const witness = witnessOf((way, text) => {
  if (said.has(text)) return;
  said.add(text);
  transcribe(way, text);
});
const force = readForceFolder('config/demo');

export function profileOf(name: string): Profile {
  const profile = PROFILES[name];
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  return profile;
}

export function runSeed(profile: Profile, seed: number, subject: Product = product, without?: Without): Promise<Outcome> {
  return new Run(subject, force, profile, seed, without, witness).run();
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
