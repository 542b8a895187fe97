import { join } from 'node:path';
import { guardedChanges } from './guarded.ts';
import { pageFiles } from './pages.ts';
import { smoke } from './smoke.ts';
import { ASSEMBLY, ROOT, type Stage } from './stage.ts';
import type { Tools } from './tools.ts';

export interface DeployOptions {
  /** Whoever runs it has read the diff, and means what changes in who may do what. */
  readonly approve: boolean;
  /** A release that stood before: its own commit deploys itself. */
  readonly release: string | null;
  /** Where the outputs of the stacks come to lie. */
  readonly outputs: string;
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
  return options.release === null ? await deployThis(tools, stage, options) : again(tools, stage, options, options.release);
}

async function deployThis(tools: Tools, stage: Stage, { approve, outputs }: DeployOptions): Promise<number> {
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
  const guarded = await guardedIn(tools, stage);
  if (guarded.length > 0) say(`What guards something changes: ${guarded.join(', ')}`);
  if (!approve && (guarded.length > 0 || cdk('diff', '--all', '--security-only', '--fail') !== 0)) {
    say(
      `Who may do what changes with this release: read the difference above, then run\n  npm run deploy -- --force ${stage.force} --stage ${stage.name} --approve`,
    );
    return NEEDS_APPROVAL;
  }
  for (const { name, region } of stage.stacks) if (await aws.neverStood(name, region)) await aws.unprotect(name, region);
  if (cdk('deploy', '--all', '--force', '--require-approval', 'never', '--outputs-file', outputs) !== 0) {
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
  say(`For \`ops\`: export DEPLOYMENT_OUTPUTS=${outputs}`);
  sayRollback(tools, stage, before);
  return failed.length === 0 ? DONE : FAILED;
}

/** The CDK's security difference knows neither the policies of tables nor tags, methods and clients: those are compared here. */
async function guardedIn({ aws, template }: Tools, { stacks }: Stage): Promise<string[]> {
  const changed: string[] = [];
  for (const { name, region } of stacks)
    changed.push(...guardedChanges(await aws.template(name, region), template(name)).map((id) => `${name} ${id}`));
  return changed;
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
  // Its own name answers before that of the force leads to it.
  return { dashboard: `https://${pages.DistributionNameOutput ?? ''}/`, issuer };
}

/**
 * The commit deploys itself, from a folder of its own, so that its code and its templates belong together. With the settings
 * of today it would be another release than it was, with its own it undoes what was decided since: both have to be the same.
 */
function again({ run, say }: Tools, { force, name }: Stage, { approve, outputs }: DeployOptions, release: string): number {
  if (run('git', ['cat-file', '-e', `${release}^{commit}`]).status !== 0) {
    say(`There is no commit ${release} here: fetch it first.`);
    return FAILED;
  }
  if (run('git', ['diff', '--exit-code', release, '--', `config/${force}`]).status !== 0) {
    say(`The settings have changed since ${release}, as shown above: undo that in a commit first, or mend forward.`);
    return NEEDS_APPROVAL;
  }
  const folder = join(ROOT, '.local', 'releases', release);
  // One that was interrupted left it behind.
  const known = run('git', ['worktree', 'list', '--porcelain'], { keep: true }).stdout;
  if (known.includes(folder)) run('git', ['worktree', 'remove', '--force', folder]);
  if (run('git', ['worktree', 'add', '--detach', '--force', folder, release]).status !== 0) return FAILED;
  try {
    const options = ['--force', force, '--stage', name, '--outputs', outputs, ...(approve ? ['--approve'] : [])];
    return run('npm', ['run', '-s', 'deploy', '--', ...options], { folder }).status;
  } finally {
    run('git', ['worktree', 'remove', '--force', folder]);
  }
}
