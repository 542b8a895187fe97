import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import { type Reading, readDrop } from '../../lib/ingest/reading.ts';
import { CATALOGUE, type FeedName } from '../../lib/sources/catalogue.ts';
import { columnsOf } from '../../lib/sources/feed.ts';
import { mappingOf } from '../../lib/sources/force.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { allPointers, allReceipts, readGeneration, summarise } from '../../local/summary.ts';
import { readForceFolder } from '../../scripts/bundle.ts';
import { describeReal } from './data.ts';

const FORCE = join(import.meta.dirname, 'fire-brigade');
const STAMP = '20090101T100000Z';
const KEY = `control-works/attendances/attendances_${STAMP}.csv`;
const force = readForceFolder(FORCE);

/** `01/01/2009 00:02:27`, London in winter, as UTC. */
const winter = (text = '') =>
  text === '' ? null : `${text.slice(6, 10)}-${text.slice(3, 5)}-${text.slice(0, 2)}T${text.slice(11)}Z`;

/** One officer who is on no fire engine: a day is of people, and this file names none. */
const SNAPSHOTS: Partial<Record<FeedName, Record<string, string>[]>> = {
  units: [{ unit_code: 'FORCE', effective_from: '2005-01-01', unit_type: 'FORCE', name: 'Force' }],
  positions: [],
  people: [{ employee_no: '100001', person_type: 'OFFICER', rank_code: 'PC', surname: 'Officer', given_name: 'One', fte: '1' }],
  assignments: [],
};
SNAPSHOTS.units?.push({ unit_code: 'T1', effective_from: '2005-01-01', unit_type: 'TEAM', parent_code: 'FORCE', name: 'One' });
SNAPSHOTS.positions?.push({
  position_id: 'P1',
  effective_from: '2005-01-01',
  team_code: 'T1',
  role_code: 'RESPONSE',
  established_fte: '1',
  status: 'ACTIVE',
});
SNAPSHOTS.assignments?.push({
  assignment_id: 'A1',
  effective_from: '2005-01-01',
  employee_no: '100001',
  team_code: 'T1',
  position_id: 'P1',
  kind: 'SUBSTANTIVE',
  primary_flag: 'Y',
  fte_split: '1',
});

function csv(feed: FeedName, rows: readonly Record<string, string>[]): string {
  const names = columnsOf(CATALOGUE[feed]).map(([name]) => name);
  const lines = rows.map((row) => names.map((name) => ({ updated_at: '2008-12-01T00:00:00Z', ...row })[name] ?? '').join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

describeReal('London Fire Brigade mobilisations as attendances with a callsign only', 7, (data) => {
  let bytes: Buffer;
  let rows: Record<string, string>[];
  let reading: Reading;
  let cloud: Cloud | undefined;
  let stores: Stores;

  beforeAll(async () => {
    bytes = readFileSync(join(data, 'cad-response-times', 'lfb-mobilisation-data.csv'));
    // No quote stands in this file: its commas are its fields.
    const [header = '', ...lines] = bytes.toString('utf8').trimEnd().split('\n');
    const names = header.split(',');
    rows = lines.map((line) => Object.fromEntries(line.split(',').map((field, at) => [names[at] as string, field])));
    reading = readDrop(bytes, parseDropKey(KEY), mappingOf(force, 'attendances'), force.policies);

    const assembly = await localAssembly(FORCE, 'fire-brigade');
    cloud = await startCloud({ assembly, data: null, startAt: Date.parse('2009-01-01T11:00:00Z') });
    stores = storesOf(cloud);
    const hold = cloud.clock.busy();
    for (const [feed, some] of Object.entries(SNAPSHOTS))
      await stores.drops.put(`fusion/${feed}/${feed}_${STAMP}.csv`, csv(feed as FeedName, some));
    await stores.drops.put(KEY, bytes);
    hold();
    await cloud.clock.settle();
  });
  afterAll(() => cloud?.stop());

  it('accounts for every record', () => {
    expect(rows).toHaveLength(20);
    expect(reading.state).toBe('accepted');
    expect(reading.counts).toEqual({ inFile: 20, accepted: 20, quarantined: 0, outOfScope: 0, duplicate: 0 });
  });

  it('has the callsign in the natural key, where no number is', () => {
    const wanted = rows.map((row) => JSON.stringify([row.IncidentNumber, row.Resource_Code, winter(row.DateAndTimeMobilised)]));
    expect(reading.accepted.map(({ fact }) => fact.k)).toEqual(wanted);
    expect(new Set(wanted).size).toBe(20);
  });

  it('reads every time to the second; a blank one stays unknown', () => {
    expect(reading.accepted.map(({ fact }) => [fact.r.enroute_at, fact.r.arrived_at, fact.r.cleared_at])).toEqual(
      rows.map((row) => [row.DateAndTimeMobile, row.DateAndTimeArrived, row.DateAndTimeLeft].map(winter)),
    );
    // The file's own seconds from mobilisation to arrival.
    const seconds = reading.accepted.map(
      ({ fact }) => (Date.parse(String(fact.r.arrived_at)) - Date.parse(String(fact.r.despatched_at))) / 1000,
    );
    expect(seconds).toEqual(rows.map((row) => Number(row.AttendanceTimeSeconds)));
  });

  it('gives the first hour of the year to the duty day before it', () => {
    expect(new Set(reading.accepted.map(({ date }) => date))).toEqual(new Set(['2008-12-31']));
    expect(reading.flags).toEqual({});
  });

  it('has a receipt that says the same', async () => {
    const receipts = await allReceipts(stores);
    const receipt = receipts.find(({ feed }) => feed === 'attendances');
    expect(receipt?.seen).toMatchObject([{ state: 'accepted', counts: reading.counts }]);
    expect(receipts.every(({ seen }) => seen[0]?.state === 'accepted')).toBe(true);
    expect(receipts).toHaveLength(5);
  });

  it('resolves to nobody: all twenty are listed as unresolved, each with its callsign', async () => {
    const [pointer, ...others] = await allPointers(stores);
    expect(others).toEqual([]);
    expect(pointer).toMatchObject({ date: '2008-12-31', status: 'final' });
    expect(pointer?.totals.find(({ feed }) => feed === 'attendances')).toMatchObject({ rows: 20, credited: 0, unresolved: 20 });
    const generation = await readGeneration(stores, '2008-12-31', pointer?.generation ?? '');
    expect(generation.unresolved.map(({ key }) => key).sort()).toEqual(reading.accepted.map(({ fact }) => fact.k).sort());
    for (const { key } of generation.unresolved) expect(rows.map((row) => row.Resource_Code)).toContain(JSON.parse(key)[1]);
  });

  it('adds to no figure of anybody, and every total closes', async () => {
    const [pointer] = await allPointers(stores);
    const { people } = await readGeneration(stores, '2008-12-31', pointer?.generation ?? '');
    expect(people).toHaveLength(1);
    for (const { productivity } of people) expect(productivity?.incidentsAttended.value ?? 0).toBe(0);
    expect((await summarise(stores, 5)).controlTotalsClose).toBe(true);
  });
});
