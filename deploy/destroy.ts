import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DONE, FAILED, NEEDS_APPROVAL } from './endings.ts';
import { ASSEMBLY, ROOT, type Stage } from './stage.ts';
import type { Tools } from './tools.ts';

export interface DestroyOptions {
  /** Buckets, tables, keys and user pool stay in the account, and nobody serves them any more. */
  readonly leaveData: boolean;
}

/** Takes a stage down. What people's figures are made of is never deleted here: it stays, and is named. */
export async function destroy(tools: Tools, stage: Stage, { leaveData }: DestroyOptions): Promise<number> {
  const { say, aws, run } = tools;
  if ((await aws.account()) !== stage.settings.account) {
    say(`These are no credentials of account ${stage.settings.account}.`);
    return FAILED;
  }
  const kept = keptNames();
  if (!leaveData) {
    say(`Stage ${stage.name} keeps data that is not made again:\n${kept.map((name) => `  ${name}`).join('\n')}`);
    say(
      `They stay in the account when the stage goes. If that is meant:\n  npm run destroy -- --force ${stage.force} --stage ${stage.name} --leave-data`,
    );
    return NEEDS_APPROVAL;
  }
  await tools.build('destroyed');
  for (const { name, region } of stage.stacks) if ((await aws.outputs(name, region)) !== null) await aws.unprotect(name, region);
  const { PagesBucketOutput = null } = (await aws.outputs(`${stage.name}-dashboard`, stage.settings.region)) ?? {};
  if (PagesBucketOutput !== null) await aws.removePages(PagesBucketOutput);
  if (run('npx', ['cdk', 'destroy', '--all', '--force', '--app', ASSEMBLY]).status !== 0) {
    say('Not every stack went. Run it again when what CloudFormation names is out of the way.');
    return FAILED;
  }
  say(
    `Stage ${stage.name} is gone. These stay, and are the controller's to keep or to delete:\n${kept.map((name) => `  ${name}`).join('\n')}`,
  );
  return DONE;
}

function keptNames(): string[] {
  const frozen = JSON.parse(readFileSync(join(ROOT, 'infra', 'frozen-ids.json'), 'utf8')) as Record<
    string,
    Record<string, { type: string }>
  >;
  return Object.entries(frozen).flatMap(([stack, resources]) =>
    Object.entries(resources).map(([id, { type }]) => `${stack}: ${id.replace(/[0-9A-F]{8}$/, '')} (${type})`),
  );
}
