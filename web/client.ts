import type { Meta, Payload } from '../lib/api/responses.ts';
import type { ROUTES, RouteId } from '../lib/api/routes.ts';
import { type Session, SignedOut } from './session.ts';

type RouteOf<R extends RouteId> = Extract<(typeof ROUTES)[number], { readonly id: R }>;
/** `/v1/people/{person}` as `/v1/people/${string}`. */
type Filled<P extends string> = P extends `${infer A}{${string}}${infer B}` ? `${A}${string}${Filled<B>}` : P;
export type PathOf<R extends RouteId> = Filled<RouteOf<R>['path']>;
type InputOf<S> = S extends { readonly _zod: { readonly input: infer I } } ? I : never;
export type QueryOf<R extends RouteId> = InputOf<RouteOf<R>['query']>;
export type Answered<R extends RouteId> = Payload<R> & { readonly meta: Meta };

/** What the API says when it does not answer; `status` 0 when nobody could be asked. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** A question: which route, where, and with which parameters. */
export interface Question<R extends RouteId> {
  readonly route: R;
  readonly path: PathOf<R>;
  readonly query?: QueryOf<R>;
}

export function question<R extends RouteId>(route: R, path: PathOf<R>, query?: QueryOf<R>): Question<R> {
  return query === undefined ? { route, path } : { route, path, query };
}

export function urlOf<R extends RouteId>({ path, query = {} as QueryOf<R> }: Question<R>): string {
  const given = Object.entries(query as object).filter(([, value]) => value !== undefined) as [string, string][];
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

export async function ask<R extends RouteId>(session: Session, asked: Question<R>): Promise<Answered<R>> {
  const response = await send(session, urlOf(asked), 'application/json');
  return (await response.json()) as Answered<R>;
}

/** The same answer as a file. */
export async function askCsv<R extends RouteId>(session: Session, asked: Question<R>): Promise<Blob> {
  return (await send(session, urlOf(asked), 'text/csv')).blob();
}

async function send(session: Session, url: string, accept: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { headers: { accept, authorization: `Bearer ${await session.token()}` } });
  } catch (cause) {
    if (cause instanceof SignedOut) throw new Refused(401, 'SIGNED_OUT', 'You have been signed out.');
    throw new Refused(0, 'OFFLINE', 'The dashboard cannot be reached: check the connection.');
  }
  if (response.ok) return response;
  const { code = 'UNKNOWN', detail = 'Something went wrong.' } = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
  };
  throw new Refused(response.status, code, detail);
}
