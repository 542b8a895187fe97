import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import type { Claims } from '../identity/access-token.ts';
import type { Match } from './match.ts';

export interface Asked {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly match: Match;
  readonly claims: Claims;
  readonly requestId: string;
  /** Of the embedded clock, in milliseconds. */
  readonly now: number;
  readonly account: string;
  readonly apiId: string;
  readonly stage: string;
  readonly region: string;
}

/** API Gateway uses them up itself. */
const DROPPED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
]);
/** These it spells in its own way; others keep the way they came. */
const SPELLING: Readonly<Record<string, string>> = { authorization: 'Authorization', host: 'Host', 'user-agent': 'User-Agent' };

/** The event of a Lambda proxy integration of a REST API, as the function gets it on AWS. */
export function proxyEvent(asked: Asked): APIGatewayProxyWithCognitoAuthorizerEvent {
  const { request, path, query, body, match, claims, requestId, now, account, apiId, stage, region } = asked;
  const { method, pathParameters } = match;
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const multiValueHeaders = headersOf(request, sourceIp);
  const multiValueQuery = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
  const host = `${apiId}.execute-api.${region}.amazonaws.com`;
  return {
    resource: method.resourcePath,
    path,
    httpMethod: method.httpMethod,
    headers: lastOf(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: nullIfEmpty(lastOf(multiValueQuery)),
    multiValueQueryStringParameters: nullIfEmpty(multiValueQuery),
    pathParameters: nullIfEmpty(pathParameters),
    stageVariables: null,
    requestContext: {
      resourceId: method.resourceId,
      authorizer: { claims: claimTexts(claims) },
      resourcePath: method.resourcePath,
      httpMethod: method.httpMethod,
      extendedRequestId: randomBytes(11).toString('base64'),
      requestTime: requestTime(now),
      path: `/${stage}${path}`,
      accountId: account,
      protocol: `HTTP/${request.httpVersion}`,
      stage,
      domainPrefix: apiId,
      requestTimeEpoch: now,
      requestId,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoIdentityId: null,
        sourceIp,
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: request.headers['user-agent'] ?? null,
        user: null,
      },
      domainName: host,
      apiId,
    },
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

function headersOf({ rawHeaders }: IncomingMessage, sourceIp: string): Record<string, string[]> {
  const headers = new Map<string, { name: string; values: string[] }>();
  const add = (name: string, value: string) => {
    const key = name.toLowerCase();
    const known = headers.get(key);
    if (known === undefined) headers.set(key, { name: SPELLING[key] ?? name, values: [value] });
    else known.values.push(value);
  };
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!DROPPED.has(name.toLowerCase())) add(name, value);
  }
  const forwarded = headers.get('x-forwarded-for')?.values.at(-1);
  headers.set('x-forwarded-for', {
    name: 'X-Forwarded-For',
    values: [forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`],
  });
  headers.set('x-forwarded-port', { name: 'X-Forwarded-Port', values: ['443'] });
  headers.set('x-forwarded-proto', { name: 'X-Forwarded-Proto', values: ['https'] });
  return Object.fromEntries([...headers.values()].map(({ name, values }) => [name, values]));
}

function lastOf(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));
}

function nullIfEmpty<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}

/** All claims come as text, and the two times in the way of Java. */
function claimTexts(claims: Claims): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      name === 'exp' || name === 'iat' ? javaDate(Number(value) * 1000) : String(value),
    ]),
  );
}

/** `Fri Nov 20 10:15:00 UTC 2026`. */
function javaDate(at: number): string {
  const [weekday = '', day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
}

/** `20/Nov/2026:10:15:00 +0000`. */
function requestTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
