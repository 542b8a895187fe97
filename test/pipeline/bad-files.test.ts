import { gunzipSync, gzipSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import type { Receipt } from '../../lib/ingest/receipt.ts';
import { type DemoRun, runDemo } from '../../local/demo-run.ts';
import { exportPublished } from '../../local/export.ts';
import { allPointers, allReceipts, readGeneration } from '../../local/summary.ts';
import type { File } from './world.ts';

const WORLD = { people: 40, days: 3, end: '2026-11-20', seed: 7 } as const;
const HEADER = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
const DATE = '2026-11-19';
const arrest = (id: string, over: { role?: string; instant?: string; updated?: string } = {}) =>
  `${id},100010,${over.role ?? 'ARRESTING'},${over.instant ?? `${DATE}T12:00:00Z`},,,${over.updated ?? `${DATE}T13:00:00Z`},`;
const arrests = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const keyOf = (stamp: string, suffix = '.csv') => `connect/arrests/arrests_${stamp}${suffix}`;

let run: DemoRun;
let output = '';

beforeAll(async () => {
  run = await runDemo({
    ...WORLD,
    data: null,
    cloud: {
      onOutput: (text) => {
        output += text;
      },
    },
  });
});
afterAll(() => run?.cloud.stop());

async function drop(key: string, body: string | Uint8Array): Promise<Receipt> {
  await run.stores.drops.put(key, body);
  return settled(key);
}

async function settled(key: string): Promise<Receipt> {
  await run.cloud.clock.settle();
  const receipt = (await allReceipts(run.stores)).find((one) => one.key === key);
  if (receipt === undefined) throw new Error(`no receipt for ${key}`);
  return receipt;
}

/** All arrests that stand on a day, by the source rows of the published figures. */
async function counted(id: string): Promise<string[]> {
  const found: string[] = [];
  for (const { date, generation } of await allPointers(run.stores)) {
    if (generation === null) continue;
    const { people } = await readGeneration(run.stores, date, generation);
    for (const { productivity } of people)
      for (const source of productivity?.arrests.sources ?? []) if (source.includes(id)) found.push(date);
  }
  return found;
}

const BAD_ROWS = Array.from({ length: 6 }, (_, n) => arrest(`BAD${n}`, { role: 'NOBODY' }));
const PACKED = gzipSync(arrests(arrest('PACKED')));

/** Every way in which a file can come badly over one that was good. */
const FAULTY: readonly (readonly [string, string | Uint8Array, string, string, number | undefined])[] = [
  ['empty', '', 'refused', 'EMPTY', undefined],
  ['header only', `${HEADER}\n`, 'refused', 'HEADER_ONLY', undefined],
  ['UTF-16', Buffer.from(`\ufeff${arrests(arrest('U'))}`, 'utf16le'), 'refused', 'UTF16', undefined],
  ['invalid UTF-8', Buffer.from(arrests(arrest('\u00e9')), 'latin1'), 'refused', 'NOT_UTF8', undefined],
  ['NUL', arrests(arrest('A'), arrest('\0')), 'refused', 'NUL', 3],
  ['a missing column', arrests(arrest('A')).replace(',role', ''), 'refused', 'MISSING_HEADER', 1],
  ['a column too many', `${HEADER},__proto__\n${arrest('A')},x\n`, 'refused', 'EXTRA_HEADER', 1],
  ['a misplaced quote', arrests(arrest('A'), arrest('B"')), 'refused', 'MISPLACED_QUOTE', 3],
  ['an open quote', arrests(arrest('A'), arrest('"B')), 'refused', 'QUOTE_NOT_CLOSED', 3],
  ['an open quote and much behind it', arrests(arrest('"B'), ...Array(2000).fill(arrest('C'))), 'refused', 'RECORD_TOO_LONG', 2],
  ['zip', Buffer.from('PK\u0003\u0004 and more'), 'refused', 'ZIP', undefined],
  ['packed under a name without .gz', PACKED, 'refused', 'BAD_KEY', undefined],
  ['too many bad rows', arrests(...BAD_ROWS, arrest('GOOD')), 'held', 'TOO_MANY_REJECTED', undefined],
];

describe('a bad file over a good one', () => {
  const key = keyOf('20261120T110000Z');
  it.each(FAULTY)(
    '%s: the good one stands, what is published too, and the receipt says why',
    async (_, body, state, code, line) => {
      const good = await drop(key, arrests(arrest('KEPT')));
      expect(await counted('KEPT')).toEqual([DATE]);
      const before = await exportPublished(run.stores);
      const receipt = await drop(key, body);
      expect(receipt.seen[0]).toMatchObject({ state, reason: { code } });
      expect(receipt.seen[0]?.reason?.line).toBe(line);
      expect(receipt.seen[0]?.reason?.message).toMatch(/\w+\W+\w+/);
      expect(receipt.seen[0]?.reason?.allowed).toMatch(/\w+/);
      expect(receipt.accepted).toBe(good.accepted);
      expect(await exportPublished(run.stores)).toEqual(before);
    },
  );

  it.each([
    ['cut off', PACKED.subarray(0, -9)],
    ['with a second member', Buffer.concat([PACKED, PACKED])],
    ['that unpacks to too much', gzipSync('x'.repeat(5_000_000))],
  ])('packed, %s: likewise', async (_, body) => {
    const packed = keyOf('20261120T111500Z', '.csv.gz');
    const good = await drop(packed, PACKED);
    const before = await exportPublished(run.stores);
    const receipt = await drop(packed, body);
    expect(receipt.seen[0]).toMatchObject({
      state: 'refused',
      reason: { code: expect.stringMatching(/^(BAD_GZIP|TOO_LARGE)$/) },
    });
    expect(receipt.accepted).toBe(good.accepted);
    expect(await exportPublished(run.stores)).toEqual(before);
  });
});

describe('a file', () => {
  it('that was refused or held and never good changes nothing; corrected it counts', async () => {
    const key = keyOf('20261120T120000Z');
    const before = await exportPublished(run.stores);
    for (const body of [arrests(arrest('LATER"')), arrests(...BAD_ROWS, arrest('LATER'))]) {
      expect((await drop(key, body)).accepted).toBeNull();
      expect(await exportPublished(run.stores)).toEqual(before);
    }
    const receipt = await drop(key, arrests(arrest('LATER')));
    expect(receipt.seen.map(({ state }) => state)).toEqual(['accepted', 'held', 'refused']);
    expect(await counted('LATER')).toEqual([DATE]);
  });

  it('that is corrected takes back what the first one said, also on another day', async () => {
    const key = keyOf('20261120T121500Z');
    await drop(key, arrests(arrest('WRONG'), arrest('RIGHT')));
    await drop(key, arrests(arrest('RIGHT', { instant: '2026-11-18T12:00:00Z' })));
    expect([await counted('WRONG'), await counted('RIGHT')]).toEqual([[], ['2026-11-18']]);
  });

  it('that comes twice counts once, under its own key and under a later one', async () => {
    const body = arrests(arrest('TWICE'));
    const key = keyOf('20261120T130000Z');
    const first = await drop(key, body);
    const before = await exportPublished(run.stores);
    const again = await drop(key, body);
    expect(again.seen.map(({ state }) => state)).toEqual(['duplicate', 'accepted']);
    expect(again.accepted).toBe(first.accepted);
    expect(await exportPublished(run.stores)).toEqual(before);
    await drop(keyOf('20261120T131500Z'), body);
    expect(await counted('TWICE')).toEqual([DATE]);
  });

  it('that is older than one already here changes no figure: its rows are superseded', async () => {
    await drop(keyOf('20261120T143000Z'), arrests(arrest('ORDER', { role: 'ASSIST', updated: '2026-11-20T14:00:00Z' })));
    const figures = async () => {
      const pointer = (await allPointers(run.stores)).find(({ date }) => date === DATE);
      return (await readGeneration(run.stores, DATE, pointer?.generation ?? '')).people;
    };
    const before = await figures();
    const older = await drop(keyOf('20261120T140000Z'), arrests(arrest('ORDER', { updated: '2026-11-20T13:00:00Z' })));
    expect(older.seen[0]?.state).toBe('accepted');
    expect(await figures()).toEqual(before);
    const pointer = (await allPointers(run.stores)).find(({ date }) => date === DATE);
    expect(pointer?.totals.find(({ feed }) => feed === 'arrests')?.superseded).toBeGreaterThanOrEqual(1);
  });

  it('that is an older snapshot than one already here changes nothing', async () => {
    const before = await exportPublished(run.stores);
    const newest = [...demoFiles(WORLD)].filter(({ key }) => key.startsWith('fusion/people/')).at(-1) as File;
    expect(newest.key).toContain('people_20261121T090000Z');
    const body = newest.body.replaceAll(',OFFICER,', ',STAFF,');
    const older = await drop(newest.key.replace('T090000Z', 'T083000Z'), body);
    expect(older.seen[0]?.state).toBe('accepted');
    expect(await exportPublished(run.stores)).toEqual(before);
  });

  it('that is withdrawn stays in force and its receipt says so; sent again it is the same', async () => {
    const key = keyOf('20261120T150000Z');
    const body = arrests(arrest('WITHDRAWN'));
    const first = await drop(key, body);
    const before = await exportPublished(run.stores);
    await run.stores.drops.remove(key);
    const gone = await settled(key);
    expect(gone.seen.map(({ state }) => state)).toEqual(['withdrawn', 'accepted']);
    expect(gone.accepted).toBe(first.accepted);
    expect(await exportPublished(run.stores)).toEqual(before);
    const back = await drop(key, body);
    expect(back.seen.map(({ state }) => state)).toEqual(['duplicate', 'withdrawn', 'accepted']);
    expect(await exportPublished(run.stores)).toEqual(before);
  });

  it('that is withdrawn after it was refused leaves nothing', async () => {
    const key = keyOf('20261120T151500Z');
    await drop(key, 'no csv\0');
    await run.stores.drops.remove(key);
    const receipt = await settled(key);
    expect([receipt.accepted, receipt.seen.map(({ state }) => state)]).toEqual([null, ['withdrawn', 'refused']]);
  });

  it.each(['connect/arrests/arrests_20261332T090000Z.csv', 'connect/arrests/../ZEBRA%2Fsecret_+\u202e.csv', 'ZEBRA.csv'])(
    'of the name %j changes nothing, and its name is not logged',
    async (key) => {
      const before = [await exportPublished(run.stores), (await allReceipts(run.stores)).length];
      output = '';
      await run.stores.drops.put(key, arrests(arrest('ZEBRA')));
      await run.cloud.clock.settle();
      expect([await exportPublished(run.stores), (await allReceipts(run.stores)).length]).toEqual(before);
      expect(output).toMatch(/"code":"BAD_KEY"/);
      expect(output).not.toMatch(/ZEBRA|20261332/);
    },
  );
});

describe('a Centurion file with a row without notice', () => {
  const columns = 'case_ref,employee_no,from_at,subject_notified_at,duty_effect,to_at,updated_at';
  const told = (ref: string) => `${ref},100010,2026-07-07T07:07:07Z,2026-07-07T06:06:06Z,SUSPENDED,,2026-07-08T08:08:08Z`;
  const untold = 'ZEBRA-2,987654,2026-08-08T09:09:09Z,,RESTRICTED,,2026-08-09T10:10:10Z';
  const key = 'centurion/duty-effects/duty-effects_20261121T093000Z.csv';

  it('is refused whole; what was told before stands, and nothing of it is kept, received or logged', async () => {
    const before = await exportPublished(run.stores);
    output = '';
    const receipt = await drop(key, `${[columns, told('ZEBRA-1'), untold, told('ZEBRA-3')].join('\n')}\n`);
    expect(receipt.accepted).toBeNull();
    expect(receipt.seen).toMatchObject([
      { state: 'refused', reason: { code: 'NOTICE_MISSING', line: 3, column: 'subject_notified_at' } },
    ]);
    expect(await exportPublished(run.stores)).toEqual(before);
    const contents = /ZEBRA|987654|2026-0[78]-0[789]T/;
    expect(JSON.stringify(receipt)).not.toMatch(contents);
    expect(output).toMatch(/"message":"drop read"/);
    expect(output).not.toMatch(contents);
    expect(JSON.stringify(await everythingInTheRegistry())).not.toMatch(contents);
    for (const name of await run.stores.facts.list('')) {
      expect(name).not.toMatch(contents);
      expect(await textOf(name), name).not.toMatch(contents);
    }
  });

  it('corrected, it counts: what was searched for above is found', async () => {
    const receipt = await drop(key, `${[columns, told('ZEBRA-1')].join('\n')}\n`);
    expect(receipt.seen.map(({ state }) => state)).toEqual(['accepted', 'refused']);
    const texts = await Promise.all((await run.stores.facts.list('facts/snapshot/duty-effects/')).map(textOf));
    expect(texts.filter((text) => text.includes('ZEBRA-1'))).toHaveLength(1);
  });

  async function textOf(name: string): Promise<string> {
    const bytes = Buffer.from(await run.stores.facts.get(name));
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  }

  async function everythingInTheRegistry(): Promise<unknown[]> {
    const { clients, names } = run.stores;
    const items: unknown[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const from = start === undefined ? {} : { ExclusiveStartKey: start };
      const page = await clients.dynamo.send(new ScanCommand({ TableName: names.RegistryTableName, ...from }));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    expect(items.length).toBeGreaterThan(20);
    return items;
  }
});
