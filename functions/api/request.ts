import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod';
import { Refusal } from '../../lib/api/problem.ts';
import type { Route } from '../../lib/api/route.ts';
import { headerOf } from './header.ts';

export interface Checked {
  readonly route: Route;
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
}

const MOST_BODY = 16_384;

/** Routes by method and path, as API Gateway names what was asked. */
export type RoutesByName = ReadonlyMap<string, Route>;

export function byName(routes: readonly Route[]): RoutesByName {
  return new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
}

/** Everything that is wrong with a request at once, before anything is read. Throws 400, 404, 413 or 415. */
export function checkRequest(event: APIGatewayProxyEvent, routes: RoutesByName): Checked {
  const route = routes.get(`${event.httpMethod} ${event.resource}`);
  if (route === undefined) throw new Refusal(404, 'NO_SUCH_ROUTE', 'There is no such route.');
  const faults: { parameter: string; message: string }[] = [];
  const take = (where: string, schema: z.ZodObject, given: unknown): Record<string, unknown> => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    for (const { path, message, code } of parsed.error.issues) {
      // The name of an unknown parameter is the sender's text: it is not sent back.
      const parameter = code === 'unrecognized_keys' ? where : [where, ...path.map(String)].join('.');
      faults.push({ parameter, message: code === 'unrecognized_keys' ? 'a parameter that this route does not have' : message });
    }
    return {};
  };
  // Without a prototype, so that `__proto__` is a name like any other.
  const query: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    if (values !== undefined && values.length > 1) faults.push({ parameter: 'query', message: 'a parameter given twice' });
    query[name] = values?.at(-1) ?? '';
  }
  const checked = {
    route,
    params: take('path', route.params, decoded(event.pathParameters ?? {})),
    query: take('query', route.query, query),
    body: route.body === undefined ? undefined : take('body', route.body, bodyOf(event)),
  };
  if (faults.length > 0) throw new Refusal(400, 'BAD_REQUEST', 'Some parameters are not as the description says.', faults);
  return checked;
}

/** API Gateway hands path parameters on as they stand in the path. */
function decoded(given: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value ?? '')];
      } catch {
        return [name, null];
      }
    }),
  );
}

function bodyOf(event: APIGatewayProxyEvent): unknown {
  const { body, isBase64Encoded } = event;
  // API Gateway checks what calls itself JSON against a model, and lets everything else pass.
  const type = headerOf(event, 'content-type').split(';')[0]?.trim().toLowerCase();
  if (type !== '' && type !== 'application/json') throw new Refusal(415, 'NOT_JSON', 'A body is sent as application/json.');
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  if (text.length > MOST_BODY) throw new Refusal(413, 'TOO_LARGE', `A body has at most ${MOST_BODY} characters.`);
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'NO_JSON', 'The body is not JSON.');
  }
}

/** People whom the request names: they are looked up together with the viewer. */
export function namedIn({ params, query, body }: Checked): string[] {
  const given = body as Readonly<Record<string, unknown>> | undefined;
  const values = [
    params.person,
    query.person,
    query.viewer,
    query.subject,
    given?.person,
    given?.partner,
    given?.cover,
    given?.leader,
  ];
  return values.filter((value) => typeof value === 'string');
}
