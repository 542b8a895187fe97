import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { NotEmulated, ServiceError } from './errors.ts';
import type { Principal } from './iam.ts';
import type { Resource, Resources } from './template.ts';

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (cause: Error) => void;
}

/** One execution environment: a child process that speaks the Runtime API. */
interface Environment {
  readonly id: string;
  readonly lambda: Resource;
  readonly child: ChildProcess;
  readonly accessKey: string;
  waiting: ServerResponse | null;
  current: Invocation | null;
  givenAt: number;
  timer: NodeJS.Timeout | null;
}

/** One run of a function, as a bench wants to know it. */
export interface Invoked {
  /** Logical id of the function. */
  readonly id: string;
  readonly milliseconds: number;
  /** Largest resident set of its process so far. */
  readonly peakKb: number;
}

export interface Lambdas {
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** The role behind an access key that one of the environments was given. */
  principalOf(accessKey: string): Principal | null;
  runtimeApi(path: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  /** Ends the process of the environment with this access key, as a crash would. */
  kill(accessKey: string): void;
  /** Largest resident set of any environment so far, in KiB. */
  peakMemoryKb(): number;
  stop(): Promise<void>;
}

export interface LambdaOptions {
  readonly resources: Resources;
  readonly endpoint: string;
  readonly clock: Clock;
  /** File that all output of the functions is appended to; null drops it. */
  readonly logFile: string | null;
  readonly onOutput?: (text: string) => void;
  /** Environment variables on top of the template's, e.g. another TZ. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly peakOf: (pid: number) => number;
  readonly onInvoked?: (invoked: Invoked) => void;
}

const RUNTIME = 'nodejs24.x';

/** Runs the functions of the template, each environment in a process of its own with its own time and memory limit. */
export function makeLambdas({
  resources,
  endpoint,
  clock,
  logFile,
  onOutput,
  environment = {},
  peakOf,
  onInvoked,
}: LambdaOptions): Lambdas {
  const environments = new Map<string, Environment>();
  const idle = new Map<string, Environment[]>();
  const principals = new Map<string, Principal>();
  let peak = 0;
  let stopped = false;
  const offset = () => clock.now() - Date.now();

  function start(lambda: Resource): Environment {
    const { Handler, MemorySize = 128, Role, Runtime, Environment: own, Code } = lambda.properties as unknown as LambdaProperties;
    if (Runtime !== RUNTIME) throw new NotEmulated(`the runtime ${Runtime}`);
    const id = randomUUID();
    const accessKey = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    principals.set(accessKey, { role: Role });
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${MemorySize}`, join(import.meta.dirname, 'lambda-runtime.mjs')],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          TZ: 'UTC',
          ...own?.Variables,
          _HANDLER: Handler,
          LAMBDA_TASK_ROOT: resources.asset(Code.S3Key),
          AWS_LAMBDA_RUNTIME_API: `${new URL(endpoint).host}/_runtime/${id}`,
          AWS_LAMBDA_FUNCTION_NAME: lambda.name,
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
          AWS_REGION: resources.region,
          AWS_ACCESS_KEY_ID: accessKey,
          AWS_SECRET_ACCESS_KEY: randomBytes(16).toString('hex'),
          AWS_ENDPOINT_URL: endpoint,
          ...environment,
        },
      },
    );
    const made: Environment = { id, lambda, child, accessKey, waiting: null, current: null, givenAt: 0, timer: null };
    environments.set(id, made);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (logFile !== null) appendFileSync(logFile, chunk);
        onOutput?.(chunk.toString('utf8'));
      });
    }
    child.on('exit', (code, signal) => retire(made, `the process ended (${signal ?? code})`));
    return made;
  }

  function retire(one: Environment, why: string): void {
    environments.delete(one.id);
    principals.delete(one.accessKey);
    const { arn, id } = one.lambda;
    idle.set(
      arn,
      (idle.get(arn) ?? []).filter((other) => other !== one),
    );
    finish(one, (invocation) => invocation.reject(new Error(`${id}: ${why}`)));
  }

  function finish(one: Environment, settle: (invocation: Invocation) => void): void {
    if (one.timer !== null) clearTimeout(one.timer);
    const { current } = one;
    one.current = null;
    const peakKb = one.child.pid === undefined ? 0 : peakOf(one.child.pid);
    peak = Math.max(peak, peakKb);
    if (current === null) return;
    onInvoked?.({ id: one.lambda.id, milliseconds: performance.now() - one.givenAt, peakKb });
    settle(current);
  }

  function give(one: Environment): void {
    const { current, waiting, lambda } = one;
    if (current === null || waiting === null) return;
    one.waiting = null;
    one.givenAt = performance.now();
    const limit = Number((lambda.properties as unknown as LambdaProperties).Timeout ?? 3) * 1000;
    one.timer = setTimeout(() => one.child.kill('SIGKILL'), limit);
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': current.id,
      'lambda-runtime-deadline-ms': String(Date.now() + limit),
      'lambda-runtime-invoked-function-arn': lambda.arn,
      'x-embedded-clock-offset': String(offset()),
    });
    waiting.end(JSON.stringify(current.event));
  }

  return {
    invoke(functionArn, event) {
      if (stopped) return Promise.reject(new Error('the embedded cloud has stopped'));
      const lambda = resources.byArn(functionArn);
      const free = idle.get(functionArn)?.pop();
      const one = free ?? start(lambda);
      return new Promise((resolve, reject) => {
        one.current = { id: randomUUID(), event, resolve, reject };
        give(one);
      });
    },
    principalOf: (accessKey) => principals.get(accessKey) ?? null,
    runtimeApi(path, _request, body, response) {
      const [, id = '', ...rest] = path.split('/').slice(1);
      const one = environments.get(id);
      if (one === undefined) throw new ServiceError(410, 'Gone', 'this environment has ended');
      const action = rest.slice(2).join('/');
      if (action === 'invocation/next') {
        one.waiting = response;
        if (one.current !== null) give(one);
        return;
      }
      response.writeHead(202).end();
      if (action === 'init/error') return;
      const answer: unknown = JSON.parse(body.toString('utf8'));
      if (one.current === null || !action.includes(one.current.id)) return;
      idle.set(one.lambda.arn, [...(idle.get(one.lambda.arn) ?? []), one]);
      finish(one, (invocation) => {
        if (action.endsWith('/response')) invocation.resolve(answer);
        else invocation.reject(new Error((answer as { errorMessage?: string }).errorMessage ?? 'the function failed'));
      });
    },
    kill(accessKey) {
      const one = [...environments.values()].find((environment) => environment.accessKey === accessKey);
      one?.child.kill('SIGKILL');
    },
    peakMemoryKb: () => peak,
    async stop() {
      stopped = true;
      const ended = [...environments.values()].map(({ child }) => new Promise((resolve) => child.once('exit', resolve)));
      for (const { child, waiting } of environments.values()) {
        waiting?.destroy();
        child.kill('SIGKILL');
      }
      await Promise.all(ended);
    },
  };
}

interface LambdaProperties {
  readonly Handler: string;
  readonly MemorySize?: number;
  readonly Role: string;
  readonly Runtime: string;
  readonly Timeout?: number;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly Code: { readonly S3Key: string };
}
