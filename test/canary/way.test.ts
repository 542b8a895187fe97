import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY } from '../../demo/canaries.ts';
import { transcribe } from '../../local/cloud/transcript.ts';
import { run } from '../cli/run.ts';
import { csv, keyOf, Run, World } from '../pipeline/cases/world.ts';
import { searchFolder } from './search.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('what a run of the product writes down', () => {
  const before = process.env.TRANSCRIPTS;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
    process.env.TRANSCRIPTS = folder;
  });
  afterAll(() => {
    process.env.TRANSCRIPTS = before;
    rmSync(folder, { recursive: true });
  });

  it('is every way, and none of what was planted is on any of them', async () => {
    const world = new World();
    const bad = csv('arrests', [{ arrest_id: 'bad', officer_no: CANARY.employeeNo, role: CANARY.badCode }]);
    const odd = { key: `${CANARY.surname}.csv`, body: bad };
    const app = await Run.start([...world.files(), { key: keyOf('arrests', '2026-11-21T09:00:00Z'), body: bad }, odd]);
    try {
      const { cloud, stores } = app;
      await stores.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: stores.queues.WorkQueueUrlOutput, MessageBody: '{"target":"nobody"}' }),
      );
      await app.later(0);
      await expect(stores.facts.get('nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
      const watch = cloud.resources.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('Watch'));
      await expect(cloud.lambdas.invoke(watch?.arn ?? '', { task: 'nothing' })).rejects.toThrow();
    } finally {
      await app.stop();
    }
    await run('ops', ['show', 'person', CANARY.employeeNo, '--date', '1999-01-01'], folder);

    const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
    const ways = new Set(lines.filter((line) => line.includes('\t')).map((line) => line.split('\t')[0]));
    expect([...ways].sort()).toEqual(['command', 'error answer', 'failure', 'output', 'set aside']);
    for (const said of [/"message":"day scored"/, /"code":"BAD_KEY"/, /"Droprefused":1/, /"Namespace":"ProductivityDashboard"/])
      expect(
        lines.some((line) => said.test(line)),
        String(said),
      ).toBe(true);
    expect(searchFolder(folder).findings).toEqual([]);
    transcribe('output', CANARY.givenName);
    expect(searchFolder(folder).findings).toEqual([expect.objectContaining({ canary: 'givenName' })]);
  });
});

describe('a run of tests in which a name was logged', () => {
  it('fails, and tells the place without the name', () => {
    const config = 'test/canary/leak/vitest.config.ts';
    const vitest = join(ROOT, 'node_modules', '.bin', 'vitest');
    const { status, stdout, stderr } = spawnSync(vitest, ['run', '--config', config, '--root', ROOT], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const said = stdout + stderr;
    expect(said).toContain('1 passed');
    expect(status).toBe(1);
    const [, file = ''] = /(\S+\.txt), at byte 0: surname/.exec(said) ?? [];
    expect(readFileSync(file, 'utf8')).toContain(CANARY.surname);
    expect(said).not.toContain(CANARY.surname);
    rmSync(dirname(file), { recursive: true });
  });
});
