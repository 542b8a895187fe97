import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { HOUR } from '../../lib/calendar.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { storesOf } from '../../local/stores.ts';

interface Statement {
  Action: string | string[];
  Resource: unknown;
}
interface Template {
  Resources: Record<string, { Type: string; Properties: { PolicyDocument?: { Statement: Statement[] } } }>;
}

const TEMPLATE = 'local-ingestion.template.json';
const WORLD = { people: 25, days: 2, end: '2026-11-20', seed: 3 };

/** The embedded cloud takes the functions' output itself, and has no keys. */
const NOT_USED_HERE = /^(?:logs|kms):/;

function workerPolicies(template: Template): [string, Statement[]][] {
  return Object.entries(template.Resources)
    .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && /^(Ingest|Score|Watch)Role/.test(id))
    .map(([id, { Properties }]) => [id, Properties.PolicyDocument?.Statement ?? []]);
}

const read = (folder: string) => JSON.parse(readFileSync(join(folder, TEMPLATE), 'utf8')) as Template;
const source = await localAssembly();
const grants = workerPolicies(read(source)).flatMap(([policy, statements]) =>
  statements.flatMap(({ Action }, at) =>
    [Action]
      .flat()
      .filter((action) => !NOT_USED_HERE.test(action))
      .map((action) => ({ policy, at, action })),
  ),
);

async function firstOf(denied: readonly string[]): Promise<void> {
  // Bounded: a run settles long before.
  for (let tries = 0; tries < 6000 && denied.length === 0; tries += 1) await wait(10);
}

describe('every grant of ingest, score and watch', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'grants-'));
    cpSync(source, folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function outcome(change: (template: Template) => void, watched: boolean): Promise<{ denied: string[]; days: number }> {
    const template = read(source);
    change(template);
    writeFileSync(join(folder, TEMPLATE), JSON.stringify(template));
    const denied: string[] = [];
    let cloud: Cloud;
    let times = 1;
    try {
      cloud = await startCloud({
        assembly: folder,
        data: null,
        startAt: Date.parse('2026-11-21T10:00:00Z'),
        onDenied: (text) => denied.push(text),
        deliveries: () => times,
      });
    } catch (cause) {
      return { denied: [String(cause)], days: 0 };
    }
    try {
      const stores = storesOf(cloud);
      const hold = cloud.clock.busy();
      const files = [...demoFiles(WORLD)];
      for (const { key, body } of files) await stores.drops.put(key, body);
      // One row in two files under two dates: rows that move are read and noted as well.
      const moved = files.find(({ key }) => key.includes('arrests'));
      const [header = '', row = ''] = moved?.body.split('\n') ?? [];
      const fields = row.split(',');
      const later = [...fields.slice(0, 3), '2026-11-15T12:00:00Z', ...fields.slice(4, 6), '2026-11-21T01:00:00Z', ''].join(',');
      await stores.drops.put('connect/arrests/arrests_20261121T093000Z.csv', `${header}\n${later}\n`);
      hold();
      // A refused call is tried again until its message is dead; the first refusals are enough.
      const settled = () => Promise.race([cloud.clock.settle(), firstOf(denied)]);
      await settled();
      if (watched) {
        // A correction that makes new generations of a day and of the organisation, and a drop of which nobody was told.
        const corrected = files.findLast(({ key }) => key.includes('people')) as (typeof files)[number];
        await stores.drops.put(corrected.key, corrected.body.trimEnd().split('\n').slice(0, -1).join('\n'));
        await settled();
        times = 0;
        await stores.drops.put(corrected.key.replace('090000Z', '090100Z'), corrected.body);
        for (let days = 0; days < 2 && denied.length === 0; days += 1) {
          cloud.clock.advance(30 * HOUR);
          await settled();
        }
      }
      const months = await stores.registry.query('DAY#2026-11');
      return { denied, days: months.length };
    } finally {
      await cloud.stop();
    }
  }

  it('together they are enough', async () => {
    const { denied, days } = await outcome(() => undefined, true);
    expect(denied).toEqual([]);
    expect(days).toBeGreaterThan(5);
  });

  it.each(grants)('$policy statement $at $action is needed', async ({ policy, at, action }) => {
    const { denied } = await outcome((template) => {
      const statement = template.Resources[policy]?.Properties.PolicyDocument?.Statement[at];
      if (statement !== undefined) statement.Action = [statement.Action].flat().filter((one) => one !== action);
    }, policy.startsWith('Watch'));
    expect(denied.join('\n')).toContain(action);
  });
});
