import { FileRefused } from '../../lib/errors.ts';
import { dropTarget, type IngestPorts } from '../drop-target.ts';
import { queueHandler } from '../middleware/queue.ts';
import type { Observer } from '../observe.ts';
import { reconcile } from '../reconcile.ts';

/** Takes one drop key: files become facts, rejected rows and a receipt. */
export function ingestHandler(ports: IngestPorts, { logger, count }: Observer) {
  // One file at a time: the largest takes most of the memory.
  return queueHandler(logger, 1, async (hint) => {
    if (hint.target !== 'drop') return;
    try {
      const outcome = await reconcile(dropTarget(ports, hint.key, hint.now === true));
      const newest = outcome?.receipt.seen[0];
      if (outcome === null || newest === undefined) return;
      logger.info('drop read', {
        feed: outcome.receipt.feed,
        extractTime: outcome.receipt.extractTime,
        state: newest.state,
        code: newest.reason?.code,
        counts: newest.counts,
      });
      const { ignored = 0 } = outcome.receipt;
      if (ignored > 0) {
        logger.warn('versions ignored', { code: 'TOO_MANY_VERSIONS', feed: outcome.receipt.feed, ignored });
        count('VersionsIgnored', ignored);
      }
      if (newest.state !== 'accepted') count(`Drop${newest.state}`);
      if ((newest.counts?.quarantined ?? 0) > 0) count('RowsQuarantined', newest.counts?.quarantined);
    } catch (cause) {
      if (!(cause instanceof FileRefused)) throw cause;
      // A key that is no drop has no place for a receipt; retrying would not make it one. The key may hold anything: it is not logged.
      logger.warn('not a drop', { code: cause.code });
      count('NotADrop');
    }
  });
}
