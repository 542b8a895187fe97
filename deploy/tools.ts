import { type StdioOptions, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Aws, realAws } from './aws.ts';
import { ASSEMBLY, ROOT } from './stage.ts';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
}

/** Everything that the commands do to the world; the tests put a recorder in its place. */
export interface Tools {
  readonly aws: Aws;
  /** Shows what the command prints, or keeps it. Never throws: the status says how it ended. */
  run(command: string, args: readonly string[], options?: { readonly keep?: boolean; readonly folder?: string }): Ran;
  /** Bundles, pages and templates of the stage. */
  build(release: string): Promise<void>;
  /** The template of a stack as it was built. */
  template(stack: string): unknown;
  get(url: string): Promise<{ readonly status: number; readonly headers: Headers; readonly body: string }>;
  say(text: string): void;
}

/** What a question that gets no answer at all is worth. */
export const NO_ANSWER = { status: 0, headers: new Headers(), body: '' } as const;

export function realTools(region: string, build: Tools['build']): Tools {
  return {
    aws: realAws(region),
    build,
    run(command, args, { keep = false, folder = ROOT } = {}) {
      // What an operator has set for `ops` would let the tests speak to that deployment.
      const { TEST_DEPLOYMENT_OUTPUTS: _, DEPLOYMENT_OUTPUTS: __, ...own } = process.env;
      const env = { ...own, CDK_DISABLE_CLI_TELEMETRY: 'true' };
      const stdio: StdioOptions = keep ? ['ignore', 'pipe', 'inherit'] : 'inherit';
      const { status, stdout, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env, stdio });
      if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
      return { status: status ?? 1, stdout: stdout ?? '' };
    },
    template: (stack) => JSON.parse(readFileSync(join(ASSEMBLY, `${stack}.template.json`), 'utf8')) as unknown,
    async get(url) {
      try {
        const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(15_000) });
        return { status: answer.status, headers: answer.headers, body: await answer.text() };
      } catch {
        return NO_ANSWER;
      }
    },
    say: (text) => process.stdout.write(`${text}\n`),
  };
}
