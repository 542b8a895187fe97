import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { type AskInMemory, memoryApi } from '../../local/memory/api.ts';
import { type MemoryForce, memoryForce } from '../../local/memory/force.ts';
import { withRows } from './rows.ts';

const WORLD = { people: 60, days: 3, end: '2026-11-12', seed: 7 } as const;
const MARK = 'CANARY-IN-A-ROW';
/** When somebody's status began, which the sentence about it repeats. */
const STARTED = '2026-11-12T03:14:15Z';
const FILE = 'incidents_20261112T090000Z.csv';
const PATH = `/v1/drops/incidents/${FILE}`;
const WHO = { 'control-works': '100051', connect: '100052', administrator: '100053', chief: '100001' } as const;
type Who = keyof typeof WHO;

describe('what sources sent', { timeout: 300_000 }, () => {
  let api: AskInMemory;
  let memory: MemoryForce;
  beforeAll(async () => {
    memory = memoryForce(atLocalTime('2026-11-13', '10:00'));
    const files = withRows([...demoFiles(WORLD)], {
      incidents: (rows) => rows.map((row, at) => (at < 2 ? { ...row, created_at: MARK } : row)),
      statuses: (rows) => rows.map((row, at) => (at < 2 ? { ...row, from_at: STARTED, to_at: '2026-11-01T00:00:00Z' } : row)),
      'duty-effects': (rows) => rows.map((row) => ({ ...row, subject_notified_at: '' })),
      arrests: (rows) => rows.map((row) => ({ ...row, arrested_at: MARK })),
    });
    await memory.publish(files);
    for (const [role, person] of Object.entries(WHO).slice(0, 3)) {
      const name = role === 'administrator' ? role : `steward:${role}`;
      await memory.tables.trust.put({
        ...{ pk: `GRANTS#${person}`, sk: `ROLE#${role}`, rev: 1, kind: 'role', id: role, person, role: name },
        ...{ from: '2026-01-01', to: null, givenBy: '100001', givenAt: '2026-11-01T08:00:00Z' },
        ...{ approvedBy: '100002', reason: 'A test.', endedAt: null },
      });
    }
    api = memoryApi(memory);
  }, 300_000);
  const ask = async (who: Who, path: string) => {
    const { statusCode, body } = await api(`dir-${WHO[who]}`, path);
    return { status: statusCode, json: JSON.parse(body), body };
  };

  it('a steward reads the own source whole: files, versions, rejected rows with their values', async () => {
    const { drops } = (await ask('control-works', '/v1/drops?feed=incidents')).json;
    expect(drops.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      drops.map(({ name }: { name: string }) => name).toReversed(),
    );
    const brief = drops.find(({ name }: { name: string }) => name === FILE);
    expect(brief).toMatchObject({ state: 'accepted', counts: true, versions: 1, rows: { quarantined: 2 } });
    const { versions, counts } = (await ask('control-works', PATH)).json;
    expect(counts).toBe(true);
    expect(versions).toMatchObject([{ state: 'accepted', inForce: true, rows: { quarantined: 2 } }]);
    const { rejected, rows } = (await ask('control-works', `${PATH}/rejections`)).json;
    expect([rejected, rows.length]).toEqual([2, 2]);
    expect(rows[0]).toMatchObject({ line: 2, issues: [{ column: 'created_at', value: MARK }] });
  });

  it('an administrator sees where the faults are and never what a row holds', async () => {
    for (const path of ['/v1/drops?feed=incidents', PATH, `${PATH}/rejections`, '/v1/drops?feed=arrests']) {
      const { status, body } = await ask('administrator', path);
      expect([path, status, body.includes(MARK)]).toEqual([path, 200, false]);
    }
    const { rows } = (await ask('administrator', `${PATH}/rejections`)).json;
    expect(rows[0]).toMatchObject({ line: 2, issues: [{ column: 'created_at', value: null, message: null, allowed: null }] });
    const statuses = '/v1/drops/statuses/statuses_20261113T090000Z.csv/rejections';
    expect((await ask('control-works', statuses)).body).toContain(STARTED);
    expect((await ask('administrator', statuses)).body).not.toContain(STARTED);
  });

  it('of closed records an administrator sees whether files count, and no number of rows', async () => {
    const name = 'absences_20261112T090000Z.csv';
    const { drops } = (await ask('administrator', '/v1/drops?feed=absences')).json;
    expect(drops.map(({ rows }: { rows: unknown }) => rows)).toEqual(drops.map(() => null));
    const { json } = await ask('administrator', `/v1/drops/absences/${name}`);
    expect(json).toMatchObject({ dates: null, warnings: [], versions: [{ inForce: true, bytes: null, rows: null, flags: {} }] });
    expect(await ask('administrator', `/v1/drops/absences/${name}/rejections`)).toMatchObject({ status: 403 });
    // Somebody who has not been told yet is known to the steward alone.
    const secret = (await ask('administrator', '/v1/drops?feed=duty-effects')).json.drops;
    expect(secret.map(({ state, reason }: { state: string; reason: unknown }) => [state, reason])).toContainEqual([
      'refused',
      null,
    ]);
  });

  it('an overview has the newest file of each feed one looks after', async () => {
    const feedsOf = async (who: Who) => (await ask(who, '/v1/feeds')).json.feeds as { feed: string; newest: { name: string } }[];
    const own = await feedsOf('control-works');
    expect(own.map(({ feed }) => feed)).toEqual(['incidents', 'attendances', 'statuses']);
    expect(own[0]?.newest.name).toBe('incidents_20261113T090000Z.csv');
    expect(await feedsOf('administrator')).toHaveLength(19);
    expect(await ask('chief', '/v1/feeds')).toMatchObject({ status: 403 });
  });

  it('nobody else sees anything, whatever the name', async () => {
    const denied = await ask('chief', PATH);
    for (const [who, path] of [
      ['connect', PATH],
      ['connect', `${PATH}/rejections`],
      ['chief', '/v1/drops?feed=incidents'],
      ['chief', '/v1/drops/incidents/nothing'],
      ['control-works', '/v1/drops?feed=arrests'],
      ['control-works', '/v1/drops?feed=constructor'],
    ] as const)
      expect([path, await ask(who, path)]).toEqual([path, { ...denied, status: 403 }]);
  });

  it('a held file says why, and a name that was never dropped is not found', async () => {
    const { drops } = (await ask('connect', '/v1/drops?feed=arrests')).json;
    expect(drops.some(({ counts, reason }: { counts: boolean; reason: object | null }) => !counts && reason !== null)).toBe(true);
    expect(await ask('control-works', '/v1/drops/incidents/nothing')).toMatchObject({
      status: 404,
      json: { code: 'NO_SUCH_DROP' },
    });
  });

  it('rows that are no longer kept are counted and not shown; those of a young file that are not there are a fault', async () => {
    for (const key of await memory.facts.list('quarantine/control-works/incidents/')) await memory.facts.remove(key);
    expect((await ask('control-works', `${PATH}/rejections`)).status).toBe(500);
    memory.now += 401 * 24 * 60 * 60_000;
    const { status, json } = await ask('control-works', `${PATH}/rejections`);
    expect([status, json.rejected, json.kept, json.rows]).toEqual([200, 2, 0, []]);
  });
});
