import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../lib/calendar.ts';
import { formatInstant } from '../../../lib/dates.ts';
import { formatDropKey, parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { readDrop } from '../../../lib/ingest/reading.ts';
import { CATALOGUE, EVENT_FEEDS, type EventName, eventFeedOf, type FeedName } from '../../../lib/sources/catalogue.ts';
import { columnsOf } from '../../../lib/sources/feed.ts';
import { canonicalMapping, type Mapping, mappingSchema } from '../../../lib/sources/mapping.ts';
import { force } from '../world.ts';

type Cells = Readonly<Record<string, string>>;
const AT = Date.parse('2026-11-20T09:00:00Z');
const UPDATED = '2026-11-19T13:00:00Z';

const EVENTS: Readonly<Record<EventName, Cells>> = {
  duties: { employee_no: '100001', segment_no: '1', duty_code: 'EARLY', break_mins: '0', status: 'C' },
  incidents: { incident_no: 'I1', origin_code: 'PUBLIC' },
  attendances: { incident_no: 'I1', employee_no: '100001' },
  statuses: { employee_no: '100001', status_code: 'PATROL' },
  arrests: { arrest_id: 'A1', officer_no: '100001', role: 'ARRESTING' },
  'stop-searches': { search_id: 'S1', officer_no: '100001', role: 'LEAD', subject_kind: 'PERSON', power_code: 'PACE 1' },
  'force-reports': { report_id: 'R1', officer_no: '100001' },
  'intelligence-reports': { report_id: 'R1', submitter_no: '100001', state: 'SUBMITTED' },
  outcomes: { crime_no: 'C1', outcome_seq: '1', recorded_status: 'CRIME' },
};
const PERSON: Cells = { employee_no: '100001', person_type: 'OFFICER', surname: 'Ashford', given_name: 'Jo', fte: '1' };

const namesOf = (feed: FeedName) => columnsOf(CATALOGUE[feed]).map(([name]) => name);
const quoted = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

function read(feed: FeedName, rows: readonly Cells[], mapping: Mapping = canonicalMapping(CATALOGUE[feed])) {
  const names = namesOf(feed);
  const lines = rows.map((row) => names.map((name) => quoted({ updated_at: UPDATED, ...row }[name] ?? '')).join(','));
  const drop = parseDropKey(formatDropKey(CATALOGUE[feed].system, feed, AT));
  return readDrop(Buffer.from(`${[names.join(','), ...lines].join('\n')}\n`), drop, mapping, force.policies);
}

/** The row with the column that gives the duty date set to so many days from the extract, and seconds more. */
function dated(feed: EventName, days: number, seconds = 0): Cells {
  const { datedBy } = eventFeedOf(feed);
  const instant = formatInstant(AT + days * 24 * HOUR + seconds * 1000);
  return { ...EVENTS[feed], ...('date' in datedBy ? { [datedBy.date]: instant.slice(0, 10) } : { [datedBy.instant]: instant }) };
}

function issuesOf(feed: FeedName, row: Cells): string[] {
  return read(feed, [row]).quarantined.flatMap(({ issues }) => issues.map(({ column, code }) => `${column} ${code}`));
}

describe('the time of an event', () => {
  it('is looked at in nine feeds', () => {
    expect([...EVENT_FEEDS].sort()).toEqual(Object.keys(EVENTS).sort());
    expect(EVENT_FEEDS).toHaveLength(9);
  });

  it.each(EVENT_FEEDS)('%s: more than 3,660 days before or 400 days after the extract it is quarantined', (feed) => {
    const { datedBy } = eventFeedOf(feed);
    const column = 'date' in datedBy ? datedBy.date : datedBy.instant;
    // A date is no instant: a day of margin on both sides leaves open at which hour it is taken.
    const margin = 'date' in datedBy ? [1, 2, 0] : [0, 0, 1];
    const [within = 0, beyond = 0, second = 0] = margin;
    expect(issuesOf(feed, dated(feed, -3660 + within))).toEqual([]);
    expect(issuesOf(feed, dated(feed, 400 - within))).toEqual([]);
    expect(issuesOf(feed, dated(feed, -3660 - beyond, -second))).toEqual([`${column} OUT_OF_RANGE`]);
    expect(issuesOf(feed, dated(feed, 400 + beyond, second))).toEqual([`${column} OUT_OF_RANGE`]);
  });

  it.each(EVENT_FEEDS)('%s: more than 400 days old it is accepted and flagged', (feed) => {
    const flags = (days: number) => Object.keys(read(feed, [dated(feed, days)]).flags);
    expect(flags(-398)).toEqual([]);
    expect(flags(-402)).toEqual([expect.stringMatching(/^OLD:/)]);
    expect(read(feed, [dated(feed, -402)])).toMatchObject({ state: 'accepted', counts: { accepted: 1 } });
  });

  it('is bounded in that column alone: another instant of the row and dates of snapshots may lie far away', () => {
    expect(issuesOf('arrests', { ...dated('arrests', -1), updated_at: '1999-01-01T00:00:00Z' })).toEqual([]);
    expect(issuesOf('attendances', { ...dated('attendances', -1), cleared_at: '2036-01-01T00:00:00Z' })).toEqual([]);
    expect(issuesOf('people', { ...PERSON, service_start: '1984-02-29', leave_date: '2061-01-01' })).toEqual([]);
  });

  it.each([
    '2026-11-19T12:00:00 ',
    ' 2026-11-19T12:00:00',
    '2026-11-19T12:00:00\u00a0',
    '2026-11-19',
    '2026-11-19T24:00:00',
    '2026-11-19T12:00:60Z',
    '2026-11-19T12:60',
    '2026-11-19T12:00:00+24:00',
    '2026-11-19t12:00:00z',
    '2026-02-29T12:00:00',
    '2026-11-31T12:00:00',
    '2026-1-9T12:00:00',
    '19/11/2026 12:00',
    '20261119T120000Z',
    '1763553600',
    '٢٠٢٦-١١-١٩T12:00:00',
    '2026-11-19T12:00:00\u200f',
    'null',
  ])('%j is none', (text) => {
    const [rejected] = read('arrests', [{ ...EVENTS.arrests, arrested_at: text }]).quarantined;
    expect(rejected?.issues).toEqual([
      expect.objectContaining({ line: 2, column: 'arrested_at', code: 'NOT_A_TIME', value: text }),
    ]);
    expect(rejected?.issues[0]?.allowed).toContain('2026-11-22T07:00:00');
  });

  it('that does not exist is quarantined in the zone of the file; in another zone it does', () => {
    const newYork = mappingSchema.parse({ system: 'connect', feed: 'arrests', zone: 'America/New_York' });
    const issues = (text: string, mapping?: Mapping) =>
      read('arrests', [{ ...EVENTS.arrests, arrested_at: text }], mapping).quarantined.flatMap((one) =>
        one.issues.map(({ code }) => code),
      );
    expect(issues('2026-03-29T01:00:00')).toEqual(['NONEXISTENT_LOCAL_TIME']);
    expect(issues('2026-03-29T01:59:59')).toEqual(['NONEXISTENT_LOCAL_TIME']);
    expect(issues('2026-03-29T00:59:59')).toEqual([]);
    expect(issues('2026-03-29T02:00:00')).toEqual([]);
    expect(issues('2026-03-29T01:30:00', newYork)).toEqual([]);
    expect(issues('2026-03-08T02:30:00', newYork)).toEqual(['NONEXISTENT_LOCAL_TIME']);
  });

  it('that happens twice is taken as the first and flagged, once for each column that has one', () => {
    const { accepted, flags } = read('attendances', [
      {
        ...EVENTS.attendances,
        despatched_at: '2026-10-25T01:00:00',
        arrived_at: '2026-10-25T01:59:59',
        cleared_at: '2026-10-25T02:00:00',
      },
    ]);
    expect(accepted[0]?.fact.r).toMatchObject({
      despatched_at: '2026-10-25T00:00:00Z',
      arrived_at: '2026-10-25T00:59:59Z',
      cleared_at: '2026-10-25T02:00:00Z',
    });
    expect(flags).toEqual({ 'AMBIGUOUS_LOCAL_TIME:despatched_at': 1, 'AMBIGUOUS_LOCAL_TIME:arrived_at': 1 });
  });
});

describe('a value', () => {
  it.each(['1e0', '0x1', '.5', '0,5', '1.', '1.00000', '+1', '-0', 'NaN', 'Infinity', '１', '١', ' 1', '1 ', '1.1', '1_0'])(
    '%j is no share of full time',
    (text) => {
      expect(issuesOf('people', { ...PERSON, fte: text })).toEqual(['fte NOT_A_NUMBER']);
    },
  );

  it.each([
    ['arrests', 'role', 'arresting', 'UNKNOWN_CODE'],
    ['arrests', 'role', 'ARRESTING ', 'UNKNOWN_CODE'],
    ['arrests', 'role', '__proto__', 'UNKNOWN_CODE'],
    ['arrests', 'role', '', 'BLANK'],
    ['arrests', 'officer_no', '1\u200f00001', 'BAD_VALUE'],
    ['arrests', 'officer_no', '\u00a0100001', 'BAD_VALUE'],
    ['arrests', 'officer_no', '10\t0001', 'BAD_VALUE'],
    ['arrests', 'officer_no', 'x'.repeat(65), 'BAD_VALUE'],
    ['arrests', 'arrest_id', '__proto__', 'BAD_VALUE'],
    ['arrests', 'offence_group', 'bell\u0007', 'BAD_VALUE'],
    ['arrests', 'offence_group', 'two\nlines', 'BAD_VALUE'],
    ['arrests', 'offence_group', 'x'.repeat(201), 'BAD_VALUE'],
    ['stop-searches', 'linked_flag', 'true', 'UNKNOWN_CODE'],
    ['stop-searches', 'linked_flag', 'y', 'UNKNOWN_CODE'],
    ['statuses', 'status_code', 'constructor', 'UNKNOWN_CODE'],
    ['statuses', 'status_code', 'LUNCH', 'UNKNOWN_CODE'],
    ['outcomes', 'outcome_code', '1a', 'UNKNOWN_CODE'],
    ['outcomes', 'outcome_code', '01', 'UNKNOWN_CODE'],
    ['outcomes', 'outcome_date', '2026-02-30', 'NOT_A_DATE'],
  ] as const)('in %s, the column %s with %j is quarantined: %s', (feed, column, value, code) => {
    expect(issuesOf(feed, { ...dated(feed, -1), [column]: value })).toEqual([`${column} ${code}`]);
  });

  it('that a map of codes does not list is not taken from what every object has', () => {
    const mapping = mappingSchema.parse({ system: 'connect', feed: 'arrests', codes: { role: { A: 'ARRESTING' } } });
    for (const role of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(read('arrests', [{ ...dated('arrests', -1), role }], mapping).quarantined[0]?.issues[0]?.code).toBe('UNKNOWN_CODE');
  });
});

describe('the issues of a row', () => {
  it('name line, column, value and what was allowed', () => {
    const { quarantined } = read('arrests', [dated('arrests', -1), { ...dated('arrests', -1), role: 'NOBODY', officer_no: ' ' }]);
    expect(quarantined).toHaveLength(1);
    for (const { line, column, allowed, message } of quarantined[0]?.issues ?? [])
      expect([line, typeof column, (allowed ?? '').length > 0, message.length > 0]).toEqual([3, 'string', true, true]);
    expect(quarantined[0]?.issues.find(({ column }) => column === 'role')?.allowed).toBe('ARRESTING ASSIST');
  });

  // lib/ingest/reading.ts looks at the time, the codes of the policy and the sense of a row only when every column is well formed.
  it('are told at once: an unknown code and a time out of bounds', () => {
    expect(issuesOf('arrests', { ...dated('arrests', -4000), role: 'NOBODY' }).sort()).toEqual([
      'arrested_at OUT_OF_RANGE',
      'role UNKNOWN_CODE',
    ]);
  });
  it('are told at once: a blank number and a status that the policy does not know', () => {
    expect(issuesOf('statuses', { ...dated('statuses', -1), employee_no: '', status_code: 'LUNCH' }).sort()).toEqual([
      'employee_no BLANK',
      'status_code UNKNOWN_CODE',
    ]);
  });

  it('are told for every row of a file, held or not', () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({ ...dated('arrests', -1), arrest_id: `A${n}`, role: 'NOBODY' }));
    const { state, quarantined } = read('arrests', rows);
    expect([state, quarantined.map(({ line }) => line)]).toEqual(['held', rows.map((_, n) => n + 2)]);
  });

  it('say how many fields there are, too few or too many', () => {
    const drop = parseDropKey(formatDropKey('connect', 'arrests', AT));
    const [header, good] = [namesOf('arrests').join(','), 'A1,100001,ASSIST,2026-11-19T12:00:00Z,,,2026-11-19T13:00:00Z,'];
    const body = [header, good, 'A2,100001', `${good},`, '', ''].join('\n');
    const { state, quarantined } = readDrop(Buffer.from(body), drop, canonicalMapping(CATALOGUE.arrests), force.policies);
    expect(state).toBe('accepted');
    expect(quarantined.map(({ line, issues }) => [line, issues[0]?.code, issues[0]?.value, issues[0]?.allowed])).toEqual([
      [3, 'FIELD_COUNT', '2', '8 fields, as in the header'],
      [4, 'FIELD_COUNT', '9', '8 fields, as in the header'],
      [5, 'FIELD_COUNT', '1', '8 fields, as in the header'],
    ]);
  });
});

describe('rows in any order', () => {
  it('say the same', () => {
    const rows = Array.from({ length: 50 }, (_, n) => ({ ...dated('arrests', -(n % 7) - 1), arrest_id: `A${n}` }));
    const said = (some: readonly Cells[]) =>
      read('arrests', some)
        .accepted.map(({ fact, date }) => JSON.stringify([fact.k, fact.v, fact.r, date]))
        .sort();
    expect(said(rows.toReversed())).toEqual(said(rows));
  });
});
