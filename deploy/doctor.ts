import { EDGE_REGION } from '../infra/stacks/edge.ts';
import { hashOf } from './aws.ts';
import { DONE, FAILED } from './endings.ts';
import { pageFiles, signInOf } from './pages.ts';
import type { Stage } from './stage.ts';
import type { Tools } from './tools.ts';

/** Null: fine. A text: what is wrong, and what to do. `LATER`: cannot be known before the first deployment. */
type Finding = string | null;
const LATER = 'later';

interface Check {
  readonly name: string;
  readonly look: (tools: Tools, stage: Stage, pages: string) => Promise<Finding>;
}

/** A new account has ten. */
const LEAST_CONCURRENCY = 100;
const LEAST_BOOTSTRAP = 21;

/** Before the first deployment and after each: what only an account can say. In this order, for each leans on those before it. */
export const CHECKS: readonly Check[] = [
  {
    name: 'credentials',
    async look({ aws }, { settings }) {
      const own = await aws.account();
      if (own === null) return 'There are none that work. Sign in: `aws sso login --profile ...` and export AWS_PROFILE.';
      return own === settings.account ? null : `They are of account ${own}, the settings of ${settings.account}.`;
    },
  },
  { name: 'bootstrap of the region', look: ({ aws }, { settings }) => bootstrapped(aws, settings.account, settings.region) },
  {
    name: 'bootstrap of us-east-1',
    look: async ({ aws }, { settings }) => (settings.web === null ? null : bootstrapped(aws, settings.account, EDGE_REGION)),
  },
  {
    name: 'concurrency of Lambda',
    async look({ aws }) {
      const most = await aws.concurrency();
      return most >= LEAST_CONCURRENCY
        ? null
        : `The account may run ${most} functions at a time. Ask for ${LEAST_CONCURRENCY} and more: Service Quotas, Lambda, "Concurrent executions".`;
    },
  },
  {
    name: 'domain prefix of the sign-in',
    async look({ aws }, { name, settings }) {
      const owner = await aws.poolOfDomain(settings.identity.domainPrefix);
      const own = (await aws.outputs(`${name}-identity`, settings.region))?.UserPoolIdOutput;
      return owner === null || owner === own
        ? null
        : `"${settings.identity.domainPrefix}" is another pool's. There is one in the world: choose another in identity.domainPrefix.`;
    },
  },
  {
    name: 'metadata of the federation',
    async look({ get }, { settings }) {
      const { federation } = settings.identity;
      if (federation === null) return null;
      const url = federation.kind === 'saml' ? federation.metadataUrl : `${federation.issuer}/.well-known/openid-configuration`;
      const { status, body } = await get(url);
      const fine = status === 200 && body.includes(federation.kind === 'saml' ? 'EntityDescriptor' : 'authorization_endpoint');
      return fine ? null : `${url} does not give them (${status}). The force's directory team has the right address.`;
    },
  },
  {
    name: 'role of API Gateway for logs',
    look: ({ aws }, stage) =>
      afterDeployment(aws, stage, 'api', async () =>
        (await aws.gatewayLogRole()) === null ? 'There is none in this account: deploy again, the api stack sets it.' : null,
      ),
  },
  {
    name: 'pages of the sign-in',
    look: ({ aws }, stage) =>
      afterDeployment(aws, stage, 'identity', async ({ UserPoolIdOutput = '', ClientIdOutput = '' }) =>
        (await aws.hasLoginPages(UserPoolIdOutput, ClientIdOutput))
          ? null
          : 'The managed login has no style and shows nothing: Cognito, the pool, "Managed login", create one for the client.',
      ),
  },
  {
    name: 'address of the alarms',
    look: async ({ aws }, stage) =>
      stage.settings.alarms === null
        ? null
        : afterDeployment(aws, stage, 'observability', async ({ AlarmTopicOutput = '' }) => {
            const { asked, confirmed } = await aws.confirmed(AlarmTopicOutput);
            return asked > 0 && confirmed === asked
              ? null
              : `${asked - confirmed} of ${asked} did not confirm: whoever reads that mailbox follows the link in it.`;
          }),
  },
  {
    name: 'files of the dashboard',
    look: async ({ aws }, stage, folder) =>
      stage.settings.web === null
        ? null
        : afterDeployment(aws, stage, 'dashboard', async ({ PagesBucketOutput = '' }) => {
            const identity = (await aws.outputs(`${stage.name}-identity`, stage.settings.region)) ?? {};
            const wrong: string[] = [];
            for (const { name, body } of pageFiles(folder, signInOf(identity)))
              if ((await aws.pageHash(PagesBucketOutput, name)) !== hashOf(body)) wrong.push(name);
            return wrong.length === 0
              ? null
              : `Not those of this commit: ${wrong.join(', ')}. \`npm run deploy\` puts them there.`;
          }),
  },
];

/** Says how each check went; 1 if one found something. */
export async function doctor(tools: Tools, stage: Stage, pages: string): Promise<number> {
  let wrong = 0;
  for (const { name, look } of CHECKS) {
    const found = await look(tools, stage, pages).catch(
      (cause: unknown) => `could not be asked: ${cause instanceof Error ? cause.message : cause}`,
    );
    if (found === null) tools.say(`ok      ${name}`);
    else if (found === LATER) tools.say(`later   ${name}: known after the first deployment`);
    else {
      wrong += 1;
      tools.say(`WRONG   ${name}: ${found}`);
      // Without credentials nothing else can be asked.
      if (name === 'credentials') return FAILED;
    }
  }
  return wrong === 0 ? DONE : FAILED;
}

async function bootstrapped(aws: Tools['aws'], account: string, region: string): Promise<Finding> {
  const outputs = await aws.outputs('CDKToolkit', region);
  const command = `npx cdk bootstrap aws://${account}/${region}`;
  if (outputs === null) return `There is none. Run: ${command}`;
  return Number(outputs.BootstrapVersion ?? 0) >= LEAST_BOOTSTRAP
    ? null
    : `Version ${outputs.BootstrapVersion} is too old. Run: ${command}`;
}

async function afterDeployment(
  aws: Tools['aws'],
  { name, settings }: Stage,
  stack: string,
  look: (outputs: Readonly<Record<string, string>>) => Promise<Finding>,
): Promise<Finding> {
  const outputs = await aws.outputs(`${name}-${stack}`, settings.region);
  return outputs === null ? LATER : look(outputs);
}
