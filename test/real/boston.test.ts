import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReceipt, receiptKey } from '../../functions/registry.ts';
import { CATALOGUE, type FeedName } from '../../lib/sources/catalogue.ts';
import { columnsOf } from '../../lib/sources/feed.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { allPointers, readGeneration, summarise } from '../../local/summary.ts';
import { describeReal } from './data.ts';

const STAMP = '20191001T090000Z';
const KEY = `connect/stop-searches/stop-searches_${STAMP}.csv.gz`;
const UPDATED = '2018-12-01T00:00:00Z';

/** New York wall time to the duty day in London: +5 h or +4 h to UTC, +0 h or +1 h to London, less the 7 h at which a duty day starts. */
const INDEPENDENT = `
  with stamps as (
    select fc_num, contact_officer as officer, strptime(contact_date, '%Y-%m-%d %H:%M:%S.0') as ny from read_csv($1, all_varchar = true, header = true)
  ), utc as (
    select *, ny + case when ny >= timestamp '2019-03-10 02:00:00' then interval 4 hour else interval 5 hour end as utc from stamps
  )
  select officer, strftime(utc + case when utc >= timestamp '2019-03-31 01:00:00' then interval 1 hour else interval 0 hour end - interval 7 hour, '%Y-%m-%d') as day, count(distinct fc_num)::int as searches
  from utc group by all order by all`;

describeReal('Boston field contacts through a mapping', 4, (folder) => {
  const file = join(folder, 'boston-stop-search', 'fio-rms-2019-01-to-09.csv.gz');
  let cloud: Cloud;
  let stores: Stores;

  async function query(sql: string): Promise<unknown[][]> {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    return (await connection.runAndReadAll(sql, [file])).getRows() as unknown[][];
  }

  beforeAll(async () => {
    const assembly = await localAssembly(join(import.meta.dirname, 'boston'), 'boston');
    cloud = await startCloud({ assembly, data: null, startAt: Date.parse('2019-10-01T10:00:00Z') });
    stores = storesOf(cloud);
    const pairs = await query(
      'select contact_officer, min(supervisor) from read_csv($1, all_varchar = true, header = true) group by all order by all',
    );
    const hold = cloud.clock.busy();
    for (const [feed, rows] of Object.entries(snapshots(pairs as [string, string][])))
      await stores.drops.put(`fusion/${feed}/${feed}_${STAMP}.csv`, csv(feed as FeedName, rows));
    await stores.drops.put(KEY, readFileSync(file));
    hold();
    await cloud.clock.settle();
  }, 600_000);
  afterAll(() => cloud?.stop());

  it('accounts for every record: 6,628 of them on 27,369 lines', async () => {
    const item = await stores.registry.get(receiptKey('stop-searches', `stop-searches_${STAMP}.csv.gz`));
    expect(readReceipt(item ?? {}).seen[0]).toMatchObject({
      state: 'accepted',
      counts: { inFile: 6628, accepted: 6628, quarantined: 0, outOfScope: 0, duplicate: 0 },
    });
  });

  it('gives each officer and day the searches that an independent count gives', async () => {
    const published: unknown[][] = [];
    for (const { date, generation, status } of await allPointers(stores)) {
      expect(status).toBe('final');
      for (const { availability, productivity } of (await readGeneration(stores, date, generation ?? '')).people) {
        const value = productivity?.stopSearches.value ?? 0;
        if (value > 0) published.push([availability.person, date, value]);
      }
    }
    const order = (rows: unknown[][]) => rows.map((row) => row.join(' ')).sort();
    const expected = await query(INDEPENDENT);
    expect(order(published)).toEqual(order(expected));
    expect(published.reduce((sum, [, , value]) => sum + Number(value), 0)).toBe(6628);
  });

  it('gives each supervisor the searches of the officers below', async () => {
    const totals = new Map<string, number>();
    for (const { date, generation } of await allPointers(stores)) {
      for (const { code, type, figures } of (await readGeneration(stores, date, generation ?? '')).units)
        if (type !== 'FORCE') totals.set(code, (totals.get(code) ?? 0) + (figures.stopSearches.value ?? 0));
    }
    const expected = await query(
      'with own as (select contact_officer as o, min(supervisor) as s from read_csv($1, all_varchar = true, header = true) group by all) select s, count(*)::int from read_csv($1, all_varchar = true, header = true) join own on o = contact_officer group by all',
    );
    const counted = [...totals].filter(([, count]) => count > 0).sort();
    expect(counted).toEqual(expected.map(([team, count]) => [`T${team}`, count]).sort());
  });

  it('closes every control total', async () => {
    expect((await summarise(stores, 5)).controlTotalsClose).toBe(true);
  });
});

function csv(feed: FeedName, rows: readonly (readonly string[])[]): string {
  return [columnsOf(CATALOGUE[feed]).map(([name]) => name), ...rows].map((row) => row.join(',')).join('\n');
}

/** People, teams and posts from the ids in the file alone: one team a supervisor, who holds the post above. */
function snapshots(pairs: readonly (readonly [officer: string, supervisor: string])[]): Partial<Record<FeedName, string[][]>> {
  const teams = new Map(pairs);
  const supervisors = [...new Set(teams.values())].sort();
  const people = [...new Set([...teams.keys(), ...supervisors])].sort();
  const person = (id: string) => [
    id,
    'OFFICER',
    supervisors.includes(id) ? 'PS' : 'PC',
    '',
    '',
    '',
    '',
    `Officer ${id}`,
    'X',
    '2010-01-01',
    '2010-01-01',
    '',
    '1',
    '40',
    UPDATED,
  ];
  const post = (id: string, team: string, above: string) => [
    id,
    '2010-01-01',
    team,
    above,
    'RESPONSE',
    '',
    '1',
    'ACTIVE',
    '',
    UPDATED,
  ];
  return {
    units: [
      ['FORCE', '2010-01-01', 'FORCE', '', 'Force', '', '', UPDATED],
      ...supervisors.map((id) => [`T${id}`, '2010-01-01', 'TEAM', 'FORCE', `Team of ${id}`, '', '', UPDATED]),
    ],
    positions: [
      ...supervisors.map((id) => post(`S-${id}`, `T${id}`, '')),
      ...people.map((id) => post(`P-${id}`, `T${teams.get(id) ?? id}`, `S-${teams.get(id) ?? id}`)),
    ],
    people: people.map(person),
    assignments: people.map((id) => [
      `A-${id}`,
      '2010-01-01',
      id,
      `T${teams.get(id) ?? id}`,
      `P-${id}`,
      'SUBSTANTIVE',
      'Y',
      '1',
      '',
      '',
      UPDATED,
    ]),
  };
}
