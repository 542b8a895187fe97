import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { type DropOutcome, dropTarget, type IngestPorts } from '../../functions/drop-target.ts';
import type { Hint } from '../../functions/hint.ts';
import { dayKey } from '../../functions/published-day.ts';
import { reconcile } from '../../functions/reconcile.ts';
import { countingBefore, receiptKey, rowKey } from '../../functions/registry.ts';
import { findDrift } from '../../functions/watching.ts';
import { addDays } from '../../lib/dates.ts';
import type { Receipt } from '../../lib/ingest/receipt.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { decideFile } from '../../local/decide.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { showDrop } from '../../local/show.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { arrest, file, fileOf, ROWS } from '../lib/ingest/files.ts';
import { force, policy } from '../lib/world.ts';
import { scoreTogether } from '../prove/together.ts';

const HOUR_KEY = (hour: string) => `connect/arrests/arrests_20261120T${hour}0000Z.csv`;
const LARGEST = policy.fileLimits.bytes;
const signed = { by: 'somebody', reason: 'seen' };

let cloud: Cloud;
let stores: Stores;
let hints: Hint[];
let ports: IngestPorts;
beforeAll(async () => {
  cloud = await startCloud({ assembly: await localAssembly(), data: null, workers: false });
  stores = storesOf(cloud);
  ports = { ...stores, force, send: async (sent) => void hints.push(...sent) };
});
afterAll(() => cloud?.stop());

async function ingest(key: string): Promise<Receipt> {
  hints = [];
  const outcome = (await reconcile(dropTarget(ports, key))) as DropOutcome;
  return { ...outcome.receipt, rev: 1, stateRev: 1 };
}
async function drop(key: string, body: string | Uint8Array): Promise<Receipt> {
  await stores.drops.put(key, body);
  return ingest(key);
}
async function driftIn(key: string): Promise<boolean> {
  const found: Hint[] = [];
  await findDrift({ ...stores, force, sendDrops: async (sent) => void found.push(...sent) });
  return found.some((hint) => hint.target === 'drop' && hint.key === key);
}

describe('a file larger than the policy allows', () => {
  const key = HOUR_KEY('08');
  const tooLarge = { state: 'refused', dropId: null, sha: null, bytes: LARGEST + 1, reason: { code: 'TOO_LARGE' } };

  it('is refused by its size and never fetched; the last good version stands, and another such file is no duplicate', async () => {
    const good = await drop(key, file(arrest()));
    const body = Buffer.alloc(LARGEST + 1, 'x');
    let fetched = 0;
    const get = (name: string, version?: string) => {
      fetched += 1;
      return stores.drops.get(name, version);
    };
    ports = { ...ports, drops: { ...stores.drops, get } };
    const refused = await drop(key, body);
    expect(refused.seen).toMatchObject([tooLarge, { state: 'accepted' }]);
    expect((await drop(key, body)).seen).toMatchObject([tooLarge, tooLarge, { state: 'accepted' }]);
    expect([refused.accepted, refused.days, fetched]).toEqual([good.accepted, good.days, 0]);
    expect(await showDrop(stores, key, false)).toContain(
      `TOO_LARGE: the file is too large: send it in parts (allowed: ${LARGEST} bytes)`,
    );
  });

  it('cannot be decided about, for nobody can name its bytes; the version below it is not decided about instead', async () => {
    for (const verb of ['release', 'refuse'] as const)
      await expect(decideFile(stores, verb, key, signed)).rejects.toMatchObject({ code: 'NOTHING_TO_DECIDE' });
    expect(await stores.trust.query(`DECISION#drop#${key}`)).toEqual([]);
  });

  it('is no drift, and a correction counts', async () => {
    expect(await driftIn(key)).toBe(false);
    expect((await drop(key, file(arrest({ arrest_id: 'A2' })))).seen[0]?.state).toBe('accepted');
  });

  it('that is the only version of its key leaves nothing in force', async () => {
    const only = HOUR_KEY('07');
    const { accepted, seen } = await drop(only, Buffer.alloc(LARGEST + 1, 'x'));
    expect([accepted, seen.length]).toEqual([null, 1]);
    expect((await drop(only, file(arrest({ arrest_id: 'A3' })))).accepted).not.toBeNull();
  });
});

