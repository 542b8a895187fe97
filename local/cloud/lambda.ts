import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { NotEmulated, ServiceError } from './errors.ts';
import type { Principal } from './iam.ts';
import type { Resource, Resources } from './template.ts';
import { transcribe, transcribeLines } from './transcript.ts';

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
  /** Waits for a free environment when as many as may be are busy; AWS would start one more or throttle. */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** The role behind an access key that one of the environments was given. */
  principalOf(accessKey: string): Principal | null;
  runtimeApi(path: string, body: Buffer, response: ServerResponse): void;
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
  /** Environments of one function at most, 4 when left out: more processes than cores only wait for each other. */
  readonly most?: number;
  readonly onInvoked?: (invoked: Invoked) => void;
}

const RUNTIME = 'nodejs24.x';
const TOO_LARGE = { errorMessage: 'Response payload size exceeded maximum allowed payload size (6291456 bytes).' };
/** Of an event and of an answer, as Lambda has it for calls that wait. */
export const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Runs the functions of the template, each environment in a process of its own with its own time and memory limit. */
export function makeLambdas(options: LambdaOptions): Lambdas {
  const { resources, endpoint, clock, logFile, onOutput, environment = {}, peakOf, onInvoked, most = 4 } = options;
  const environments = new Map<string, Environment>();
  const idle = new Map<string, Environment[]>();
  const waiting = new Map<string, Invocation[]>();
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
      transcribeLines('output', stream);
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
    if (!stopped) serve(one.lambda);
  }

  /** Gives the calls that wait to environments that are free, and to new ones while there may be more. */
  function serve(lambda: Resource): void {
    const calls = waiting.get(lambda.arn) ?? [];
    while (calls.length > 0) {
      const started = [...environments.values()].filter((one) => one.lambda.arn === lambda.arn).length;
      const one = idle.get(lambda.arn)?.pop() ?? (started < most ? start(lambda) : undefined);
      if (one === undefined) return;
      one.current = calls.shift() ?? null;
      give(one);
    }
  }

  function finish(one: Environment, settle: (invocation: Invocation) => void): void {
    if (one.timer !== null) clearTimeout(one.timer);
    const { current } = one;
    one.current = null;
    if (current === null) return;
    onInvoked?.({ id: one.lambda.id, milliseconds: performance.now() - one.givenAt, peakKb: notePeak(one) });
    settle(current);
  }

  /** The system keeps the peak of a process while it lives: it is asked before the end, not after each call. */
  function kill(one: Environment): void {
    notePeak(one);
    one.child.kill('SIGKILL');
  }

  function notePeak({ child }: Environment): number {
    const own = child.pid === undefined ? 0 : peakOf(child.pid);
    peak = Math.max(peak, own);
    return own;
  }

  function give(one: Environment): void {
    const { current, waiting, lambda } = one;
    if (current === null || waiting === null) return;
    one.waiting = null;
    one.givenAt = performance.now();
    const limit = Number((lambda.properties as unknown as LambdaProperties).Timeout ?? 3) * 1000;
    one.timer = setTimeout(() => kill(one), limit);
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
      return new Promise((resolve, reject) => {
        const calls = waiting.get(functionArn) ?? [];
        waiting.set(functionArn, calls);
        calls.push({ id: randomUUID(), event, resolve, reject });
        serve(lambda);
      });
    },
    principalOf: (accessKey) => principals.get(accessKey) ?? null,
    runtimeApi(path, body, response) {
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
      // AWS logs it.
      if (action.endsWith('/error')) transcribe('failure', body.toString('utf8'));
      if (action === 'init/error') return;
      if (one.current === null || !action.includes(one.current.id)) return;
      const answer: unknown = body.length > PAYLOAD_BYTES ? TOO_LARGE : JSON.parse(body.toString('utf8'));
      finish(one, (invocation) => {
        if (action.endsWith('/response') && answer !== TOO_LARGE) invocation.resolve(answer);
        else invocation.reject(new Error((answer as { errorMessage?: string }).errorMessage ?? 'the function failed'));
      });
      idle.set(one.lambda.arn, [...(idle.get(one.lambda.arn) ?? []), one]);
      serve(one.lambda);
    },
    kill(accessKey) {
      const one = [...environments.values()].find((environment) => environment.accessKey === accessKey);
      if (one !== undefined) kill(one);
    },
    peakMemoryKb() {
      for (const one of environments.values()) notePeak(one);
      return peak;
    },
    async stop() {
      stopped = true;
      for (const calls of waiting.values())
        for (const { reject } of calls.splice(0)) reject(new Error('the embedded cloud has stopped'));
      const ended = [...environments.values()].map(({ child }) => new Promise((resolve) => child.once('close', resolve)));
      for (const one of environments.values()) {
        one.waiting?.destroy();
        kill(one);
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
