import { DayBlocked } from '../../lib/errors.ts';
import { dayTarget } from '../day-target.ts';
import { queueHandler } from '../middleware/queue.ts';
import type { Observer } from '../observe.ts';
import { organisationTarget } from '../organisation-target.ts';
import { reconcile } from '../reconcile.ts';
import type { ScorePorts } from '../score-ports.ts';
import { windowTarget } from '../window-target.ts';

/** Takes one day, window or the organisation: everything published for it. */
export function scoreHandler(ports: Omit<ScorePorts, 'onBlocked'>, { logger, count }: Observer) {
  const whole: ScorePorts = {
    ...ports,
    onBlocked(date, code) {
      logger.error('day blocked', { date, code });
      count('DayBlocked');
    },
  };
  // Two at once: while one waits for its writes, the other computes.
  return queueHandler(logger, 2, async (hint) => {
    if (hint.target === 'organisation') {
      const outcome = await reconcile(organisationTarget(whole));
      if (outcome !== null && outcome.pointer.cuts > 0) count('CommandCuts', outcome.pointer.cuts);
      if (outcome !== null && outcome.held > 0) count('OrganisationHeld', outcome.held);
      return;
    }
    if (hint.target === 'window') {
      await reconcile(windowTarget(whole, hint.start));
      return;
    }
    if (hint.target !== 'day') return;
    try {
      const outcome = await reconcile(dayTarget(whole, hint.date));
      if (outcome === null) return;
      logger.info('day scored', {
        date: hint.date,
        status: outcome.pointer.status,
        contentChanged: outcome.contentChanged,
        people: outcome.generation?.people.length,
      });
      if (outcome.contentChanged) count('Generations');
    } catch (cause) {
      // It has been told.
      if (cause instanceof DayBlocked) return;
      throw cause;
    }
  });
}
