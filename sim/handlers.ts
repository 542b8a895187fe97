/** What the simulation takes from the product: the real handlers, over the real adapters. Variants bundle this file anew. */
export { hintsTo } from '../functions/aws/hints.ts';
export { objectsOf } from '../functions/aws/objects.ts';
export { tableOf } from '../functions/aws/table.ts';
export { factCache } from '../functions/fact-cache.ts';
export { ingestHandler } from '../functions/handlers/ingest.ts';
export { scoreHandler } from '../functions/handlers/score.ts';
export { watchHandler } from '../functions/handlers/watch.ts';
