import { describe, expect, it } from 'vitest';
import { ARRESTS, arrest, header, read } from './files.ts';

const REQUIRED = ARRESTS.replaceAll(',', ', ');
const reasonOf = (first: string) => read(`${first}\n${arrest()}\n`).reason;

describe('a header', () => {
  const long = 'x'.repeat(150);

  it.each([
    [
      'with names twice',
      `${ARRESTS},role,custody_no`,
      { code: 'DUPLICATE_HEADER', message: 'twice: role, custody_no', value: 'role, custody_no' },
    ],
    [
      'with names too many',
      `rank,${ARRESTS},notes`,
      { code: 'EXTRA_HEADER', message: 'not expected: rank, notes', value: 'rank, notes' },
    ],
    [
      'without names',
      'arrest_id,arrested_at,custody_no,offence_group,updated_at,deleted_at',
      {
        code: 'MISSING_HEADER',
        message: 'missing: officer_no, role',
        value: 'arrest_id, arrested_at, custody_no, offence_group, updated_at, deleted_at',
      },
    ],
    [
      'with every fault',
      ARRESTS.replace('role', 'rank,rank').replace('officer_no', 'collar'),
      {
        code: 'DUPLICATE_HEADER',
        message: 'twice: rank; missing: officer_no, role; not expected: collar, rank, rank',
        value: 'rank',
      },
    ],
    [
      'with names too many and long',
      `${ARRESTS},${long}1,${long}2`,
      { code: 'EXTRA_HEADER', message: `not expected: ${long}1, ${'x'.repeat(47)}`, value: `${long}1, ${'x'.repeat(47)}` },
    ],
    [
      'that is another line',
      `${long}1,${long}2`,
      {
        code: 'MISSING_HEADER',
        message: `missing: ${REQUIRED}; not expected: ${long}1, ${'x'.repeat(47)}`,
        value: `${long}1, ${'x'.repeat(47)}`,
      },
    ],
  ])('%s is refused with every fault, what was found and what must be there', (_, first, fault) => {
    expect(reasonOf(first)).toStrictEqual({ ...fault, line: 1, allowed: REQUIRED });
  });
});

describe('the header of a confidential file', () => {
  const NAMES = header('duty-effects');
  const allowed = NAMES.replaceAll(',', ', ');
  const of = (first: string) => read(`${first}\n`, { feed: 'duty-effects' });

  it.each([
    ['names twice', `${NAMES},to_at,case_ref`, 'DUPLICATE_HEADER', 'twice: 2 columns'],
    ['names too many', `${NAMES},reason`, 'EXTRA_HEADER', 'not expected: 1 columns'],
    ['names too few', NAMES.replace(',to_at', ''), 'MISSING_HEADER', 'missing: to_at'],
    ['a name of its own', NAMES.replace('to_at', 'until'), 'MISSING_HEADER', 'missing: to_at; not expected: 1 columns'],
  ])('with %s is told by numbers and by the names that must be there, never by what was found', (_, first, code, message) => {
    expect(of(first).reason).toStrictEqual({ code, message, line: 1, allowed });
  });
});
