import * as z from 'zod';
import { accessSettingsSchema } from '../policy/access.ts';
import { policiesSchema } from '../policy/policy.ts';
import { CATALOGUE, FEED_NAMES, type FeedName } from './catalogue.ts';
import { columnsOf, isConfidential } from './feed.ts';
import { canonicalMapping, type Mapping, mappingSchema } from './mapping.ts';

/** All that one force decides: its feeds, its mappings and its policies. It is bundled beside each function as data. */
export const forceSchema = z
  .strictObject({
    force: z.string().regex(/^[a-z][a-z0-9-]{1,20}$/),
    /** The feeds that this force delivers; a feed that is not here is not loaded, which is not the same as missing. */
    feeds: z.array(z.enum(FEED_NAMES as [FeedName, ...FeedName[]])).min(1),
    mappings: z.array(mappingSchema).default([]),
    policies: policiesSchema,
    access: accessSettingsSchema.prefault({}),
  })
  .refine(
    ({ policies }) => policies.every(({ nullLimits }) => Object.entries(nullLimits).every(areOptionalColumns)),
    'nullLimits names a column that no feed has, that is never blank, or that is confidential',
  );
export type Force = z.output<typeof forceSchema>;

export function mappingOf(force: Force, feed: FeedName): Mapping {
  return force.mappings.find((mapping) => mapping.feed === feed) ?? canonicalMapping(CATALOGUE[feed]);
}

function areOptionalColumns([feed, limits]: [feed: string, limits: Readonly<Record<string, number>>]): boolean {
  const known = FEED_NAMES.find((name) => name === feed && !isConfidential(CATALOGUE[name]));
  const columns = new Map(known === undefined ? [] : columnsOf(CATALOGUE[known]));
  return Object.keys(limits).every((column) => columns.get(column)?.optional === true);
}
