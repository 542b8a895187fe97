import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES } from '../lib/api/route.ts';
import { DEMO_FORCE } from '../local/demo-run.ts';
import { bundle } from '../scripts/bundle.ts';
import { lines, median } from './report.ts';

const PAIRS = 31;
/** What a bundle reads from its environment before it can be loaded; nothing is called. */
const ENVIRONMENT = {
  FACTS_BUCKET: 'any',
  REJECTED_ROWS_DAYS: '400',
  ...Object.fromEntries(
    ['REGISTRY', 'TRUST', 'ORGANISATION', 'PRODUCTIVITY', 'AVAILABILITY'].map((name) => [`${name}_TABLE`, 'any']),
  ),
};

/** What a function of the API takes to load over bare Node: pairs of processes, one that loads it and one that loads nothing. */
export async function benchStart(say: (text: string) => void): Promise<boolean> {
  const out = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const sizes = new Map((await bundle(DEMO_FORCE, out)).map(({ name, bytes }) => [name, bytes]));
    for (const name of SERVICES) {
      const file = pathToFileURL(join(out, name, 'index.mjs')).href;
      const more: number[] = [];
      for (let n = 0; n < PAIRS; n += 1) more.push(timed(`await import(${JSON.stringify(file)})`) - timed('await 0'));
      say(
        lines({
          [`${name}, KB`]: Math.round((sizes.get(name) ?? Number.NaN) / 1024),
          [`${name}, ms over bare Node`]: median(more),
        }),
      );
    }
    return SERVICES.every((name) => (sizes.get(name) ?? Number.POSITIVE_INFINITY) <= 250 * 1024);
  } finally {
    rmSync(out, { recursive: true });
  }
}

function timed(code: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: {
      ...{ PATH: process.env.PATH, AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' },
      ...ENVIRONMENT,
      ...{ WORK_QUEUE: 'http://127.0.0.1:1/queue', CURSOR_SECRET_ARN: 'any' },
    },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundle does not load: ${stderr.slice(-1000)}`);
  return performance.now() - began;
}
