import { type Outcome, WITHOUT_NOTHING, type Without } from './run.ts';

type Rerun = (without: Without) => Promise<Outcome>;

/** Leaves out, one after the other, every move and fault without which something still goes wrong; returns the last run that did. */
export async function shrink(failed: Outcome, rerun: Rerun): Promise<Outcome> {
  let without = WITHOUT_NOTHING;
  let smallest = failed;
  const tryWithout = async (fewer: Without) => {
    const outcome = await rerun(fewer);
    if (outcome.violation === null) return;
    without = fewer;
    smallest = outcome;
  };
  for (let move = failed.moves; move > 0; move -= 1) await tryWithout({ ...without, moves: new Set([...without.moves, move]) });
  for (let fault = smallest.faults; fault > 0; fault -= 1)
    await tryWithout({ ...without, faults: new Set([...without.faults, fault]) });
  return smallest;
}
