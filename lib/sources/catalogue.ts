import type * as z from 'zod';
import { dutyEffects } from './centurion.ts';
import { arrests, forceReports, intelligenceReports, outcomes, stopSearches } from './connect.ts';
import { attendances, incidents, statuses } from './control-works.ts';
import type { EventFeed, Feed, SnapshotFeed } from './feed.ts';
import { assignments, people, positions, restrictions, students, training, tutors, units } from './fusion.ts';
import { absences, duties } from './mytime.ts';

/** Every feed that the product reads; drop keys, schemas, expectations and documents follow this table. */
const definitions = {
  people,
  assignments,
  units,
  positions,
  training,
  restrictions,
  students,
  tutors,
  absences,
  'duty-effects': dutyEffects,
  duties,
  incidents,
  attendances,
  statuses,
  arrests,
  'stop-searches': stopSearches,
  'force-reports': forceReports,
  'intelligence-reports': intelligenceReports,
  outcomes,
} as const;

export type FeedName = keyof typeof definitions;
export type RowOf<N extends FeedName> = z.output<(typeof definitions)[N]['row']>;

type NameOfShape<S extends Feed['shape']> = {
  [N in FeedName]: (typeof definitions)[N]['shape'] extends S ? N : never;
}[FeedName];
export type EventName = NameOfShape<'event'>;
export type SnapshotName = NameOfShape<'snapshot'>;

export const FEED_NAMES = Object.keys(definitions) as readonly FeedName[];
export const CATALOGUE: Readonly<Record<FeedName, Feed>> = definitions;

export function findFeed(system: string, name: string): (Feed & { readonly name: FeedName }) | undefined {
  const feed = Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name as FeedName] : undefined;
  return feed?.system === system ? (feed as Feed & { readonly name: FeedName }) : undefined;
}

export const EVENT_FEEDS = FEED_NAMES.filter((name): name is EventName => CATALOGUE[name].shape === 'event');
export const SNAPSHOT_FEEDS = FEED_NAMES.filter((name): name is SnapshotName => CATALOGUE[name].shape === 'snapshot');

export function eventFeedOf(name: FeedName): EventFeed {
  const feed = CATALOGUE[name];
  if (feed.shape !== 'event') throw new TypeError(`${name} is a snapshot feed`);
  return feed;
}

export function snapshotFeedOf(name: FeedName): SnapshotFeed {
  const feed = CATALOGUE[name];
  if (feed.shape !== 'snapshot') throw new TypeError(`${name} is an event feed`);
  return feed;
}
