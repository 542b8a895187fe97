import type { LocalDate } from '../../lib/dates.ts';
import { DayBlocked } from '../../lib/errors.ts';
import { policyOn } from '../../lib/policy/in-force.ts';
import { dayPointerSchema } from '../day-pointer.ts';
import { dayTarget, isLocked } from '../day-target.ts';
import { queueHandler } from '../middleware/queue.ts';
import type { Observer } from '../observe.ts';
import { organisationTarget } from '../organisation-target.ts';
import { dayKey } from '../published-day.ts';
import { reconcile } from '../reconcile.ts';
import type { ScorePorts } from '../score-ports.ts';
import { windowTarget } from '../window-target.ts';

/** Of a message, in seconds; what has to wait longer is looked at and sent on. */
const LONGEST_DELAY = 900;

/**
 * Takes one day, window or the organisation: everything published for it. A day that was published less than
 * `daySpacingSeconds` ago is looked at when they have passed, once for all that comes until then; a person's decision
 * is not kept waiting.
 */
export function scoreHandler(ports: Omit<ScorePorts, 'onBlocked'>, { logger, count }: Observer, daySpacingSeconds = 0) {
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
    const spaced = daySpacingSeconds > 0 && hint.now !== true;
    const wait = spaced ? await secondsToWait(whole, hint.date, daySpacingSeconds) : 0;
    if (wait > 0) {
      await whole.send([hint], Math.min(wait, LONGEST_DELAY));
      return;
    }
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

/** What a clock may be ahead of another; beyond it nothing is put off for it. */
const CLOCKS_APART = 60;

/** Seconds until a day may be published again: 0 when it never was, and when it would be locked by then. */
async function secondsToWait({ registry, now, force }: ScorePorts, date: LocalDate, spacing: number): Promise<number> {
  const item = await registry.get(dayKey(date));
  const last = item === undefined ? undefined : dayPointerSchema.parse(item).history.at(-1);
  if (last === undefined) return 0;
  const passed = (now() - Date.parse(last.at)) / 1000;
  const wait = passed < -CLOCKS_APART ? 0 : Math.max(0, Math.ceil(spacing - passed));
  const policy = policyOn(force.policies, date);
  return !isLocked(now(), date, policy) && isLocked(now() + wait * 1000, date, policy) ? 0 : wait;
}
