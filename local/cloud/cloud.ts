import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Clock, makeClock } from './clock.ts';
import { openDynamoDb } from './dynamodb.ts';
import { NotEmulated, ServiceError } from './errors.ts';
import { type Deliveries, eventBus, startSchedules } from './events.ts';
import { serveApi } from './gateway/api-gateway.ts';
import { accessOf, type Principal } from './iam.ts';
import { type Identity, serveIdentity } from './identity/cognito.ts';
import type { SigningKey } from './identity/keys.ts';
import type { Users } from './identity/sign-in-page.ts';
import { type Invoked, type Lambdas, makeLambdas } from './lambda.ts';
import { type Listening, listen, readBody } from './listen.ts';
import { openObjectStore } from './object-store.ts';
import { answerS3, type Bucket, escapeXml, xml } from './s3.ts';
import { makeSecrets } from './secrets.ts';
import { startSource } from './sources.ts';
import { makeQueues, type Queue, type Queues } from './sqs.ts';
import { loadAssembly, type Resources } from './template.ts';
import { transcribeErrors } from './transcript.ts';

export interface CloudOptions {
  /** Folder of the synthesized assembly. */
  readonly assembly: string;
  /** Where everything is kept; null keeps it in memory. */
  readonly data: string | null;
  readonly port?: number;
  /** Of the REST API and of the sign-in pages; any free one when left out. */
  readonly apiPort?: number;
  readonly identityPort?: number;
  /** Time set by hand, moved on while nothing runs; null is real time. */
  readonly startAt?: number | null;
  /** False reads no queue and keeps no schedule: a function runs only when the API is asked. */
  readonly workers?: boolean;
  readonly deliveries?: Deliveries;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
  /** Told of every run of a function. */
  readonly onInvoked?: (invoked: Invoked) => void;
  /** Told of every refused call, as a test wants to know. */
  readonly onDenied?: (message: string) => void;
  /** Who can sign in; left out, whoever names themselves. */
  readonly users?: () => Users;
  /** Every line of the API's access log. */
  readonly onAccess?: (line: string) => void;
  /** Decides the fate of a call before it is made: deterministic faults for tests. */
  readonly fault?: (service: Service, operation: string, caller: 'function' | 'operator') => Fate | undefined;
}

export type Service = 's3' | 'sqs' | 'dynamodb' | 'secretsmanager';
/** `kill` ends the function's process before its call is carried out, `killAfter` while it is. */
export type Fate = 'throttle' | 'lostAnswer' | 'kill' | 'killAfter';

