import { CATALOGUE } from '../lib/sources/catalogue.ts';

export type StoreName = 'drops' | 'facts' | 'registry' | 'trust' | 'organisation' | 'productivity' | 'availability';

/**
 * Source: nobody can compute it again. Audit: who saw what; a source as well, of which nothing published is made. Derived:
 * rebuilt. Kept: rebuilt too, but what an older code published is carried over, for today's code would make something else.
 */
export type Kind = 'source' | 'audit' | 'derived' | 'kept';

/** Everything that begins with a prefix, in one store. */
export interface Place {
  readonly store: StoreName;
  /** Start of a key in a bucket, of a partition key in a table. */
  readonly prefix: string;
  readonly what: string;
  readonly kind: Kind;
}

/** Where everything lies. What begins with no prefix of its store is an error of whoever wrote it: a rebuild would lose it. */
export const PLACES: readonly Place[] = [
  ...Object.values(CATALOGUE).map(
    ({ system, name }): Place => ({
      store: 'drops',
      prefix: `${system}/${name}/`,
      what: `what ${system} sent of ${name}, every version`,
      kind: 'source',
    }),
  ),
  { store: 'facts', prefix: 'facts/', what: 'accepted rows', kind: 'derived' },
  { store: 'facts', prefix: 'quarantine/', what: 'rejected rows', kind: 'derived' },
  { store: 'facts', prefix: 'generations/', what: 'everything published for a day', kind: 'kept' },
  { store: 'facts', prefix: 'windows/', what: 'everything published for a window of four weeks', kind: 'kept' },
  { store: 'facts', prefix: 'lineage/', what: 'the states of files and the decisions that a day was made of', kind: 'derived' },
  { store: 'facts', prefix: 'organisation/', what: 'generations of the organisation', kind: 'derived' },
  { store: 'facts', prefix: 'cleared/', what: 'generations whose items were removed', kind: 'derived' },
  { store: 'registry', prefix: 'DROP#', what: 'receipts', kind: 'derived' },
  { store: 'registry', prefix: 'ROW#', what: 'rows that may move', kind: 'derived' },
  { store: 'registry', prefix: 'MOVED#', what: 'rows that moved, by date', kind: 'derived' },
  { store: 'registry', prefix: 'DAY#', what: 'pointers of days', kind: 'kept' },
  { store: 'registry', prefix: 'WINDOW#', what: 'pointers of windows', kind: 'kept' },
  { store: 'registry', prefix: 'PROFILE#', what: 'what a feed usually looks like', kind: 'derived' },
  { store: 'trust', prefix: 'DECISION#', what: 'decisions of people', kind: 'source' },
  { store: 'trust', prefix: 'ROLE#', what: 'roles that people were given', kind: 'source' },
  { store: 'trust', prefix: 'COVER#', what: 'who stands in for whom', kind: 'source' },
  { store: 'trust', prefix: 'BREAKGLASS#', what: 'access in an emergency', kind: 'source' },
  { store: 'trust', prefix: 'SEEN#', what: 'who saw whose figures', kind: 'audit' },
  { store: 'organisation', prefix: 'ORG#', what: 'pointer of the organisation', kind: 'derived' },
  { store: 'organisation', prefix: 'O#', what: 'people, posts and units of a generation', kind: 'derived' },
  { store: 'productivity', prefix: 'U#', what: 'units that everybody may see', kind: 'derived' },
  { store: 'productivity', prefix: 'P#', what: 'windows of persons', kind: 'derived' },
  { store: 'productivity', prefix: 'UNITS#', what: 'windows of units of one kind', kind: 'derived' },
  { store: 'productivity', prefix: 'DEMAND#', what: 'logs by grade of areas and the force', kind: 'derived' },
  { store: 'productivity', prefix: 'PEERS', what: 'windows of peer groups, and their list', kind: 'derived' },
  { store: 'availability', prefix: 'D#', what: 'the people of a team on a day', kind: 'derived' },
  { store: 'availability', prefix: 'U#', what: 'roll-ups of units', kind: 'derived' },
  { store: 'availability', prefix: 'P#', what: "a person's day", kind: 'derived' },
  { store: 'availability', prefix: 'PEERS#', what: 'what the figures of peers are measured against', kind: 'derived' },
];

export function placeOf(store: StoreName, key: string): Place | undefined {
  return PLACES.find((place) => place.store === store && key.startsWith(place.prefix));
}
