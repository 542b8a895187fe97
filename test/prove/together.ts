import { dayTarget } from '../../functions/day-target.ts';
import { factCache } from '../../functions/fact-cache.ts';
import { reconcile } from '../../functions/reconcile.ts';
import { DEMO_FORCE } from '../../local/demo-run.ts';
import type { Stores } from '../../local/stores.ts';
import { readForceFolder } from '../../scripts/bundle.ts';

/** So many workers, each with a cache of its own, reconcile one day at the same time. */
export function scoreTogether(stores: Stores, date: string, workers: number, now: () => number) {
  const force = readForceFolder(DEMO_FORCE);
  const one = () =>
    reconcile(
      dayTarget({ ...stores, force, now, cache: factCache(stores.facts), send: () => Promise.resolve(), onBlocked() {} }, date),
    );
  return Promise.allSettled(Array.from({ length: workers }, one));
}
