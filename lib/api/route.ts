import type * as z from 'zod';

/** Which function answers; each has a role of its own, and only `availability` can read the availability table. */
export const SERVICES = ['productivity', 'availability', 'operations', 'trust'] as const;
export type ServedBy = (typeof SERVICES)[number];
/** The scope that a token needs: GET reads, everything else writes. */
export type Scope = 'read' | 'write';

/** Who may ask, decided at request time; a permit is about one person and made by `lib/access/decide` alone. */
export type Rule =
  /** Every active person who is signed in. */
  | 'signedIn'
  /** Whatever `decide` permits about the person in the path. */
  | 'permit'
  /** Only about people for whom there is a permit; others are not in the answer. */
  | 'permitted'
  /** Only when there is a permit for every member of the unit. */
  | 'everyMember'
  /** About the viewer alone. */
  | 'self'
  /** First-line leader or chain of command of the person in the path. */
  | 'leader'
  /** Who may see every holder of a post of the unit; of units of five posts or more the workforce planning role too. */
  | 'everyMemberOrWorkforce'
  /** The steward of the source system of the feed; administrators, without what rows hold. */
  | 'source'
  | 'administrator';

export interface Route {
  /** The operation's name in OpenAPI, and the name of its handler. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** API Gateway's form, e.g. `/v1/people/{person}/productivity`. */
  readonly path: string;
  readonly summary: string;
  readonly servedBy: ServedBy;
  readonly rule: Rule;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Lists and series are also served as text/csv. */
  readonly csv?: true;
}

export function scopeOf({ method }: Pick<Route, 'method'>): Scope {
  return method === 'GET' ? 'read' : 'write';
}
