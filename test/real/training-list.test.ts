import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import { type Reading, readDrop } from '../../lib/ingest/reading.ts';
import { mappingSchema } from '../../lib/sources/mapping.ts';
import { force } from '../lib/world.ts';
import { describeReal } from './data.ts';

const mapping = mappingSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'training-list', 'training.json'), 'utf8')),
);
const DROP = parseDropKey('fusion/training/training_20160819T120000Z.csv');

describeReal('A list of training from a spreadsheet, through a mapping', 9, (data) => {
  let bytes: Buffer;
  let lines: string[];
  let reading: Reading;
  beforeAll(() => {
    bytes = readFileSync(join(data, 'training', 'cit-40hr-training-a.csv'));
    lines = bytes.toString('utf8').trimEnd().split('\n');
    reading = readDrop(bytes, DROP, mapping, force.policies);
  });

  it('has four lines of a report, a header and 1,118 records', () => {
    expect(lines).toHaveLength(1123);
    expect(lines[0]).toContain('\u00a0');
    expect(lines[4]).toBe('LAST NAME,FIRST NAME,STAR/BADGE,DATE OF APPOINTMENT,GENDER,SESSION END DATE');
    expect(reading.counts.inFile).toBe(1118);
  });

  it('accounts for every record, each with the line it stands on', () => {
    const { state, counts, accepted } = reading;
    expect(state).toBe('accepted');
    expect(counts).toEqual({ inFile: 1118, accepted: 1118, quarantined: 0, outOfScope: 0, duplicate: 0 });
    for (const { fact } of accepted) expect(lines[fact.l - 1]?.split(',')[2]).toBe(fact.r.employee_no);
  });

  it('gives 66 days on which a week of training ended, and all of them are Fridays', () => {
    const dates = [...new Set(reading.accepted.map(({ fact }) => String(fact.r.achieved_on)))].sort();
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([66, '2004-10-29', '2012-07-13']);
    expect(dates.filter((date) => new Date(`${date}T12:00:00Z`).getUTCDay() !== 5)).toEqual([]);
  });

  it('keeps nothing of the columns that are not read', () => {
    const surnames = new Set(lines.slice(5).map((line) => line.split(',')[0] as string));
    const kept = JSON.stringify(reading.accepted);
    expect([...surnames].filter((name) => name.length > 4 && kept.includes(name))).toEqual([]);
  });

  it('is refused when the lines before the header are not declared', () => {
    const { state, reason } = readDrop(bytes, DROP, { ...mapping, preamble: 0 }, force.policies);
    expect([state, reason?.code, reason?.line]).toEqual(['refused', 'DUPLICATE_HEADER', 1]);
  });

  it.each([
    // 38,353 is 1 January 2005 and lies 64 days after it; 2004-12-31 less 63 days.
    [6, '18439', '38289.666666666664', '2004-10-29'],
    // 41,275 is 1 January 2013 and lies 172 days after it.
    [1121, '13059', '41103.708333333336', '2012-07-13'],
    [1122, '12849', '41103.708333333336', '2012-07-13'],
    [1123, '21467', '41103.708333333336', '2012-07-13'],
  ])('line %i: star %s ended on %s, which is %s', (line, star, serial, date) => {
    expect(lines[line - 1]?.split(',').at(-1)).toBe(serial);
    const fact = reading.accepted.find((row) => row.fact.l === line)?.fact;
    expect(fact?.r).toEqual({
      employee_no: star,
      course_code: 'CIT',
      achieved_on: date,
      expires_on: null,
      extended_to: null,
      result: 'PASS',
      replaces_course_code: null,
      updated_at: '2016-08-19T12:00:00Z',
    });
  });
});