export interface Cloud {
  /** Of the services that functions and the operator call. */
  readonly endpoint: string;
  /** Of the REST API: `<apiEndpoint>/v1/...`. */
  readonly apiEndpoint: string;
  readonly identity: Identity & {
    /** What tokens are signed with, for tests that forge some. */
    key(): SigningKey;
  };
  readonly region: string;
  readonly resources: Resources;
  readonly clock: Clock;
  readonly queues: Queues;
  readonly lambdas: Lambdas;
  /** Credentials of the operator of the machine. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

/** Runs a synthesized assembly in this process, on the loopback interface only. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  if (process.env.NODE_ENV === 'production') throw new Error('the embedded cloud refuses to start with NODE_ENV=production');
  const doors: Listening[] = [];
  try {
    return await openCloud(options, doors);
  } catch (cause) {
    // A port that is taken, or a template with something unknown: nothing must stay open.
    await Promise.all(doors.map(({ close }) => close()));
    throw cause;
  }
}

/** Every server that listens is added to `doors`. */
async function openCloud(options: CloudOptions, doors: Listening[]): Promise<Cloud> {
  const clock = makeClock(options.startAt ?? null);
  const opened = async <T extends Listening>(door: Promise<T>): Promise<T> => {
    doors.push(await door);
    return door;
  };
  const { endpoint } = await opened(listen(options.port ?? 0, (request, response) => void handle(request, response)));
  const { users, onAccess } = options;
  const signIn = await opened(
    serveIdentity({
      ...{ port: options.identityPort ?? 0, folder: options.data, clock },
      ...(users === undefined ? {} : { users }),
    }),
  );
  const api = await opened(serveApi(options.apiPort ?? 0));
  const resources = loadAssembly(options.assembly, endpoint, { api: api.endpoint, identity: signIn.endpoint });
  const access = accessOf(resources);
  const folder = (name: string) => (options.data === null ? null : join(options.data, name));
  if (options.data !== null) mkdirSync(options.data, { recursive: true });

  const queues = makeQueues(resources.ofType('AWS::SQS::Queue').map(queueOf), clock, access);
  const arnOf = (table: string) => `arn:aws:dynamodb:${resources.region}:${resources.account}:table/${table}`;
  const dynamo = await openDynamoDb(resources.ofType('AWS::DynamoDB::GlobalTable'), folder('tables'), access, arnOf);
  const events = eventBus(resources, queues, access, clock, options.deliveries ?? (() => 1));
  const buckets = new Map(
    resources.ofType('AWS::S3::Bucket').map(({ name, properties }): [string, Bucket] => {
      const versioned = (properties.VersioningConfiguration as { Status?: string } | undefined)?.Status === 'Enabled';
      const notifies = properties.NotificationConfiguration !== undefined && options.workers !== false;
      const store = openObjectStore(folder(`buckets/${name}`), versioned);
      return [name, { name, store, changed: (type, version) => (notifies ? events.s3Changed(name, type, version) : undefined) }];
    }),
  );
  const lambdas = makeLambdas({
    resources,
    endpoint,
    clock,
    logFile: options.data === null ? null : join(options.data, 'functions.log'),
    peakOf: peakMemoryKb,
    ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }),
    ...(options.onInvoked === undefined ? {} : { onInvoked: options.onInvoked }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
  });
  const credentials = {
    accessKeyId: `OPER${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(16).toString('hex'),
  };
  const secrets = makeSecrets(resources.ofType('AWS::SecretsManager::Secret'), folder('secrets'), access);
  const cognito = signIn.open(resources);
  api.open({
    ...{ resources, cognito, lambdas, access, clock, folder: options.data },
    ...(onAccess === undefined ? {} : { onAccess }),
  });
  if (options.workers !== false) {
    for (const source of resources.ofType('AWS::Lambda::EventSourceMapping'))
      startSource(source, resources, queues, lambdas, clock, access);
    startSchedules(resources, lambdas, access, clock);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    transcribeErrors(response);
    const target = String(request.headers['x-amz-target'] ?? '');
    const json = target !== '';
    try {
      // A function that waits for work is not busy; one that works is, by the call that it works on.
      if (request.url?.startsWith('/_runtime/') === true)
        return lambdas.runtimeApi(request.url, await readBody(request), response);
      response.once('close', clock.busy());
      const isUpload = !json && request.method === 'PUT';
      const body = isUpload ? Buffer.alloc(0) : await readBody(request);
      const [service, operation] = target.startsWith('DynamoDB_')
        ? (['dynamodb', target.split('.')[1] ?? ''] as const)
        : target.startsWith('AmazonSQS.')
          ? (['sqs', target.split('.')[1] ?? ''] as const)
          : target.startsWith('secretsmanager.')
            ? (['secretsmanager', target.split('.')[1] ?? ''] as const)
            : (['s3', request.method ?? ''] as const);
      const accessKey = accessKeyOf(request);
      const fault = options.fault?.(service, operation, accessKey === credentials.accessKeyId ? 'operator' : 'function');
      if (fault === 'kill' || fault === 'killAfter') lambdas.kill(accessKey);
      if (fault === 'kill') {
        response.destroy();
        return;
      }
      if (fault === 'throttle')
        throw service === 's3'
          ? new ServiceError(503, 'SlowDown', 'Please reduce your request rate.')
          : new ServiceError(400, 'ThrottlingException', 'Rate exceeded');
      if (fault === 'lostAnswer') loseAnswer(response);
      const principal = principalOf(accessKey);
      if (service === 'dynamodb') return await dynamo.forward(operation, body, principal, request, response);
      if (service === 'sqs' || service === 'secretsmanager') {
        const { answer } = service === 'sqs' ? queues : secrets;
        const given = answer(operation, JSON.parse(body.toString('utf8')) as Record<string, unknown>, principal);
        const version = service === 'sqs' ? '1.0' : '1.1';
        response.writeHead(200, { 'content-type': `application/x-amz-json-${version}` }).end(JSON.stringify(given));
        return;
      }
      const url = new URL(request.url ?? '/', endpoint);
      const answer = await answerS3(buckets, access, () => clock.now(), {
        method: operation,
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: request,
        principal,
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (cause) {
      if (cause instanceof ServiceError && cause.code === 'AccessDenied') options.onDenied?.(cause.message);
      refuse(response, cause, json);
    }
  }

  function principalOf(accessKey: string): Principal {
    if (accessKey === credentials.accessKeyId) return { operator: true };
    const principal = lambdas.principalOf(accessKey);
    if (principal === null) throw new ServiceError(403, 'InvalidAccessKeyId', 'The access key is not known here.');
    return principal;
  }

  const { issuer, clientId, callbackUrls, scopes, key } = cognito;
  return {
    endpoint,
    apiEndpoint: api.endpoint,
    identity: { endpoint: signIn.endpoint, issuer, clientId, callbackUrls, scopes, key },
    region: resources.region,
    resources,
    clock,
    queues,
    lambdas,
    credentials,
    async stop() {
      clock.stop();
      await lambdas.stop();
      await Promise.all(doors.map(({ close }) => close()));
      await dynamo.close().catch(() => undefined);
    },
  };
}

function accessKeyOf(request: IncomingMessage): string {
  return /Credential=([^/]+)\//.exec(String(request.headers.authorization ?? ''))?.[1] ?? '';
}

function queueOf({ name, arn, properties }: Resources['all'][number]): Queue {
  const redrive = properties.RedrivePolicy as { deadLetterTargetArn: string; maxReceiveCount: number } | undefined;
  return {
    name,
    arn,
    url: '',
    visibilitySeconds: Number(properties.VisibilityTimeout ?? 30),
    redrive: redrive === undefined ? null : { arn: redrive.deadLetterTargetArn, most: redrive.maxReceiveCount },
    messages: [],
    onMessage: null,
  };
}

/** The call is carried out and its answer never arrives. */
function loseAnswer(response: ServerResponse): void {
  response.end = ((..._: unknown[]) => response.destroy()) as unknown as typeof response.end;
  response.writeHead = (() => response) as unknown as typeof response.writeHead;
}

function refuse(response: ServerResponse, cause: unknown, json: boolean): void {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const [status, code] =
    cause instanceof ServiceError
      ? [cause.status, cause.code]
      : cause instanceof NotEmulated
        ? [501, 'NotImplemented']
        : [500, 'InternalError'];
  if (json) {
    const jsonCode = code === 'AccessDenied' ? 'AccessDeniedException' : code;
    response
      .writeHead(status === 403 ? 400 : status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ __type: jsonCode, message: error.message }));
    return;
  }
  const answer = xml(`<Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`, status);
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function peakMemoryKb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
