import middy from '@middy/core';
import * as z from 'zod';
import { ProductError } from '../../lib/errors.ts';
import { logError } from '../middleware/log-error.ts';
import type { Observer } from '../observe.ts';
import { findDrift, hintEverything, lateFeeds, removeSuperseded, type WatchPorts } from '../watching.ts';

const eventSchema = z.object({ task: z.enum(['drift', 'nightly']) });

/** The safety net: what a lost or late message left behind is found by looking. */
export function watchHandler(ports: WatchPorts, { logger, count }: Observer) {
  return middy().handler(async (event: unknown) => {
    const { task } = eventSchema.parse(event);
    try {
      return await round(task);
    } catch (cause) {
      logError(logger, cause);
      // Lambda logs what it is thrown, with every word: it is told no more than that there is something to read.
      throw new ProductError('ROUND_FAILED', `the ${task} round failed; the log says where`);
    }
  });

  async function round(task: 'drift' | 'nightly') {
    const drift = await findDrift(ports);
    if (drift > 0) count('DriftFound', drift);
    const late = await lateFeeds(ports);
    if (late.length > 0) {
      logger.warn('feeds are late', { feeds: late });
      count('LateFeeds', late.length);
    }
    if (task === 'nightly') {
      const hinted = await hintEverything(ports);
      const removed = await removeSuperseded(ports);
      logger.info('nightly round', { hinted, removed });
    }
    return { drift, late };
  }
}
