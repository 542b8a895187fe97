import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { NotEmulated } from '../errors.ts';
import type { Access } from '../iam.ts';
import type { Cognito } from '../identity/cognito.ts';
import { type Lambdas, PAYLOAD_BYTES } from '../lambda.ts';
import { isLocal, type Listening, listen, readAtMost } from '../listen.ts';
import type { Resources } from '../template.ts';
import { accessLogger } from './access-log.ts';
import { authorize } from './authorize.ts';
import { type ResponseType, responseFor } from './gateway-response.ts';
import { type Match, matchRoute } from './match.ts';
import { type Answer, answerOf } from './proxy-answer.ts';
import { proxyEvent } from './proxy-event.ts';
import { checkRequest } from './request-check.ts';
import { type Method, restApiOf } from './rest-api.ts';
import { makeThrottle } from './throttle.ts';

export interface GatewayOptions {
  readonly resources: Resources;
  readonly cognito: Cognito;
  readonly lambdas: Lambdas;
  readonly access: Access;
  readonly clock: Clock;
  /** Where `access.log` is kept; null drops it. */
  readonly folder: string | null;
  readonly onAccess?: (line: string) => void;
}

export interface GatewayServer extends Listening {
  open(options: GatewayOptions): void;
}

const REQUEST_BYTES = 10 * 1024 * 1024;

/** Ends a request with one of API Gateway's own answers. */
class Refused extends Error {
  readonly type: ResponseType;
  constructor(type: ResponseType, options?: ErrorOptions) {
    super(type, options);
    this.name = 'Refused';
    this.type = type;
  }
}

/** The call of a function, as the access log tells it: Lambda's own status, which is 200 for an error of the function too. */
interface Integration {
  status: number | null;
  latency: number | null;
}

/** The address is known before the template is: `open` takes what has been read of it. */
export async function serveApi(port: number): Promise<GatewayServer> {
  let gateway: ReturnType<typeof makeGateway> | undefined;
  const server = await listen(port, (request, response) => {
    // AWS answers so for a name that is none of the API's.
    if (gateway === undefined || !isLocal(request)) response.writeHead(403).end(JSON.stringify({ message: 'Forbidden' }));
    else void gateway.answer(request, response);
  });
  return {
    endpoint: server.endpoint,
    open(options) {
      gateway = makeGateway(options);
    },
    async close() {
      await server.close();
      await gateway?.close();
    },
  };
}

/** The REST API of the template: route, throttle, authorizer, checks, function; answers of its own as the template words them. */
function makeGateway({ resources, cognito, lambdas, access, clock, folder, onAccess }: GatewayOptions) {
  const api = restApiOf(resources);
  if (api.userPoolArn !== cognito.pool.arn) throw new NotEmulated(`the user pool ${api.userPoolArn}`);
  const { account, region } = resources;
  const throttles = new Map<Method, () => boolean>();
  const logLine = accessLogger(api.accessLog);
  const log = folder === null ? null : createWriteStream(join(folder, 'access.log'), { flags: 'a' });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const requestId = randomUUID();
    const done = clock.busy();
    const target = request.url ?? '';
    const path = target.split('?', 1)[0] ?? '';
    const match = path.startsWith('/') ? matchRoute(api.root, request.method ?? '', path) : null;
    const integration: Integration = { status: null, latency: null };
    let refusal: ResponseType | null = null;
    let sent: Answer;
    try {
      sent = await serve(request, path, new URLSearchParams(target.slice(path.length)), match, requestId, integration);
    } catch (cause) {
      refusal = cause instanceof Refused ? cause.type : 'API_CONFIGURATION_ERROR';
      const { status, headers, body } = responseFor(refusal, api.responses);
      sent = { status, headers: Object.entries(headers), body: Buffer.from(body) };
    } finally {
      done();
    }
    send(request, response, sent, requestId);
    const line = logLine({
      requestId,
      requestTimeEpoch: clock.now(),
      httpMethod: request.method ?? '',
      resourcePath: match?.method.resourcePath ?? null,
      status: sent.status,
      responseLatency: Math.round(performance.now() - began),
      responseLength: sent.body.length,
      'error.responseType': refusal,
      integrationStatus: integration.status,
      integrationLatency: integration.latency,
    });
    log?.write(`${line}\n`);
    onAccess?.(line);
  }

  async function serve(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    match: Match | null,
    requestId: string,
    integration: Integration,
  ): Promise<Answer> {
    if (match === null) throw new Refused('MISSING_AUTHENTICATION_TOKEN');
    const { method } = match;
    if (!throttleOf(method)()) throw new Refused('THROTTLED');
    const body = await readAtMost(request, REQUEST_BYTES);
    if (body === null) throw new Refused('REQUEST_TOO_LARGE');
    const verdict = authorize(request, method.scopes, cognito.verify);
    if ('refused' in verdict) throw new Refused(verdict.refused);
    const fault = checkRequest(match, query, request.headers['content-type'], body);
    if (fault !== null) throw new Refused(fault);
    const { id: apiId, stage } = api;
    const event = proxyEvent({
      ...{ request, path, query, body, match, requestId, account, region, apiId, stage },
      claims: verdict.claims,
      now: clock.now(),
    });
    if (body.length > PAYLOAD_BYTES / 2 && Buffer.byteLength(JSON.stringify(event)) > PAYLOAD_BYTES)
      throw new Refused('REQUEST_TOO_LARGE');
    return invoke(method, event, integration);
  }

  async function invoke(
    { functionArn, httpMethod, resourcePath, patienceMs }: Method,
    event: unknown,
    integration: Integration,
  ): Promise<Answer> {
    const began = performance.now();
    try {
      const sourceArn = `arn:aws:execute-api:${region}:${account}:${api.id}/${api.stage}/${httpMethod}${resourcePath}`;
      access.check({ service: 'apigateway.amazonaws.com', sourceArn }, 'lambda:InvokeFunction', functionArn);
      const answered = await inTime(
        lambdas.invoke(functionArn, event).catch(() => null),
        patienceMs,
      );
      integration.status = 200;
      const answer = answerOf(answered);
      if (answer === null) throw new Refused('DEFAULT_5XX');
      return answer;
    } finally {
      integration.latency = Math.round(performance.now() - began);
    }
  }

  function throttleOf(method: Method): () => boolean {
    const known = throttles.get(method) ?? makeThrottle(method.rate, method.burst);
    throttles.set(method, known);
    return known;
  }

  return {
    answer,
    close: () => new Promise<void>((resolve) => (log === null ? resolve() : log.end(() => resolve()))),
  };
}

/** The function goes on after this; nobody waits for it any more. */
function inTime<T>(answered: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refused('INTEGRATION_TIMEOUT')), patienceMs);
  });
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer, requestId: string): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.setHeader('x-amzn-RequestId', requestId);
  response.setHeader('Content-Length', body.length);
  // What was not read of a body must not be taken for the next request.
  if (!request.complete) response.setHeader('Connection', 'close');
  response.writeHead(status).end(request.method === 'HEAD' ? undefined : body);
}
