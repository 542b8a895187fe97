import { ProductError } from '../lib/errors.ts';

/** One target as `reconcile` sees it. `Pointer` is what is published for it now, `Outcome` what should be. */
export interface Reconciliation<Pointer, Inputs, Outcome> {
  readonly name: string;
  /** Strongly consistent, before anything else is read. */
  readPointer(): Promise<Pointer>;
  gather(pointer: Pointer): Promise<Inputs>;
  /** Pure. Null when there is nothing to publish and nothing was. */
  compute(inputs: Inputs, pointer: Pointer): Outcome | null;
  /** Under names that no other revision has. */
  write(outcome: Outcome, pointer: Pointer): Promise<void>;
  /** On condition that the pointer is still the one read; false when it is not. */
  flip(outcome: Outcome, pointer: Pointer): Promise<boolean>;
  /** To whoever depends on the target; also when nothing changed, for the worker before may have died after its flip. */
  hint(outcome: Outcome): Promise<void>;
}

const TRIES = 6;

/** The one way in which anything is published: look, compute, write beside, flip on condition, tell the dependents. */
export async function reconcile<Pointer, Inputs, Outcome>(
  target: Reconciliation<Pointer, Inputs, Outcome>,
): Promise<Outcome | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const pointer = await target.readPointer();
    const outcome = target.compute(await target.gather(pointer), pointer);
    if (outcome === null) return null;
    await target.write(outcome, pointer);
    if (await target.flip(outcome, pointer)) {
      await target.hint(outcome);
      return outcome;
    }
  }
  throw new ProductError('CONTENDED', `${target.name} was changed by others ${TRIES} times in a row`);
}
