import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { dutyDayOf, instantToLocal } from '../../lib/calendar.ts';
import { formatInstant } from '../../lib/dates.ts';
import { warningsOf } from '../../lib/ingest/checks.ts';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import { profileOf } from '../../lib/ingest/profile.ts';
import { type ReadOptions, readTable } from '../../lib/ingest/read.ts';
import { readDrop } from '../../lib/ingest/reading.ts';
import { CATALOGUE } from '../../lib/sources/catalogue.ts';
import { type MappedRow, type Mapping, mappingSchema, rowMapper } from '../../lib/sources/mapping.ts';
import { force } from '../lib/world.ts';
import { describeReal } from './data.ts';

const mapping = mappingSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'police-uk', 'stop-searches.json'), 'utf8')),
);
/** As if the file had the two columns that it lacks: only to see what becomes of the others. */
const withConstants = (search_id: string, officer_no: string): Mapping => ({
  ...mapping,
  columns: { ...mapping.columns, search_id: { constant: search_id }, officer_no: { constant: officer_no } },
});
const EXTRACT = '2018-10-01T09:00:00Z';
const DROP = parseDropKey('connect/stop-searches/stop-searches_20181001T090000Z.csv');
/** What a row says beside its time; no check looks at it here. */
const STOP = { search_id: 'X', officer_no: 'Y', role: 'LEAD', subject_kind: 'PERSON', object_code: null, outcome_code: null };
const PLAIN: ReadOptions = {
  gzipped: false,
  encoding: 'utf-8',
  delimiter: ',',
  preamble: 0,
  limits: { bytes: 10_000_000, ratio: 200 },
};

function rowsOf(bytes: Uint8Array): Record<string, string>[] {
  const table = readTable(bytes, PLAIN);
  const rows: Record<string, string>[] = [];
  table.forEach((fields) => {
    rows.push(Object.fromEntries(table.header.map((name, at) => [name, fields[at] as string])));
  });
  return rows;
}

/** London summer time holds for all of July 2018: one hour more than UTC. The calendar of the product has no part in it. */
const summer = (stamp: string, lessHours = 0) =>
  new Date(Date.parse(stamp) + (1 - lessHours) * 3_600_000).toISOString().slice(0, 10);

describeReal('data.police.uk: Metropolitan Police, July 2018', 6, (data) => {
  let stamps: string[];
  let mapped: MappedRow[];
  let instants: number[];
  beforeAll(() => {
    const bytes = readFileSync(join(data, 'uk-data-police', '2018-07-metropolitan-stop-and-search.csv.gz'));
    const table = readTable(bytes, { ...PLAIN, gzipped: true });
    const mapRow = rowMapper(CATALOGUE['stop-searches'], withConstants('X', 'Y')).bind(table.header, EXTRACT);
    stamps = [];
    mapped = [];
    table.forEach((fields, line) => {
      stamps.push(fields[table.header.indexOf('Date')] as string);
      mapped.push(mapRow(fields, line));
    });
    instants = mapped.map(({ cells }) => Date.parse(cells.searched_at as string));
  });

  it('has 9,588 rows, all with UTC stamps', () => {
    expect(stamps).toHaveLength(9588);
    expect(stamps.filter((stamp) => !/^2018-0[67]-\d\dT\d\d:\d\d:00\+00:00$/.test(stamp))).toEqual([]);
    expect(mapped.flatMap(({ issues, flags }) => [...issues, ...flags])).toEqual([]);
  });

  it('has its first row on 30 June in UTC and on 1 July in London', () => {
    expect(stamps[0]).toBe('2018-06-30T23:01:00+00:00');
    expect(mapped[0]?.cells.searched_at).toBe('2018-06-30T23:01:00Z');
    expect(instantToLocal(instants[0] as number)).toBe('2018-07-01T00:01:00');
  });

  it('has 488 rows whose date in London is another than in UTC: those of the hour from 23:00', () => {
    const changed = instants.filter((instant, at) => instantToLocal(instant).slice(0, 10) !== stamps[at]?.slice(0, 10));
    expect(changed).toHaveLength(488);
    expect(stamps.filter((stamp) => stamp.slice(11, 13) === '23')).toHaveLength(488);
  });

  it('gives every row the London date that plain arithmetic gives, 31 days and none of them in June', () => {
    const dates = instants.map((instant) => instantToLocal(instant).slice(0, 10));
    expect(dates).toEqual(stamps.map((stamp) => summer(stamp)));
    const days = [...new Set(dates)].sort();
    expect([days.length, days[0], days.at(-1)]).toEqual([31, '2018-07-01', '2018-07-31']);
    expect(dates.filter((date) => date === '2018-07-01')).toHaveLength(227);
  });

  it('warns of none of its 31 days as a file, and of every one of them had it lost AM and PM', () => {
    const files = [...Map.groupBy(instants, (instant) => instantToLocal(instant).slice(0, 10)).values()];
    const folded = (instant: number) => (Number(instantToLocal(instant).slice(11, 13)) > 12 ? instant - 12 * 3_600_000 : instant);
    const warned = (times: readonly number[]) => {
      const rows = times.map((time, l) => ({
        fact: { k: '', v: '', l, r: { ...STOP, searched_at: formatInstant(time) } },
        date: null,
      }));
      const counts = { inFile: rows.length, accepted: rows.length, quarantined: 0, outOfScope: 0, duplicate: 0 };
      return warningsOf(profileOf(DROP, rows, counts), [], { nullLimits: {} }).map(({ check }) => check);
    };
    expect(files.map(warned)).toEqual(files.map(() => []));
    expect(files.map((times) => warned(times.map(folded)))).toEqual(files.map(() => ['hourProfile']));
  });

  it('gives every row the duty day that plain arithmetic gives: seven hours less', () => {
    expect(instants.map((instant) => dutyDayOf(instant, '07:00'))).toEqual(stamps.map((stamp) => summer(stamp, 7)));
  });
});

