import { ProductError } from '../lib/errors.ts';
import type { Cloud } from './cloud/cloud.ts';
import { type Patience, whenEmpty } from './empty-queues.ts';
import type { Target } from './rebuild.ts';
import { redrive } from './redrive.ts';
import { type Stores, storesOf } from './stores.ts';

const ROUNDS = 20;

/** A cloud of this process with time set by hand: everything is read before anything is scored. */
export function embeddedTarget(cloud: Cloud): Target {
  const stores = storesOf(cloud);
  return {
    stores,
    now: () => cloud.clock.now(),
    hold: () => cloud.clock.busy(),
    async quiet() {
      await cloud.clock.settle();
      for (let round = 0; (await redrive(stores)).some(({ moved }) => moved > 0); round += 1) {
        if (round === ROUNDS) throw new ProductError('UNSETTLED', 'messages are set aside again and again: see functions.log');
        await cloud.clock.settle();
      }
    },
  };
}

/** A deployment of its own, which nobody holds still. */
export function deployedTarget(stores: Stores, patience: Patience): Target {
  return {
    stores,
    now: Date.now,
    hold: () => () => undefined,
    quiet: () => whenEmpty(stores, patience, true),
  };
}
