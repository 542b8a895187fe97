import { NotEmulated } from '../errors.ts';

/** What API Gateway answers by itself. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What it would answer without a response of the template's. */
const DEFAULTS: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource'],
  API_CONFIGURATION_ERROR: [500, 'Internal server error'],
  BAD_REQUEST_BODY: [400, 'Invalid request body'],
  BAD_REQUEST_PARAMETERS: [400, 'Missing required request parameters'],
  DEFAULT_5XX: [502, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  THROTTLED: [429, 'Too Many Requests'],
  UNAUTHORIZED: [401, 'Unauthorized'],
};
export type ResponseType = keyof typeof DEFAULTS;

export function gatewayResponseOf(properties: Readonly<Record<string, unknown>>): [type: string, response: GatewayResponse] {
  const templates = properties.ResponseTemplates as Readonly<Record<string, string>>;
  const body = templates['application/json'];
  if (body === undefined || Object.keys(templates).length !== 1 || body.includes('$'))
    throw new NotEmulated('a gateway response other than one constant text under application/json');
  const headers = Object.entries(properties.ResponseParameters as Readonly<Record<string, string>>).map(([name, value]) => {
    const [, header] = /^gatewayresponse\.header\.([\w-]+)$/.exec(name) ?? [];
    const [, constant] = /^'(.*)'$/.exec(value) ?? [];
    if (header === undefined || constant === undefined) throw new NotEmulated(`the response parameter ${name}: ${value}`);
    return [header, constant] as const;
  });
  const status = Number(properties.StatusCode);
  return [String(properties.ResponseType), { status, headers: Object.fromEntries(headers), body }];
}

/** The template's response of this kind, else its general one, else AWS's own. */
export function responseFor(type: ResponseType, responses: ReadonlyMap<string, GatewayResponse>): GatewayResponse {
  const [status, message] = DEFAULTS[type] ?? [500, 'Internal server error'];
  const general = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  return (
    responses.get(type) ??
    responses.get(general) ?? {
      status,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ message }),
    }
  );
}