describe('a key that is written over and over', () => {
  const key = HOUR_KEY('10');

  it('counts as its first hundred versions say; the others are told and are no drift', async () => {
    for (let n = 0; n < 1100; n += 1) await stores.drops.put(key, file(arrest({ arrest_id: `V${n}` })));
    const receipt = await ingest(key);
    expect([receipt.seen.length, receipt.ignored, receipt.seen[0]?.dropId === receipt.accepted]).toEqual([100, 1000, true]);
    const [object] = await stores.facts.list(`facts/2026-11-19/arrests/arrests_20261120T100000Z.csv/${receipt.accepted}/`);
    expect(new TextDecoder().decode(await stores.facts.get(String(object)))).toContain('V99');
    expect(await showDrop(stores, key, false)).toContain('1000 newer not looked at: TOO_MANY_VERSIONS');
    expect(await driftIn(key)).toBe(false);
    await stores.drops.put(key, file(arrest({ arrest_id: 'V1100' })));
    expect(await driftIn(key)).toBe(true);
    expect(await ingest(key)).toMatchObject({ accepted: receipt.accepted, ignored: 1001 });
  });
});

describe('a file of many duty dates', () => {
  const key = HOUR_KEY('11');
  const dates = Array.from({ length: 300 }, (_, n) => addDays('2026-01-20', n));
  const rows = dates.map((date, n) => arrest({ arrest_id: `Y${n}`, arrested_at: `${date}T12:00:00Z` }));

  it('that is corrected again and again has a small receipt, and every date it ever had is told', async () => {
    for (let version = 0; version < 3; version += 1) await drop(key, file(...rows.slice(version)));
    const item = await stores.registry.get(receiptKey('arrests', 'arrests_20261120T110000Z.csv'));
    expect(JSON.stringify(item).length).toBeLessThan(12_000);
    const told = new Set(hints.flatMap((hint) => (hint.target === 'day' ? [hint.date] : [])));
    expect(dates.filter((date) => !told.has(date))).toEqual([]);
  });
});

describe('a row that more than a thousand files hold', () => {
  it('is told by a code, before its item is full', async () => {
    const at = rowKey('arrests', '["FULL","100001"]');
    const entry = { name: 'arrests_20261119T090000Z.csv', version: '2026-11-19T13:00:00Z', date: '2026-11-19' };
    const entries = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`drop#${n}`, entry]));
    await stores.registry.put({ ...at, ...entries });
    const full = drop(HOUR_KEY('12'), file(arrest({ arrest_id: 'FULL' })));
    await expect(full).rejects.toMatchObject({ code: 'TOO_MANY_FILES_OF_A_ROW' });
  });

  it('is left out by a refusal of the file, which has no receipt yet', async () => {
    const key = HOUR_KEY('12');
    await expect(decideFile(stores, 'release', key, signed)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await decideFile(stores, 'refuse', key, signed);
    expect(await ingest(key)).toMatchObject({ accepted: null, seen: [{ state: 'refused' }] });
    expect(await driftIn(key)).toBe(false);
  });
});

describe('a day that is published over and over', () => {
  it('keeps its last five hundred changes on its pointer', async () => {
    const date = '2026-11-15';
    const publish = async (id: string) => {
      await drop(HOUR_KEY('13'), file(arrest({ arrest_id: id, arrested_at: `${date}T12:00:00Z` })));
      const [outcome] = await scoreTogether(stores, date, 1, Date.now);
      expect(outcome?.status).toBe('fulfilled');
      return dayPointerSchema.parse(await stores.registry.get(dayKey(date)));
    };
    const first = await publish('H1');
    const history = Array.from({ length: 500 }, () => first.history[0]);
    await stores.registry.put({ ...dayKey(date), ...first, history });
    const { history: after, generation } = await publish('H2');
    expect([after.length, after.at(-1)?.generation, after[0]?.generation]).toEqual([500, generation, first.generation]);
  });
});

describe('a snapshot in more parts than are looked at', () => {
  it('is told by a code, for a part of it must not pass for the whole', async () => {
    const body = fileOf('units', ROWS.units);
    const part = (n: number) => `fusion/units/units_20261120T090000Z_${String(n).padStart(2, '0')}.csv`;
    for (let n = 0; n < 39; n += 1) await drop(part(n), body);
    const counting = () => countingBefore(stores.registry, stores.trust, 'units', Date.parse('2026-11-21T00:00:00Z'), policy);
    expect((await counting()).accepted).toHaveLength(39);
    await drop(part(39), body);
    await expect(counting()).rejects.toMatchObject({ code: 'TOO_MANY_PARTS' });
  });
});
