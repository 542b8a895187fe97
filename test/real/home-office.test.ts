import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import { readTable } from '../../lib/ingest/read.ts';
import { readDrop } from '../../lib/ingest/reading.ts';
import { CATALOGUE } from '../../lib/sources/catalogue.ts';
import { columnsOf } from '../../lib/sources/feed.ts';
import { canonicalMapping } from '../../lib/sources/mapping.ts';
import { OUTCOME_CODES } from '../../lib/vocabulary.ts';
import { force, policy } from '../lib/world.ts';
import { describeReal } from './data.ts';

function rowsOf(bytes: Uint8Array, gzipped: boolean): Record<string, string>[] {
  const limits = { bytes: 10_000_000, ratio: 200 };
  const table = readTable(bytes, { gzipped, encoding: 'utf-8', delimiter: ',', preamble: 0, limits });
  const rows: Record<string, string>[] = [];
  table.forEach((fields) => {
    rows.push(Object.fromEntries(table.header.map((name, at) => [name, fields[at] as string])));
  });
  return rows;
}

describeReal('Home Office outcomes, West Midlands 2024/25', 6, (data) => {
  const folder = join(data, 'uk-home-office');
  const totals = new Map<string, number>();
  let rows: Record<string, string>[];
  beforeAll(() => {
    rows = rowsOf(readFileSync(join(folder, 'outcomes-open-data-2024-25-west-midlands.csv.gz')), true);
    for (const { 'Outcome Type': code = '', n = '' } of rows) totals.set(code, (totals.get(code) ?? 0) + Number(n));
  });
  const sumOf = (wanted: (code: string) => boolean) =>
    [...totals].reduce((sum, [code, count]) => sum + (wanted(code) ? count : 0), 0);
  const isPositive = (code: string) => (policy.positiveOutcomes.paper as readonly string[]).includes(code);

  it('has 16,192 rows that stand for 308,491 crimes, each number a whole one', () => {
    expect(rows).toHaveLength(16_192);
    expect(rows.filter(({ n = '' }) => !/^\d+$/.test(n))).toEqual([]);
    expect(sumOf(() => true)).toBe(308_491);
  });

  it('has no code that we do not know', () => {
    expect([...totals.keys()].filter((code) => !(OUTCOME_CODES as readonly string[]).includes(code))).toEqual([]);
    expect(totals.size).toBe(22);
  });

  it('has 306,132 outcomes, and 2,359 crimes not yet assigned one', () => {
    const isOutcome = (code: string) => /^(?:[1-9]|1\d|2[0-2]|[123]A)$/.test(code);
    expect(sumOf(isOutcome)).toBe(306_132);
    expect(totals.get('0')).toBe(2359);
    expect([...OUTCOME_CODES].filter((code) => !isOutcome(code))).toEqual(['0']);
  });

  it('has 36,583 positive outcomes by the set of the paper', () => {
    expect(sumOf(isPositive)).toBe(36_583);
    expect(isPositive('0')).toBe(false);
  });

  it('agrees code by code with the counts that were made of the national file', () => {
    const national = rowsOf(readFileSync(join(folder, 'outcome-codes-2024-25.csv')), false);
    const said = national.map((row) => [row.outcome_type_code, Number(row.count_west_midlands_2024_25)]);
    expect(said.sort()).toEqual([...totals].sort());
  });

  it('names codes that the feed of outcomes takes, every one of them, and 19 and the A codes beside', () => {
    const names = columnsOf(CATALOGUE.outcomes).map(([name]) => name);
    const row = (code: string, n: number) =>
      ({
        crime_no: `C${n}`,
        outcome_seq: '1',
        outcome_code: code,
        outcome_date: '2025-03-01',
        recorded_status: 'CRIME',
        updated_at: '2025-03-02T00:00:00Z',
      }) as Record<string, string>;
    const codes = [...new Set([...totals.keys(), ...OUTCOME_CODES])].sort();
    const lines = codes.map((code, n) => names.map((name) => row(code, n)[name] ?? '').join(','));
    const drop = parseDropKey('connect/outcomes/outcomes_20250401T090000Z.csv');
    const body = Buffer.from(`${[names.join(','), ...lines].join('\n')}\n`);
    const { state, accepted } = readDrop(body, drop, canonicalMapping(CATALOGUE.outcomes), force.policies);
    expect(state).toBe('accepted');
    expect(accepted.map(({ fact }) => fact.r.outcome_code)).toEqual(codes);
    expect(codes).toHaveLength(26);
  });
});
