import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayKey } from '../../functions/published-day.ts';
import { HOUR } from '../../lib/calendar.ts';
import { showStatus, statusOf } from '../../local/status.ts';
import { run } from '../cli/run.ts';
import { force } from '../lib/world.ts';
import { at, csv, keyOf, type Row, Run, World } from './cases/world.ts';

const D = '2026-11-18';
let app: Run;
const status = () => statusOf(app.stores, force, app.cloud.clock.now(), true);
const HELD = keyOf('arrests', '2026-11-21T11:00:00Z');
const REFUSED = keyOf('arrests', '2026-11-21T12:00:00Z');

beforeAll(async () => {
  const world = new World(D).add('positions', ...['A', 'B'].map((post): Row => loop(post)));
  app = await Run.start(world.files());
});
afterAll(() => app?.stop());

/** Two posts that report to each other. */
function loop(post: string): Row {
  const row = { position_id: `post-${post}`, effective_from: '2020-01-01', team_code: 'FILL', role_code: 'RESPONSE' };
  return { ...row, reports_to_position_id: `post-${post === 'A' ? 'B' : 'A'}`, established_fte: '1', status: 'ACTIVE' };
}

describe('the status', () => {
  it('of a day on which all is well has nothing for anybody to do', async () => {
    const { days, lastFinal, cuts, ...rest } = await status();
    expect([days.final > 0, lastFinal, cuts]).toEqual([true, D, 2]);
    expect(rest).toEqual({
      ...{ at: expect.any(String), blocked: [], waiting: [], late: [], unread: 0, held: [], refused: [], passedOver: [] },
      rejectedRows: {},
      queues: ['drops', 'work'].map((queue) => ({ queue, waiting: 0, inHand: 0, setAside: 0 })),
    });
  });

  it('tells files that are held, refused or have rejected rows, blocked and late', async () => {
    const arrest = (n: number, role: string) => ({ arrest_id: `S${n}`, officer_no: 'X', role, arrested_at: at(D, '12:00') });
    const held = Array.from({ length: 8 }, (_, n) => arrest(n, n < 6 ? 'NOBODY' : 'ARRESTING'));
    const few = csv('force-reports', [
      { report_id: '1', officer_no: 'X', used_at: at(D, '12:00'), submitted_at: at(D, '13:00') },
      { report_id: '2', officer_no: '', used_at: at(D, '12:00'), submitted_at: at(D, '13:00') },
    ]);
    await app.drop({ key: HELD, body: csv('arrests', held) }, { key: REFUSED, body: csv('arrests', []) });
    await app.drop({ key: keyOf('force-reports', '2026-11-21T12:30:00Z'), body: few });
    await app.later(26 * HOUR);
    const item = await app.stores.registry.get(dayKey(D));
    await app.stores.registry.put({ ...item, ...dayKey(D), blocked: 'TOTALS_OPEN' });
    const found = await status();
    expect(found).toMatchObject({ held: [HELD], refused: [REFUSED], rejectedRows: { 'force-reports': 1 } });
    expect(found.blocked).toEqual([{ date: D, code: 'TOTALS_OPEN' }]);
    expect(found.late).toEqual([...force.feeds]);
  });

  it('tells what was set aside', async () => {
    const { stores } = app;
    const QueueUrl = stores.queues.WorkQueueUrlOutput;
    await stores.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"target":"nobody"}' }));
    await app.later(0);
    expect((await status()).queues?.[1]).toEqual({ queue: 'work', waiting: 0, inHand: 0, setAside: 1 });
  });

  it('is one screen', async () => {
    const shown = await showStatus(app.stores, { force, now: app.cloud.clock.now(), running: false }, false);
    expect(shown.split('\n').length).toBeLessThan(20);
    expect(shown).toContain(`Files held      ${HELD}\n`);
    expect(shown).toContain('Queues          nothing runs');
  });
});

describe('ops with DEPLOYMENT_OUTPUTS', () => {
  let folder: string;
  const before = { ...process.env };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'outputs-'));
    const { cloud } = app;
    writeFileSync(join(folder, 'outputs.json'), JSON.stringify(cloud.resources.outputs()));
    Object.assign(process.env, {
      DEPLOYMENT_OUTPUTS: join(folder, 'outputs.json'),
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: cloud.region,
      AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: cloud.credentials.secretAccessKey,
    });
  });
  afterAll(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });

  it('asks and tells the deployment that it names, and not the home of this machine', async () => {
    const { code, out } = await run('ops', ['status', '--json'], folder);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        ...(await status()),
        at: expect.any(String),
        late: expect.any(Array),
        held: expect.any(Array),
        refused: expect.any(Array),
        // Those of the last day by the clock of this machine.
        rejectedRows: expect.any(Object),
      },
    ]);
    const decided = await run('ops', ['decide', 'release', HELD, '--by', 'data steward', '--reason', 'seen'], folder);
    expect([decided.code, decided.out]).toEqual([0, expect.stringContaining('Recorded')]);
    await app.later(0);
    expect((await app.receipt(HELD)).seen[0]).toMatchObject({ decided: 'release', state: 'accepted' });
  });
});
