import { again } from './again.ts';
import { DONE, FAILED, NEEDS_APPROVAL } from './endings.ts';
import { guardedIn } from './guarded.ts';
import { uploadPages } from './pages.ts';
import { smoke } from './smoke.ts';
import { ASSEMBLY, type Stage } from './stage.ts';
import type { Tools } from './tools.ts';

export interface DeployOptions {
  /** Whoever runs it has read the diff, and means what changes in who may do what. */
  readonly approve: boolean;
  /** A release that stood before: its own commit deploys itself. */
  readonly release: string | null;
  /** Where the outputs of the stacks come to lie. */
  readonly outputs: string;
}

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
  for (const one of guarded) say(`Guards something, and changes: ${one}`);
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

/** Days that are open are made again by the older code; locked ones stay as they were published. */
function sayRollback({ say }: Tools, { force, name }: Stage, before: string | null): void {
  if (before === null) say('There is no release before this one to go back to.');
  else say(`To go back:\n  npm run deploy -- --force ${force} --stage ${name} --release ${before} --approve`);
}
