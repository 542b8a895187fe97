import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { rowJudge } from '../../../lib/ingest/judge.ts';
import { CATALOGUE } from '../../../lib/sources/catalogue.ts';
import { id, instant, optional } from '../../../lib/sources/columns.ts';
import { eventFeed } from '../../../lib/sources/feed.ts';
import { policy } from '../world.ts';
import { fileOf, ROWS, read } from './files.ts';

const BLANK = { code: 'BLANK', message: 'this column must not be blank' };
const UNKNOWN = { code: 'UNKNOWN_CODE', message: 'this code is not known' };
const NO_NUMBER = { code: 'NOT_A_NUMBER', message: 'this is no number in range' };
const BAD = { code: 'BAD_VALUE', message: 'this value is not allowed here' };
const NO_TIME = { code: 'NOT_A_TIME', message: 'this is no date and time' };
const NO_DATE = { code: 'NOT_A_DATE', message: 'this is no calendar date' };
const FAR = { code: 'OUT_OF_RANGE', message: 'too far from the time of the extract' };

const ID_FORM = '1 to 64 letters, digits or . _ / @ + -';
const TEXT_FORM = '1 to 200 characters, no control characters, or blank';
const TIME_FORM = '2026-11-22T07:00:00, with or without an offset';
const STATUSES = 'PATROL ENROUTE ATSCENE STATION CUSTODY REFS COURT';
const BOUNDS = '3660 days before to 400 days after the extract';

const issuesOf = (feed: keyof typeof ROWS, over: Readonly<Record<string, string>>) =>
  read(fileOf(feed, { ...ROWS[feed], ...over }), { feed }).quarantined[0]?.issues ?? [];

describe('a fault of a row', () => {
  it.each([
    ['a blank', 'arrests', 'officer_no', '', BLANK, ID_FORM],
    ['an unknown code', 'arrests', 'role', 'NOBODY', UNKNOWN, 'ARRESTING ASSIST'],
    ['an unknown flag', 'stop-searches', 'linked_flag', 'yes', UNKNOWN, 'Y or N, or blank'],
    ['no number', 'outcomes', 'outcome_seq', '1e3', NO_NUMBER, 'a whole number from 0 to 9999'],
    ['a number out of range', 'outcomes', 'outcome_seq', '10000', NO_NUMBER, 'a whole number from 0 to 9999'],
    ['a space before a number of a person', 'arrests', 'officer_no', ' 1', BAD, ID_FORM],
    ['no time', 'arrests', 'arrested_at', 'yesterday', NO_TIME, TIME_FORM],
    ['no date', 'outcomes', 'outcome_date', '2026-02-30', NO_DATE, 'YYYY-MM-DD'],
    ['a blank time', 'arrests', 'arrested_at', '', BLANK, `a date and time such as ${TIME_FORM}`],
    ['a status that the policy does not know', 'statuses', 'status_code', 'LUNCH', UNKNOWN, STATUSES],
    ['a status that is no code', 'statuses', 'status_code', '_PATROL', BAD, ID_FORM],
    ['a blank status', 'statuses', 'status_code', '', BLANK, ID_FORM],
    ['a time long before the extract', 'arrests', 'arrested_at', '2016-11-12T08:59:59Z', FAR, BOUNDS],
    ['a time long after the extract', 'arrests', 'arrested_at', '2027-12-25T09:00:01Z', FAR, BOUNDS],
    ['a date long after the extract', 'outcomes', 'outcome_date', '2027-12-25', FAR, BOUNDS],
  ] as const)('is %s: it is told once, with where, what and what is allowed', (_, feed, column, value, fault, allowed) => {
    expect(issuesOf(feed, { [column]: value })).toStrictEqual([{ line: 2, column, ...fault, value, allowed }]);
  });

  it.each([
    ['a text', 'arrests', 'offence_group', BAD, TEXT_FORM],
    ['a time', 'arrests', 'arrested_at', NO_TIME, TIME_FORM],
    ['a date', 'outcomes', 'outcome_date', NO_DATE, 'YYYY-MM-DD'],
  ] as const)('in %s that is too long repeats 200 characters of it', (_, feed, column, fault, allowed) => {
    const told = { line: 2, column, ...fault, value: 'x'.repeat(200), allowed };
    expect(issuesOf(feed, { [column]: 'x'.repeat(201) })).toStrictEqual([told]);
  });

  // The offset leads out of the years of four digits: what the column says is not judged a second time.
  it('is a time before the year 0: it is told once, as read', () => {
    expect(issuesOf('arrests', { arrested_at: '0000-01-01T00:00:00+01:00' })).toMatchObject([
      { column: 'arrested_at', ...BAD, value: '-000001-12-31T23:00Z' },
    ]);
  });

  it.each(['2016-11-12T09:00:00Z', '2027-12-25T09:00:00Z'])('is not %s: it is just within the bounds', (arrested_at) => {
    expect(issuesOf('arrests', { arrested_at })).toEqual([]);
  });

  it('may be one of the row as a whole: it has the line of the row', () => {
    expect(issuesOf('statuses', { to_at: '2026-11-19T11:00:00Z' })).toStrictEqual([
      {
        line: 2,
        code: 'DATES_REVERSED',
        column: 'to_at',
        message: 'the status ends before it starts',
        value: '2026-11-19T11:00:00Z',
        allowed: '2026-11-19T12:00:00Z or later',
      },
    ]);
  });
});

describe('a column', () => {
  const extractTime = '2026-11-20T09:00:00Z';

  it('that a row does not have is blank', () => {
    const { role: _role, ...cells } = { ...ROWS.arrests, custody_no: '', offence_group: '', deleted_at: '' };
    expect(rowJudge(CATALOGUE.arrests, extractTime, policy, [])(cells, [], [], 7)).toStrictEqual([
      { line: 7, column: 'role', ...BLANK, value: '', allowed: 'ARRESTING ASSIST' },
    ]);
  });

  it('of codes of the policy may be blank where the feed says so', () => {
    const feed = eventFeed({
      system: 'control-works',
      name: 'statuses',
      title: 'Statuses that may be blank',
      key: ['unit_no'],
      datedBy: { instant: 'from_at' },
      dateInKey: false,
      reach: 1,
      row: () => z.object({ unit_no: id, from_at: instant, status_code: optional(id), updated_at: instant }),
      policyCodes: { status_code: 'statusClasses' },
    });
    const cells = { unit_no: 'U1', from_at: extractTime, status_code: '', updated_at: extractTime };
    expect(rowJudge(feed, extractTime, policy, [])(cells, [], [], 2)).toMatchObject({ fact: { r: { status_code: null } } });
  });
});
