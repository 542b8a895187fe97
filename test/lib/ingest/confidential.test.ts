import { describe, expect, it } from 'vitest';
import { parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { readDrop } from '../../../lib/ingest/reading.ts';
import { CATALOGUE } from '../../../lib/sources/catalogue.ts';
import { canonicalMapping } from '../../../lib/sources/mapping.ts';
import { force } from '../world.ts';

const HEADER = 'case_ref,employee_no,from_at,subject_notified_at,duty_effect,to_at,updated_at';
const TOLD = 'ZEBRA-1,700001,2026-03-03T12:00:00Z,2026-03-03T10:00:00Z,SUSPENDED,,2026-03-04T00:00:00Z';
const UNTOLD = 'ZEBRA-2,700002,2026-04-04T12:00:00Z,,RESTRICTED,,2026-04-05T00:00:00Z';
const DROP = parseDropKey('centurion/duty-effects/duty-effects_20261120T090000Z.csv');
/** What no reading of such a file may repeat, wherever in it. */
const CONTENTS = /ZEBRA|70000\d|2026-0[3-5]|SUSPENDED|RESTRICTED/;

const read = (...lines: string[]) =>
  readDrop(Buffer.from(`${lines.join('\n')}\n`), DROP, canonicalMapping(CATALOGUE['duty-effects']), force.policies);

describe('a Centurion file', () => {
  it('of people who were all told is accepted', () => {
    expect(read(HEADER, TOLD)).toMatchObject({ state: 'accepted', counts: { accepted: 1 } });
  });

  it.each([
    ['first', [UNTOLD, TOLD], 2],
    ['last', [TOLD, UNTOLD], 3],
    ['alone', [UNTOLD], 2],
    ['with other faults', [TOLD, TOLD, UNTOLD.replace('RESTRICTED', 'ZEBRA-3')], 4],
  ])('with a row without notice, %s: it is refused whole, with the line and nothing of what it says', (_, rows, line) => {
    const reading = read(HEADER, ...rows);
    expect(reading).toMatchObject({ state: 'refused', accepted: [], quarantined: [], flags: {} });
    expect(reading.reason).toMatchObject({ code: 'NOTICE_MISSING', line, column: 'subject_notified_at' });
    expect(JSON.stringify(reading)).not.toMatch(CONTENTS);
  });

  it.each([
    ['an unknown effect', TOLD.replace('SUSPENDED', 'ZEBRA-4')],
    ['a time that is none', TOLD.replace('2026-03-03T12:00:00Z', 'ZEBRA-5')],
    ['a time that does not exist', TOLD.replace('2026-03-03T12:00:00Z', '2026-03-29T01:30:00')],
    ['a number that is none', TOLD.replace('700001', '=700001')],
  ])('with %s: the row is rejected and its values are forgotten', (_, row) => {
    const reading = read(HEADER, TOLD, row.replace('ZEBRA-1', 'ZEBRA-7'));
    expect(reading).toMatchObject({ state: 'accepted', counts: { accepted: 1, quarantined: 1 } });
    // What is allowed names the codes; it is no content of the file.
    const told = reading.quarantined.map(({ line, issues }) => [line, issues.map(({ allowed: _allowed, ...issue }) => issue)]);
    expect(JSON.stringify(told)).not.toMatch(CONTENTS);
  });

  it('with a row of another width is refused whole: nobody can tell whether it has its notice', () => {
    const reading = read(HEADER, TOLD, `${TOLD},ZEBRA-6`);
    expect(reading).toMatchObject({ state: 'refused', accepted: [], reason: { code: 'NOTICE_MISSING', line: 3 } });
    expect(JSON.stringify(reading)).not.toMatch(CONTENTS);
  });

  it('with two contents of one version: lines are told and no content', () => {
    const reading = read(HEADER, TOLD, TOLD.replace('SUSPENDED', 'RESTRICTED'));
    expect(reading).toMatchObject({ state: 'refused', reason: { code: 'NO_GOOD_ROW' } });
    expect(JSON.stringify(reading)).not.toMatch(CONTENTS);
  });

  it('that cannot be read as CSV is refused without a word of it', () => {
    const reading = read(HEADER, TOLD, TOLD.replace('ZEBRA-1', 'ZE"BRA'));
    expect(reading).toMatchObject({ state: 'refused', accepted: [], reason: { code: 'MISPLACED_QUOTE', line: 3 } });
    expect(JSON.stringify(reading)).not.toMatch(CONTENTS);
  });

  it('with a column of reasons is refused, and no reason is repeated', () => {
    const reading = read(`${HEADER},reason`, `${TOLD},ZEBRA-8`);
    expect(reading).toMatchObject({ state: 'refused', reason: { code: 'EXTRA_HEADER', message: 'not expected: 1 columns' } });
    expect(reading.reason?.value).toBeUndefined();
    expect(JSON.stringify(reading)).not.toMatch(/ZEBRA|70000\d/);
  });

  // lib/ingest/reading.ts quotes the header that it found: here that is the first row.
  it('without its header is refused, and its first row is not repeated as what was found', () => {
    const reading = read(TOLD, UNTOLD);
    expect(reading).toMatchObject({ state: 'refused', accepted: [] });
    expect(JSON.stringify(reading)).not.toMatch(CONTENTS);
  });

  it('without its header and with one value twice in its first row: the value is not repeated', () => {
    const reading = read('ZEBRA-9,ZEBRA-9,2026-03-03T12:00:00Z,,RESTRICTED,,2026-03-04T00:00:00Z', TOLD);
    expect(JSON.stringify(reading)).not.toMatch(CONTENTS);
  });
});
