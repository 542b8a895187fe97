import * as z from 'zod';
import { metaSchema, RESPONSES } from './responses.ts';
import { type Route, scopeOf } from './route.ts';
import { ROUTES } from './routes.ts';

const PROBLEM = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  /** Stable; the sentence in `detail` may change. */
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.array(z.strictObject({ parameter: z.string(), message: z.string() })).optional(),
});

const PROBLEMS: Readonly<Record<string, string>> = {
  400: 'A parameter is missing, unknown, given twice or not as described; all faults at once',
  401: 'No token, or one that is not valid',
  403: 'Not allowed, or it does not exist: the two are never told apart for people',
  404: 'There is no such unit, window or day, or productivity of somebody who is no regular officer',
  413: 'The body is too large',
  422: 'The question is well formed and cannot be answered, for instance a range that is too long',
  429: 'Too many requests',
  500: 'A fault of the service, noted under the request id',
  503: 'Nothing is published yet, or the look could not be recorded and so is not granted',
};

/** The OpenAPI 3.1 description of the API, made of the table of routes and the schemas of their answers. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Productivity Dashboard',
      version: '1',
      summary: "A police force's productivity and availability figures, by role.",
      description:
        'Every figure is for information only: none of them decides anything about a person. Times are UTC, dates London days. A value is null where there is none, and a reason stands beside it.',
    },
    servers: [{ url: '/' }],
    paths: pathsOf(ROUTES),
    components: {
      securitySchemes: {
        signedIn: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the user pool, by the code flow with PKCE; it lives for fifteen minutes.',
        },
      },
      schemas: { Meta: schemaOf(metaSchema), Problem: schemaOf(PROBLEM) },
    },
  };
}

function pathsOf(routes: readonly Route[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const methods = paths[route.path] ?? {};
    methods[route.method.toLowerCase()] = operationOf(route);
    paths[route.path] = methods;
  }
  return paths;
}

const RULES: Readonly<Record<Route['rule'], string>> = {
  signedIn: 'Every active person who is signed in.',
  permit: 'Oneself, the first-line leader and the chain of command; a cover as far as stated.',
  permitted: 'Only people whom the viewer may see are in the answer.',
  everyMember: 'Only who may see every member.',
  self: 'About oneself.',
  leader: 'The first-line leader and the chain of command.',
  everyMemberOrWorkforce: 'Who may see every holder of a post; of units of five posts or more the workforce planning role too.',
  source: 'The steward of the source; administrators, without what rows hold.',
  administrator: 'Administrators; auditors may look and approve.',
};

function operationOf(route: Route): object {
  const { id, summary, rule, params, query, body, csv } = route;
  const status = route.method === 'POST' && id !== 'approveRole' ? '201' : '200';
  return {
    operationId: id,
    summary,
    description: `Who: ${RULES[rule]} Scope \`dashboard/${scopeOf(route)}\`.`,
    tags: [route.servedBy],
    security: [{ signedIn: [`dashboard/${scopeOf(route)}`] }],
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: inputOf(body) } } } }),
    responses: {
      [status]: {
        description: 'As asked',
        content: {
          'application/json': { schema: answerOf(route) },
          ...(csv === true ? { 'text/csv': { schema: { type: 'string' } } } : {}),
        },
      },
      ...(route.servedBy === 'productivity' ? { '304': { description: 'Not changed since the tag given' } } : {}),
      ...Object.fromEntries(Object.entries(PROBLEMS).map(([code, description]) => [code, problemOf(description)])),
    },
  };
}

function problemOf(description: string): object {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

/** `meta` stands beside the payload; the description itself is served as it is. */
function answerOf({ id }: Route): object {
  const payload = schemaOf(RESPONSES[id as keyof typeof RESPONSES]) as {
    properties?: Record<string, object>;
    required?: readonly string[];
  };
  if (id === 'openapi') return payload;
  return {
    ...payload,
    properties: { meta: { $ref: '#/components/schemas/Meta' }, ...payload.properties },
    required: ['meta', ...(payload.required ?? [])],
  };
}

function parametersOf(where: 'path' | 'query', schema: z.ZodObject): object[] {
  const { properties = {}, required = [] } = inputOf(schema) as {
    properties?: Record<string, object>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const override = ({ jsonSchema }: { jsonSchema: { format?: string; pattern?: string } }) => {
    // The format says it; the pattern beside it is long and says the same.
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  };
  return withoutDialect(z.toJSONSchema(schema, { io, override }));
}

function inputOf(schema: z.ZodType): object {
  return schemaOf(schema, 'input');
}

function withoutDialect({ $schema: _dialect, ...schema }: { readonly $schema?: unknown }): object {
  return schema;
}
