import * as z from 'zod';
import { accessSettingsSchema } from '../policy/access.ts';
import { policiesSchema } from '../policy/policy.ts';
import { CATALOGUE, FEED_NAMES, type FeedName } from './catalogue.ts';
import { canonicalMapping, type Mapping, mappingSchema } from './mapping.ts';

/** All that one force decides: its feeds, its mappings and its policies. It is bundled beside each function as data. */
export const forceSchema = z.strictObject({
  force: z.string().regex(/^[a-z][a-z0-9-]{1,20}$/),
  /** The feeds that this force delivers; a feed that is not here is not loaded, which is not the same as missing. */
  feeds: z.array(z.enum(FEED_NAMES as [FeedName, ...FeedName[]])).min(1),
  mappings: z.array(mappingSchema).default([]),
  policies: policiesSchema,
  access: accessSettingsSchema.prefault({}),
});
export type Force = z.output<typeof forceSchema>;

export function mappingOf(force: Force, feed: FeedName): Mapping {
  return force.mappings.find((mapping) => mapping.feed === feed) ?? canonicalMapping(CATALOGUE[feed]);
}
