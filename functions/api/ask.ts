import type { Table } from '../../lib/api/csv.ts';
import type { Meta, Payload } from '../../lib/api/responses.ts';
import type { Route } from '../../lib/api/route.ts';
import type { ROUTES, RouteId } from '../../lib/api/routes.ts';
import type { Rights } from './rights.ts';

type RouteOf<R extends RouteId> = Extract<(typeof ROUTES)[number], { readonly id: R }>;
type Parsed<S> = S extends { readonly _zod: { readonly output: infer O } } ? O : never;

/** What is the same of every question. */
export interface AnyAsk {
  readonly route: Route;
  readonly params: object;
  readonly query: object;
  readonly rights: Rights;
  readonly requestId: string;
}

/** One question, checked, with who asks it and what they may see. */
export interface Ask<R extends RouteId = RouteId> extends AnyAsk {
  readonly params: Parsed<RouteOf<R>['params']>;
  readonly query: Parsed<RouteOf<R>['query']>;
  readonly body: RouteOf<R> extends { readonly body: infer B } ? Parsed<B> : undefined;
}

export interface Answer<R extends RouteId = RouteId> {
  readonly status?: 201;
  readonly payload: Payload<R>;
  readonly meta: Meta;
  /** The same as rows, for routes that are also served as CSV. */
  readonly table?: () => Table;
  /** Where the next page begins; null on the last one. */
  readonly next?: string | null;
}

/** The answers of one function, by route. */
export type Answers<P, R extends RouteId> = { readonly [Id in R]: (ports: P, ask: Ask<Id>) => Promise<Answer<Id>> };
