import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Clock, makeClock } from './clock.ts';
import { openDynamoDb } from './dynamodb.ts';
import { NotEmulated, ServiceError } from './errors.ts';
import { type Deliveries, eventBus, startSchedules } from './events.ts';
import { accessOf, type Principal } from './iam.ts';
import { type Invoked, type Lambdas, makeLambdas } from './lambda.ts';
import { openObjectStore } from './object-store.ts';
import { answerS3, type Bucket, escapeXml, xml } from './s3.ts';
import { startSource } from './sources.ts';
import { makeQueues, type Queue, type Queues } from './sqs.ts';
import { loadAssembly, type Resources } from './template.ts';

export interface CloudOptions {
  /** Folder of the synthesized assembly. */
  readonly assembly: string;
  /** Where everything is kept; null keeps it in memory. */
  readonly data: string | null;
  readonly port?: number;
  /** Time set by hand, moved on while nothing runs; null is real time. */
  readonly startAt?: number | null;
  /** False serves the stores only: no function runs. */
  readonly workers?: boolean;
  readonly deliveries?: Deliveries;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
  /** Told of every run of a function. */
  readonly onInvoked?: (invoked: Invoked) => void;
  /** Told of every refused call, as a test wants to know. */
  readonly onDenied?: (message: string) => void;
  /** Decides the fate of a call before it is made: deterministic faults for tests. */
  readonly fault?: (service: 's3' | 'sqs' | 'dynamodb', operation: string, caller: 'function' | 'operator') => Fate | undefined;
}

/** `kill` ends the function's process before its call is carried out, `killAfter` while it is. */
export type Fate = 'throttle' | 'lostAnswer' | 'kill' | 'killAfter';

export interface Cloud {
  readonly endpoint: string;
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
  const clock = makeClock(options.startAt ?? null);
  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resources = loadAssembly(options.assembly, endpoint);
  const access = accessOf(resources);
  const folder = (name: string) => (options.data === null ? null : join(options.data, name));
  if (options.data !== null) mkdirSync(options.data, { recursive: true });

  const queues = makeQueues(resources.ofType('AWS::SQS::Queue').map(queueOf), clock, access);
  const dynamo = await openDynamoDb(resources.ofType('AWS::DynamoDB::GlobalTable'), folder('tables'), access);
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
  if (options.workers !== false) {
    for (const source of resources.ofType('AWS::Lambda::EventSourceMapping'))
      startSource(source, resources, queues, lambdas, clock, access);
    startSchedules(resources, lambdas, access, clock);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const done = clock.busy();
    response.once('close', done);
    const target = String(request.headers['x-amz-target'] ?? '');
    const json = target !== '';
    try {
      const isUpload = !json && request.method === 'PUT';
      const body = isUpload ? Buffer.alloc(0) : await readBody(request);
      if (request.url?.startsWith('/_runtime/') === true) {
        // A function waiting for work is not busy.
        done();
        return lambdas.runtimeApi(request.url, request, body, response);
      }
      const [service, operation] = target.startsWith('DynamoDB_')
        ? (['dynamodb', target.split('.')[1] ?? ''] as const)
        : target.startsWith('AmazonSQS.')
          ? (['sqs', target.split('.')[1] ?? ''] as const)
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
      if (service === 'sqs') {
        const answer = queues.answer(operation, JSON.parse(body.toString('utf8')) as Record<string, unknown>, principal);
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
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

  return {
    endpoint,
    region: resources.region,
    resources,
    clock,
    queues,
    lambdas,
    credentials,
    async stop() {
      clock.stop();
      await lambdas.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
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

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
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
