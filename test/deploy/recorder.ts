import type { Aws, PageFile } from '../../deploy/aws.ts';
import type { Tools } from '../../deploy/tools.ts';

export interface World {
  readonly account: string | null;
  /** Outputs by stack; a stack that is not here does not stand. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Status by the beginning of a command line; everything else ends well. */
  readonly ends: Readonly<Record<string, number>>;
  readonly changes: string;
  readonly concurrency: number;
  readonly logRole: string | null;
  readonly poolOfDomain: string | null;
  readonly loginPages: boolean;
  readonly subscriptions: { readonly asked: number; readonly confirmed: number };
  /** Templates that stand, by stack; a stack that is not here stands as it was built. */
  readonly templates: Readonly<Record<string, unknown>>;
  readonly neverStood: readonly string[];
  readonly hashes: Readonly<Record<string, string>>;
  /** Answers by address; everything else has none. */
  readonly web: Readonly<
    Record<string, { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }>
  >;
}

export const OUTPUTS = {
  'production-identity': {
    UserPoolIdOutput: 'pool',
    ClientIdOutput: 'client',
    IssuerOutput: 'https://issuer.example',
    SignInUrlOutput: 'https://sign-in.example',
  },
  'production-api': { ReleaseOutput: '0123456789ab' },
  'production-dashboard': {
    PagesBucketOutput: 'pages',
    DistributionNameOutput: 'dashboard.example',
    DashboardUrlOutput: 'https://dashboard.example/',
  },
  'production-observability': { AlarmTopicOutput: 'arn:topic' },
  CDKToolkit: { BootstrapVersion: '30' },
};

const PAGE = { 'content-security-policy': "default-src 'none'", 'strict-transport-security': 'max-age=31536000' };
export const WORLD: World = {
  account: '111111111111',
  outputs: OUTPUTS,
  ends: {},
  changes: '',
  concurrency: 1000,
  logRole: 'arn:role',
  poolOfDomain: 'pool',
  loginPages: true,
  subscriptions: { asked: 1, confirmed: 1 },
  templates: {},
  neverStood: [],
  hashes: {},
  web: {
    'https://issuer.example/.well-known/jwks.json': { status: 200 },
    'https://dashboard.example/': { status: 200, headers: PAGE, body: '<div id="app">' },
    'https://dashboard.example/config.json': { status: 200, body: '{"clientId":"client"}' },
    'https://dashboard.example/v1/me': { status: 401, headers: { 'content-type': 'application/problem+json' } },
    'https://dashboard.example/v1/no-such-route': { status: 404 },
  },
};

/** What every stack is built as here. */
export const BUILT = { Resources: { Door: { Type: 'AWS::IAM::Role', Properties: { Tags: [] } } } };

export interface Recorded {
  readonly tools: Tools;
  /** Everything that was done, in order. */
  readonly done: string[];
  readonly said: string[];
}

/** Takes the place of the CDK, git, npm and the account: notes what is done to them, and answers as the world says. */
export function recorder(change: Partial<World> = {}): Recorded {
  const world = { ...WORLD, ...change };
  const done: string[] = [];
  const said: string[] = [];
  const aws: Aws = {
    account: () => Promise.resolve(world.account),
    outputs: (stack) => Promise.resolve(world.outputs[stack] ?? null),
    template: (stack) => Promise.resolve(world.templates[stack] ?? BUILT),
    neverStood: (stack) => Promise.resolve(world.neverStood.includes(stack)),
    removePages: (bucket) => note(`empty ${bucket}`),
    unprotect: (stack, region) => note(`unprotect ${stack} in ${region}`),
    gatewayLogRole: () => Promise.resolve(world.logRole),
    concurrency: () => Promise.resolve(world.concurrency),
    poolOfDomain: () => Promise.resolve(world.poolOfDomain),
    hasLoginPages: () => Promise.resolve(world.loginPages),
    confirmed: () => Promise.resolve(world.subscriptions),
    putPage: (bucket: string, { name }: PageFile) => note(`put ${name} into ${bucket}`),
    pageHash: (_, name) => Promise.resolve(world.hashes[name] ?? null),
  };
  function note(text: string): Promise<void> {
    done.push(text);
    return Promise.resolve();
  }
  const tools: Tools = {
    aws,
    run(command, args) {
      const line = [command, ...args.map((one) => one.replace(/^\/.*\//, ''))].join(' ');
      done.push(line);
      const status = Object.entries(world.ends).find(([begin]) => line.startsWith(begin))?.[1] ?? 0;
      const stdout = line.startsWith('git rev-parse') ? 'ba9876543210\n' : line.startsWith('git status') ? world.changes : '';
      return { status, stdout };
    },
    template: () => BUILT,
    build: (release) => note(`build ${release}`),
    get(url) {
      const { status = 0, headers = {}, body = '' } = world.web[url] ?? {};
      return Promise.resolve({ status, headers: new Headers(headers), body });
    },
    say: (text) => said.push(text),
  };
  return { tools, done, said };
}
