import { describe, expect, it } from 'vitest';
import { addDays } from '../../../lib/dates.ts';
import { foldDays, judgedVersions } from '../../../lib/ingest/receipt.ts';
import { policySchema } from '../../../lib/policy/policy.ts';
import { policy } from '../world.ts';
import { ARRESTS, arrest, file, read } from './files.ts';

describe('a file of more rows than the reader can hold', () => {
  // Its last row is read only when the limit is not reached: it would be a fault of its own.
  const blank = (rows: number) => `${ARRESTS}\n${'\n'.repeat(rows)}"`;

  it('is refused, blank lines among them', () => {
    expect(read(blank(500_001)).reason).toStrictEqual({
      code: 'TOO_MANY_ROWS',
      message: 'the file has too many rows: send it in parts',
      allowed: '500000 rows a file',
    });
  });

  it('is read up to the limit', () => {
    expect(read(blank(500_000)).reason).toMatchObject({ code: 'QUOTE_NOT_CLOSED' });
  });
});

describe('a file of more duty dates than three years have', () => {
  const on = (dates: number) =>
    read(
      file(
        ...Array.from({ length: dates }, (_, n) =>
          arrest({ arrest_id: `D${n}`, arrested_at: `${addDays('2023-08-01', n)}T12:00:00Z` }),
        ),
      ),
    );

  it('is refused, for every date would be published; one of just as many is not', () => {
    expect(on(1201)).toMatchObject({
      state: 'refused',
      accepted: [],
      reason: {
        code: 'TOO_MANY_DATES',
        message: 'the rows of the file lie on 1201 duty dates: send it by year',
        allowed: '1200 duty dates a file',
      },
    });
    expect(on(1200).state).toBe('accepted');
  });
});

describe('rejected rows', () => {
  it('are all counted, and the first ten thousand kept with their reasons', () => {
    const rows = Array.from({ length: 10_002 }, (_, n) => arrest({ arrest_id: `X${n}`, role: 'NOBODY' }));
    const { counts, quarantined, state } = read(file(...rows));
    expect([state, counts.quarantined, quarantined.length, quarantined.at(-1)?.line]).toEqual(['held', 10_002, 10_000, 10_001]);
  });
});

describe('the policy of a force', () => {
  it('cannot allow files that the function could not hold', () => {
    const allows = (bytes: number) => policySchema.safeParse({ ...policy, fileLimits: { ...policy.fileLimits, bytes } }).success;
    expect([allows(64 * 1024 * 1024), allows(64 * 1024 * 1024 + 1)]).toEqual([true, false]);
  });
});

describe('what a receipt keeps of many versions', () => {
  it('is the hundred oldest of them, newest first', () => {
    const versions = Array.from({ length: 102 }, (_, n) => 102 - n);
    expect(judgedVersions(versions)).toEqual(Array.from({ length: 100 }, (_, n) => 100 - n));
    expect(judgedVersions([3, 2, 1])).toEqual([3, 2, 1]);
  });

  it('is the objects of the one in force, and of the others the dates, each once', () => {
    const days = { a: { '2026-11-18': 2, '2026-11-19': 1 }, b: { '2026-11-19': 1 } };
    expect(foldDays({ accepted: 'b', days })).toEqual({
      days: { a: {}, b: { '2026-11-19': 1 } },
      earlier: ['2026-11-18', '2026-11-19'],
    });
    expect(foldDays({ accepted: null, days: { a: {}, b: { '2026-11-19': 1 } }, earlier: ['2026-11-18'] })).toEqual({
      days: { a: {}, b: {} },
      earlier: ['2026-11-18', '2026-11-19'],
    });
    expect(foldDays({ accepted: 'a', days: { a: { '2026-11-18': 2 } } })).toEqual({ days: { a: { '2026-11-18': 2 } } });
  });
});
