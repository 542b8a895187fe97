import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { about } from '../../functions/api/answers/about.ts';
import { availability } from '../../functions/api/answers/availability.ts';
import { closedFigures } from '../../functions/api/answers/closed-figures.ts';
import { comparison } from '../../functions/api/answers/comparison.ts';
import { covers } from '../../functions/api/answers/covers.ts';
import { demand } from '../../functions/api/answers/demand.ts';
import { drops } from '../../functions/api/answers/drops.ts';
import { establishment } from '../../functions/api/answers/establishment.ts';
import { looks } from '../../functions/api/answers/looks.ts';
import { me } from '../../functions/api/answers/me.ts';
import { organisation } from '../../functions/api/answers/organisation.ts';
import { pairings } from '../../functions/api/answers/pairings.ts';
import { personDays } from '../../functions/api/answers/person-days.ts';
import { productivity } from '../../functions/api/answers/productivity.ts';
import { roles } from '../../functions/api/answers/roles.ts';
import { span } from '../../functions/api/answers/span.ts';
import { unitAvailability } from '../../functions/api/answers/unit-availability.ts';
import type { ApiPorts } from '../../functions/api/ports.ts';
import { httpHandler } from '../../functions/middleware/http.ts';
import type { Observer } from '../../functions/observe.ts';
import { AVAILABILITY_ROUTES } from '../../lib/api/routes/availability.ts';
import { OPERATIONS_ROUTES } from '../../lib/api/routes/operations.ts';
import { PRODUCTIVITY_ROUTES } from '../../lib/api/routes/productivity.ts';
import { TRUST_ROUTES } from '../../lib/api/routes/trust.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { accessSettingsSchema } from '../../lib/policy/access.ts';
import type { MemoryForce } from './force.ts';

export interface Question {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With its query, as a browser would send it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks as somebody, by directory id; everything that goes back is in the result. */
export type AskInMemory = (username: string, question: string | Question) => Promise<APIGatewayProxyResult>;

const silent = {
  logger: { info() {}, warn() {}, error() {}, addContext() {} },
  count() {},
} as unknown as Observer;

/** The functions of the API over a force in memory: the real handlers, without gateway and network. */
export function memoryApi(memory: MemoryForce): AskInMemory {
  const functions = functionsOf(memory);
  return asking(() => functions);
}

/** The same with functions that have just started for each question: nothing is kept of another one. */
export function coldApi(memory: MemoryForce): AskInMemory {
  return asking(() => functionsOf(memory));
}

function functionsOf(memory: MemoryForce) {
  const { force } = memory;
  // What a function keeps, it keeps by its own tables.
  const own = Object.entries(memory.tables).map(([name, table]) => [name, { ...table }]);
  const tables = Object.fromEntries(own) as MemoryForce['tables'];
  const ports: ApiPorts = {
    policies: force.policies,
    access: accessSettingsSchema.parse({}),
    providers: [],
    organisation: tables.organisation,
    registry: tables.registry,
    trust: tables.trust,
    now: () => memory.now,
    cursorKey: async () => createHash('sha256').update('cursors').digest(),
  };
  const { productivity: open, availability: closed } = tables;
  return {
    productivity: httpHandler(
      { ...ports, productivity: open, openapi: () => '{"openapi":"3.1.0"}' },
      PRODUCTIVITY_ROUTES,
      { ...about, ...comparison, ...me, ...organisation, ...productivity },
      silent,
    ),
    availability: httpHandler(
      { ...ports, productivity: open, availability: closed },
      AVAILABILITY_ROUTES,
      { ...availability, ...closedFigures, ...establishment, ...personDays, ...span, ...unitAvailability },
      silent,
    ),
    operations: httpHandler(
      { ...ports, productivity: open, facts: memory.facts, rejectedRowsDays: 400 },
      OPERATIONS_ROUTES,
      { ...demand, ...drops },
      silent,
    ),
    trust: httpHandler(
      { ...ports, sendWork: (hints) => memory.take(hints) },
      TRUST_ROUTES,
      { ...covers, ...looks, ...pairings, ...roles },
      silent,
    ),
  };
}

function asking(functions: () => ReturnType<typeof functionsOf>): AskInMemory {
  let asked = 0;
  return (username, question) => {
    // The same for the same question in the same order, as a gateway's never are.
    asked += 1;
    const requestId = `request-${asked}`;
    const { route, event } = eventOf(username, requestId, typeof question === 'string' ? { path: question } : question);
    return functions()[route.servedBy](event, {} as Context) as Promise<APIGatewayProxyResult>;
  };
}

/** Of the routes that fit a path, the one with the fewest parameters is meant. */
const FEWEST_PARAMETERS_FIRST = ROUTES.map((route) => ({ route, parts: route.path.split('/') })).sort(
  (a, b) => parametersIn(a.parts) - parametersIn(b.parts),
);

function parametersIn(parts: readonly string[]): number {
  return parts.filter((part) => part.startsWith('{')).length;
}

/** What of an event follows from method and path alone: found once, since no function does it. */
const ROUTED = new Map<string, ReturnType<typeof routed>>();

/** Throws for a path of which API Gateway has no route. */
function routed(method: string, path: string) {
  const [pathname = '', search = ''] = path.split('?', 2);
  const given = pathname.split('/');
  const fits = (part: string, at: number) => part === given[at] || (part.startsWith('{') && given[at] !== '');
  const found = FEWEST_PARAMETERS_FIRST.find(
    ({ route, parts }) => route.method === method && parts.length === given.length && parts.every(fits),
  );
  if (found === undefined) throw new Error(`no route for ${method} ${pathname}`);
  const { route, parts } = found;
  const query = new URLSearchParams(search);
  const parameters = parts.flatMap((part, at) => (part.startsWith('{') ? [[part.slice(1, -1), given[at] ?? ''] as const] : []));
  return {
    route,
    path: pathname,
    pathParameters: Object.freeze(Object.fromEntries(parameters)),
    multiValueQueryStringParameters: Object.freeze(
      Object.fromEntries([...query.keys()].map((name) => [name, Object.freeze(query.getAll(name))])),
    ),
  };
}

/** What API Gateway would hand over. */
function eventOf(username: string, requestId: string, { method = 'GET', path, headers = {}, body }: Question) {
  const name = `${method} ${path}`;
  const known = ROUTED.get(name) ?? routed(method, path);
  ROUTED.set(name, known);
  const { route, ...asked } = known;
  const event = {
    ...asked,
    httpMethod: method,
    resource: route.path,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId, authorizer: { claims: { username } } },
  } as unknown as APIGatewayProxyEvent;
  return { route, event };
}
