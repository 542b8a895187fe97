import { join } from 'node:path';
import { pageFiles } from './pages.ts';
import { smoke } from './smoke.ts';
import { ASSEMBLY, ROOT, type Stage } from './stage.ts';
import type { Tools } from './tools.ts';

export interface DeployOptions {
  /** Whoever runs it has read the diff, and means what changes in who may do what. */
  readonly approve: boolean;
  /** A release that stood before: its own commit deploys itself. */
  readonly release: string | null;
}

/** How a command ends. */
export const DONE = 0;
export const FAILED = 1;
export const NEEDS_APPROVAL = 3;

/** Check, tests, diff, deployment, pages, smoke test; stops at the first that fails and says what stands. */
export async function deploy(tools: Tools, stage: Stage, options: DeployOptions): Promise<number> {
  const { say, aws } = tools;
  const { account } = stage.settings;
  const own = await aws.account();
  if (own !== account) {
    say(
      own === null
        ? 'There are no credentials that work: sign in to AWS first.'
        : `These credentials are of account ${own}; stage ${stage.name} is of ${account}.`,
    );
    return FAILED;
  }
  return options.release === null
    ? await deployThis(tools, stage, options.approve)
    : again(tools, stage, options, options.release);
}

async function deployThis(tools: Tools, stage: Stage, approve: boolean): Promise<number> {
  const { say, run, aws } = tools;
  if (run('git', ['status', '--porcelain'], { keep: true }).stdout.trim() !== '') {
    say('There are changes that are in no commit: what is deployed has to be found again by its name.');
    return FAILED;
  }
  const release = run('git', ['rev-parse', '--short=12', 'HEAD'], { keep: true }).stdout.trim();
  const before = (await aws.outputs(`${stage.name}-api`, stage.settings.region))?.ReleaseOutput ?? null;
  say(`Release ${release} to stage ${stage.name}; ${before === null ? 'nothing stands there yet' : `${before} stands there`}.`);
  for (const [name, args] of [
    ['check', ['run', '-s', 'check']],
    ['tests', ['test']],
  ] as const) {
    if (run('npm', args).status !== 0) {
      say(`The ${name} failed. Nothing was deployed.`);
      return FAILED;
    }
  }
  await tools.build(release);
  const cdk = (...args: string[]) => run('npx', ['cdk', ...args, '--app', ASSEMBLY]).status;
  if (cdk('diff', '--all') !== 0) {
    say('The difference could not be made. Nothing was deployed.');
    return FAILED;
  }
  if (!approve && cdk('diff', '--all', '--security-only', '--fail') !== 0) {
    say(
      `Who may do what changes with this release: read the difference above, then run\n  npm run deploy -- --force ${stage.force} --stage ${stage.name} --approve`,
    );
    return NEEDS_APPROVAL;
  }
  const outputs = join(ROOT, `outputs-${stage.name}.json`);
  if (cdk('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputs) !== 0) {
    say('The deployment failed. CloudFormation has put each stack back that it could not finish; those before it stand.');
    sayRollback(tools, stage, before);
    return FAILED;
  }
  const addresses = await uploadPages(tools, stage);
  const failed = await smoke(tools, addresses);
  for (const sentence of failed) say(sentence);
  say(
    failed.length === 0
      ? `Release ${release} stands and answers.`
      : `Release ${release} stands and does not answer as it should.`,
  );
  say(`For \`ops\`: export DEPLOYMENT_OUTPUTS=outputs-${stage.name}.json`);
  sayRollback(tools, stage, before);
  return failed.length === 0 ? DONE : FAILED;
}

/** Days that are open are made again by the older code; locked ones stay as they were published. */
function sayRollback({ say }: Tools, { force, name }: Stage, before: string | null): void {
  if (before === null) say('There is no release before this one to go back to.');
  else say(`To go back:\n  npm run deploy -- --force ${force} --stage ${name} --release ${before} --approve`);
}

async function uploadPages({ aws, say }: Tools, { name, settings }: Stage) {
  const { region, web } = settings;
  const identity = (await aws.outputs(`${name}-identity`, region)) ?? {};
  const issuer = identity.IssuerOutput ?? '';
  if (web === null) return { dashboard: null, issuer };
  const pages = (await aws.outputs(`${name}-dashboard`, region)) ?? {};
  const signIn = { url: identity.SignInUrlOutput ?? '', clientId: identity.ClientIdOutput ?? '' };
  for (const file of pageFiles(join(ROOT, 'dist', 'web'), signIn)) await aws.putPage(pages.PagesBucketOutput ?? '', file);
  say(`The pages are at ${pages.DashboardUrlOutput}`);
  return { dashboard: pages.DashboardUrlOutput ?? null, issuer };
}

/** The commit itself deploys itself, from a folder of its own, so that its code and its templates belong together. */
function again({ run, say }: Tools, { force, name }: Stage, { approve }: DeployOptions, release: string): number {
  const folder = join(ROOT, '.local', 'releases', release);
  if (run('git', ['worktree', 'add', '--detach', folder, release]).status !== 0) {
    say(`There is no commit ${release} here: fetch it first.`);
    return FAILED;
  }
  try {
    const options = ['--force', force, '--stage', name, ...(approve ? ['--approve'] : [])];
    return run('npm', ['run', '-s', 'deploy', '--', ...options], { folder }).status;
  } finally {
    run('git', ['worktree', 'remove', '--force', folder]);
  }
}
