import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RestoreTableToPointInTimeCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { hintsTo } from '../../functions/aws/hints.ts';
import { tableOf } from '../../functions/aws/table.ts';
import { addDecision, readDecisions } from '../../functions/decisions.ts';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud/cloud.ts';
import { decideFile } from '../../local/decide.ts';
import { assemblyWith, localAssembly } from '../../local/demo-run.ts';
import { digest, exportPublished } from '../../local/export.ts';
import { scan } from '../../local/scan.ts';
import { type Stores, storesOf } from '../../local/stores.ts';

const WORLD = { people: 25, days: 2, end: '2026-11-20', seed: 3 };
const RESTORED = { Registry: 'registry-of-monday', Trust: 'trust-of-monday' };
const SIGNED = { by: 'duty inspector', reason: 'checked with the source system' };
const HEADER = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
const arrest = (id: string, role: string) => `${id},100010,${role},2026-11-19T12:00:00Z,,,2026-11-19T13:00:00Z,`;
const KEY = 'connect/arrests/arrests_20261121T093000Z.csv';
const BODY = `${[HEADER, arrest('GOOD', 'ARRESTING'), ...[1, 2, 3, 4, 5, 6].map((n) => arrest(`BAD${n}`, 'WATCHING'))].join('\n')}\n`;

let folder: string;
let assembly: string;
/** What was published while the table of trust was whole, and the bytes that a decision names. */
let released: string;
let withoutIt: string;

const start = (options: Partial<CloudOptions> = {}) =>
  startCloud({ assembly, data: join(folder, 'data'), startAt: Date.parse('2026-11-21T10:00:00Z'), ...options });
const content = async (stores: Stores) => digest(await exportPublished(stores));
const ownTable = ({ clients, names }: Stores, name: 'RegistryTableName' | 'TrustTableName') =>
  tableOf(clients.dynamo, names[name]);

async function withCloud<T>(options: Partial<CloudOptions>, use: (cloud: Cloud, stores: Stores) => Promise<T>): Promise<T> {
  const cloud = await start(options);
  try {
    return await use(cloud, storesOf(cloud));
  } finally {
    await cloud.stop();
  }
}

/** The names that the tables of the stage have by themselves. */
let own: Stores['names'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restored-'));
  await withCloud({ assembly: await localAssembly() }, async (cloud, stores) => {
    own = stores.names;
    const release = cloud.clock.busy();
    for (const { key, body } of demoFiles(WORLD)) await stores.drops.put(key, body);
    await stores.drops.put(KEY, BODY);
    release();
    await cloud.clock.settle();
    withoutIt = await content(stores);
    await decideFile(stores, 'release', KEY, SIGNED);
    await cloud.clock.settle();
    released = await content(stores);
    for (const [name, TargetTableName] of Object.entries(RESTORED)) {
      const SourceTableName = stores.names[`${name as keyof typeof RESTORED}TableName`];
      await stores.clients.dynamo.send(
        new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, UseLatestRestorableTime: true }),
      );
    }
    // What made the restore necessary: the own table says the opposite now.
    const [decision] = await readDecisions(stores.trust, { drop: KEY });
    if (decision?.verb !== 'release') throw new Error('the decision was not recorded');
    await addDecision(stores.trust, { drop: KEY }, { ...decision, verb: 'refuse' });
  });
  assembly = await assemblyWith('restored-tables', { restoredTables: RESTORED });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything is looked at again: the file, and with it every day. */
async function lookAgain(cloud: Cloud, { clients, queues, registry }: Stores): Promise<void> {
  const days = await registry.query('DAY#2026-11');
  await hintsTo(clients.sqs, queues.DropsQueueUrlOutput)([{ target: 'drop', key: KEY }]);
  await hintsTo(clients.sqs, queues.WorkQueueUrlOutput)(days.map(({ sk }) => ({ target: 'day', date: String(sk) })));
  await cloud.clock.settle();
}

describe('tables restored to a point in time, under other names', () => {
  it('decisions made before still count, whatever the table they replace says', async () => {
    await withCloud({}, async (cloud, stores) => {
      expect([stores.names.TrustTableName, stores.names.RegistryTableName]).toEqual([RESTORED.Trust, RESTORED.Registry]);
      expect(released).not.toBe(withoutIt);
      expect(await content(stores)).toBe(released);
      await lookAgain(cloud, stores);
      expect(await content(stores)).toBe(released);
    });
  });

  it('are all that is read and written: a decision counts there, and the replaced ones stay as they were', async () => {
    await withCloud({}, async (cloud, stores) => {
      const replaced = { ...stores, names: own };
      const itemsOf = async (table: 'registry' | 'trust') => {
        const items: string[] = [];
        for await (const item of scan(replaced, table)) items.push(JSON.stringify(item));
        return items.sort();
      };
      const before = [await itemsOf('registry'), await itemsOf('trust')];
      expect(before.map(({ length }) => length > 0)).toEqual([true, true]);
      await decideFile(stores, 'refuse', KEY, SIGNED);
      await cloud.clock.settle();
      expect(await content(stores)).toBe(withoutIt);
      await decideFile(stores, 'release', KEY, SIGNED);
      await cloud.clock.settle();
      expect(await content(stores)).toBe(released);
      expect((await readDecisions(stores.trust, { drop: KEY })).length).toBeGreaterThan(2);
      expect(await readDecisions(ownTable(replaced, 'TrustTableName'), { drop: KEY })).toHaveLength(2);
      expect([await itemsOf('registry'), await itemsOf('trust')]).toEqual(before);
    });
  });

  it('are granted by their own names: a grant for the table they replace is none', async () => {
    const changed = join(folder, 'changed');
    cpSync(assembly, changed, { recursive: true });
    const file = join(changed, 'local-ingestion.template.json');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(`:table/${RESTORED.Trust}"`);
    writeFileSync(file, text.replaceAll(`:table/${RESTORED.Trust}"`, `:table/${own.TrustTableName}"`));
    const denied = Promise.withResolvers<string>();
    // A refused call is tried again until its message is set aside; the first refusal is enough.
    await withCloud({ assembly: changed, onDenied: denied.resolve }, (cloud, stores) =>
      Promise.race([lookAgain(cloud, stores), denied.promise]),
    );
    denied.resolve('nothing was refused');
    expect(await denied.promise).toMatch(/dynamodb:Query on arn:aws:dynamodb:eu-west-2:\d{12}:table\/trust-of-monday$/);
  });
});
