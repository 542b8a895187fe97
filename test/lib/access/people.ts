import type { Holding, OrganisationPerson } from '../../../lib/organisation/snapshot.ts';

/** Noon in summer time, and its day. */
export const NOW = Date.parse('2026-06-10T11:00:00Z');
export const TODAY = '2026-06-10';
export const FRESH = { dataTo: '2026-06-10T04:00:00Z' };

export function someone(
  id: string,
  holdings: readonly Holding[] = [],
  over: Partial<OrganisationPerson> = {},
): OrganisationPerson {
  return {
    id,
    directoryId: null,
    name: 'Ashford, Jo',
    type: 'OFFICER',
    rank: null,
    joined: '2015-03-02',
    left: null,
    holdings,
    ...over,
  };
}

/** A post held for years, with the posts above it, nearest first. */
export function at(post: string | null, above: readonly string[] = [], over: Partial<Holding> = {}): Holding {
  return { post, team: 'T', kind: 'SUBSTANTIVE', from: '2020-01-01', to: null, above, ...over };
}
