import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly, runDemo } from '../../local/demo-run.ts';
import { scan } from '../../local/scan.ts';
import { storesOf } from '../../local/stores.ts';
import { run } from './run.ts';

const WORLD = { people: 25, days: 2, end: '2026-11-20', seed: 3 };
const PATIENCE = { timeout: 600_000 };
const EQUAL =
  /^Rebuilt in [\d.]+ s: (\d+) versions of \d+ files, 0 items of trust; as an older code published it: nothing\ntarget ([0-9a-f]{64}) \((\d+) lines\)\nsource \2 \(\3 lines\)\nequal\n$/;

let folder: string;
const at = (name: string) => join(folder, name);
const rebuild = (args: readonly string[], environment = {}) => run('ops', ['rebuild', ...args], at('home'), environment);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
  const { cloud } = await runDemo({ ...WORLD, data: at('home/data') });
  await cloud.stop();
  writeFileSync(at('home/demo.json'), JSON.stringify({ people: WORLD.people, start: '2026-11-19', seed: WORLD.seed }));
}, PATIENCE.timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ops rebuild', PATIENCE, () => {
  it('rebuilds what is kept here in a new folder, tells the time, and finds it equal; the folder is a home of its own', async () => {
    const { code, out, err } = await rebuild(['--to', at('new'), '--order', 'oldest']);
    expect([code, out]).toEqual([0, expect.stringMatching(EQUAL)]);
    expect(err).toContain('dropping every version again');
    expect([existsSync(at('new/settled')), readFileSync(at('new/demo.json'), 'utf8')]).toEqual([
      true,
      readFileSync(at('home/demo.json'), 'utf8'),
    ]);
    const day = await run('ops', ['show', 'day', WORLD.end], at('new'));
    expect([day.code, day.out]).toEqual([0, (await run('ops', ['show', 'day', WORLD.end], at('home'))).out]);
  });

  it('of an instant gives the hash of what was known then', async () => {
    const { code, out } = await rebuild(['--to', at('then'), '--as-of', '2026-11-21T09:00:00Z']);
    expect([code, out]).toEqual([0, expect.stringMatching(/: 0 versions of 0 files.*\ntarget [0-9a-f]{64} \(0 lines\)\n$/)]);
  });

  it.each([
    [[], '--to is missing'],
    [['--to', 'x', '--order', 'sideways'], '--order is sideways: newest or oldest'],
    [['--to', 'x', '--as-of', 'yesterday'], '--as-of is yesterday: an instant such as 2026-11-22T10:00:00Z'],
    [['--to', '.'], 'where something is already: name a new folder'],
  ])('called %j is a wrong call', async (args, sentence) => {
    const { code, out, err } = await rebuild(args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(sentence)]);
  });

  it('into a deployment that AWS variables and a file of outputs name, and from one', async () => {
    const cloud = await startCloud({ assembly: await localAssembly(), data: null });
    try {
      writeFileSync(at('outputs.json'), JSON.stringify(cloud.resources.outputs()));
      const environment = {
        AWS_ENDPOINT_URL: cloud.endpoint,
        AWS_REGION: cloud.region,
        AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: cloud.credentials.secretAccessKey,
      };
      const into = await rebuild(['--to', at('outputs.json'), '--calm', '5'], environment);
      expect([into.code, into.out]).toEqual([0, expect.stringMatching(EQUAL)]);
      const from = await rebuild(['--from', at('outputs.json'), '--to', at('back')], environment);
      expect([from.code, from.out]).toEqual([0, expect.stringMatching(EQUAL)]);
      const again = await rebuild(['--to', at('outputs.json')], environment);
      expect([again.code, again.err]).toEqual([1, expect.stringContaining('a rebuild begins with a fresh deployment')]);
    } finally {
      await cloud.stop();
    }
  });

  it('says what differs by kind and day, and names nobody', async () => {
    await changeSomebodysDay();
    const { code, out } = await rebuild(['--to', at('other')]);
    expect(code).toBe(1);
    expect(out).toMatch(/\n {2}day 2026-11-20, item of a person: differs\ndiffers\n$/);
    expect(out).not.toMatch(/\b1000\d\d\b/);
  });
});

/** As nobody may: a stored figure is overwritten. */
async function changeSomebodysDay(): Promise<void> {
  const cloud: Cloud = await startCloud({ assembly: await localAssembly(), data: at('home/data'), workers: false });
  const stores = storesOf(cloud);
  for await (const item of scan(stores, 'availability')) {
    if (!item.pk.startsWith('P#') || !item.sk.includes(WORLD.end)) continue;
    await stores.availability.put({ ...item, body: '{}' });
    break;
  }
  await cloud.stop();
}
