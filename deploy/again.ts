import { join } from 'node:path';
import type { DeployOptions } from './deploy.ts';
import { FAILED, NEEDS_APPROVAL } from './endings.ts';
import { ROOT, type Stage } from './stage.ts';
import type { Tools } from './tools.ts';

/**
 * The commit deploys itself, from a folder of its own, so that its code and its templates belong together. With the settings
 * of today it would be another release than it was, with its own it undoes what was decided since: both have to be the same.
 */
export function again({ run, say }: Tools, { force, name }: Stage, { approve, outputs }: DeployOptions, release: string): number {
  if (run('git', ['cat-file', '-e', `${release}^{commit}`]).status !== 0) {
    say(`There is no commit ${release} here: fetch it first.`);
    return FAILED;
  }
  if (run('git', ['diff', '--exit-code', release, '--', `config/${force}/${name}.json`]).status !== 0) {
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