describeReal('data.police.uk: West Midlands Police, 1 August 2018', 7, (data) => {
  let bytes: Buffer;
  let rows: Record<string, string>[];
  beforeAll(() => {
    bytes = readFileSync(join(data, 'uk-data-police', '2018-08-west-midlands-stop-and-search-first33.csv'));
    rows = rowsOf(bytes);
  });

  it('has 33 rows of 23 encounters by time and place; two rows are alike and are two people', () => {
    expect(rows).toHaveLength(33);
    expect(new Set(rows.map(({ Date: stamp, Latitude, Longitude }) => `${stamp} ${Latitude} ${Longitude}`)).size).toBe(23);
    const alike = [...Map.groupBy(rows, (row) => JSON.stringify(row)).values()].filter(({ length }) => length > 1);
    expect(alike.map(({ length }) => length)).toEqual([2]);
    expect(alike[0]?.[0]?.Date).toBe('2018-08-01T23:43:00+00:00');
  });

  it('lies in UTC wholly on 1 August; in London seven of its rows are of the 2nd', () => {
    const london = rows.map((row) => instantToLocal(Date.parse(row.Date as string)).slice(0, 10));
    expect(new Set(rows.map((row) => row.Date?.slice(0, 10)))).toEqual(new Set(['2018-08-01']));
    expect(london).toEqual(rows.map((row) => summer(row.Date as string)));
    expect(london.filter((date) => date === '2018-08-02')).toHaveLength(7);
  });

  it('is refused with the best mapping there can be, and told that it has neither a search nor an officer', () => {
    const { state, reason, accepted } = readDrop(bytes, DROP, mapping, force.policies);
    expect({ state, accepted, code: reason?.code, line: reason?.line }).toEqual({
      state: 'refused',
      accepted: [],
      code: 'MISSING_HEADER',
      line: 1,
    });
    expect(reason?.message).toBe('missing: search_id, officer_no');
  });

  it('is refused without a mapping as well', () => {
    const canonical = mappingSchema.parse({ system: 'connect', feed: 'stop-searches' });
    const { state, reason } = readDrop(bytes, DROP, canonical, force.policies);
    expect([state, reason?.code]).toEqual(['refused', 'MISSING_HEADER']);
    expect(reason?.message).toMatch(/search_id.*officer_no/);
  });

  it.each([
    ['blank', '', '', ['BLANK', 'BLANK']],
    ['one and the same', 'X', 'Y', ['CONFLICT']],
  ])('with %s numbers for all rows it is held: not one row counts', (_, search, officer, codes) => {
    const { state, counts, quarantined } = readDrop(bytes, DROP, withConstants(search, officer), force.policies);
    expect(state).toBe('held');
    expect(counts).toEqual({ inFile: 33, accepted: 0, quarantined: 33, outOfScope: 0, duplicate: 0 });
    for (const { issues } of quarantined) expect(issues.map(({ code }) => code)).toEqual(codes);
  });

  it('cannot take the time of the search for its number: that is no identifier', () => {
    const timed = withConstants('', 'Y');
    const columns: Mapping['columns'] = { ...timed.columns, search_id: { from: 'Date' } };
    const { state, quarantined } = readDrop(bytes, DROP, { ...timed, columns }, force.policies);
    expect(state).toBe('held');
    expect(new Set(quarantined.flatMap(({ issues }) => issues.map(({ column, code }) => `${column} ${code}`)))).toEqual(
      new Set(['search_id BAD_VALUE']),
    );
  });
});
