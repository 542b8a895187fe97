import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../lib/dates.ts';
import { heldBy, warningsOf } from '../../../lib/ingest/checks.ts';
import type { Profile } from '../../../lib/ingest/profile.ts';
import type { HoldingCheck } from '../../../lib/policy/holding-checks.ts';

/** A Friday. */
const TODAY = '2026-11-20';
const LIMITS = { nullLimits: {} };

/** A file so many days before today. */
function file(daysAgo: number, over: Partial<Profile> = {}): Profile {
  const extractTime = `${addDays(TODAY, -daysAgo)}T09:00:00Z`;
  const empty = { times: {}, blank: {}, ids: {}, codes: {} };
  return { feed: 'arrests', name: `${extractTime}.csv`, extractTime, rows: 100, duplicates: 0, accepted: 100, ...empty, ...over };
}
const fridays = (over: Partial<Profile> = {}, ago: readonly number[] = [7, 14, 21]) => ago.map((days) => file(days, over));
const told = (profile: Profile, before: readonly Profile[] = [], limits: Parameters<typeof warningsOf>[2] = LIMITS) =>
  warningsOf(profile, before, limits).map(({ check, sentence }) => `${check}: ${sentence}`);

const hours = (counts: Readonly<Record<number, number>>) => Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0);
const atHours = (counts: Readonly<Record<number, number>>) => file(0, { times: { arrested_at: { hours: hours(counts) } } });

describe('hourProfile: times that all lie between midnight and 13:00', () => {
  const folded = { 1: 5, 5: 5, 6: 15, 12: 15 };

  it('is told of a file with its afternoon among the night', () => {
    expect(warningsOf(atHours(folded), [], LIMITS)).toStrictEqual([
      {
        check: 'hourProfile',
        column: 'arrested_at',
        sentence: 'arrested_at: none of 40 times lies between 13:00 and midnight: AM or PM may have been lost',
        found: 0,
      },
    ]);
  });

  it.each([
    ['a single time in the afternoon', { ...folded, 13: 1 }],
    ['a single time in the last hour of the day', { ...folded, 23: 1 }],
    ['fewer than 40 times', { ...folded, 12: 14 }],
    ['office hours', { 7: 20, 8: 20, 9: 20, 12: 5 }],
    ['a run in the night', { 2: 40, 3: 40, 6: 1 }],
    ['midnights alone', { 0: 100 }],
    ['a tenth and no more in the morning, less in 1 to 5', { 0: 10, 5: 5, 6: 50 }],
    ['a tenth and no more in 1 to 5, less in the morning', { 0: 10, 1: 50, 6: 5 }],
  ])('is not told of %s', (_, counts) => {
    expect(told(atHours(counts))).toEqual([]);
  });

  it.each([
    ['the hour from midnight belongs to it', { 0: 80, 1: 10, 12: 10 }],
    ['a tenth in 1 to 5 is enough', { 1: 4, 6: 36 }],
    ['a tenth in the morning is enough', { 5: 36, 12: 4 }],
  ])('%s', (_, counts) => {
    expect(told(atHours(counts))).toHaveLength(1);
  });

  it('is told of each column by its name', () => {
    const times = {
      used_at: { hours: hours(folded) },
      submitted_at: { hours: hours(folded) },
      other_at: { hours: hours({ 14: 50 }) },
    };
    expect(told(file(0, { times })).map((line) => line.split(':')[1])).toEqual([' submitted_at', ' used_at']);
  });
});

describe('midnightShare: times that lost their time of day', () => {
  const midnights = (midnight: number, all: number) =>
    file(0, { times: { arrested_at: { hours: hours({ 0: midnight, 14: all - midnight }), midnight } } });

  it('is told from a half on', () => {
    expect(warningsOf(midnights(6, 12), [], LIMITS)).toStrictEqual([
      {
        check: 'midnightShare',
        column: 'arrested_at',
        sentence: 'arrested_at: 6 of 12 times are exactly midnight: the time of day may have been lost',
        found: 0.5,
      },
    ]);
    expect(told(midnights(5, 12))).toEqual([]);
  });

  it('is told of ten times or more', () => {
    expect(told(midnights(10, 10))).toHaveLength(1);
    expect(told(midnights(9, 9))).toEqual([]);
  });

  it('is not told where midnight is not counted', () => {
    expect(told(file(0, { times: { planned_end: { hours: hours({ 0: 50 }) } } }))).toEqual([]);
  });
});

describe('nullRate: a column that is blank more often than the policy expects', () => {
  const limits = { nullLimits: { arrests: { custody_no: 0.5, offence_group: 0.1 }, other: { custody_no: 0 } } };
  const blank = (custody_no: number, accepted = 100) => told(file(0, { blank: { custody_no }, accepted }), [], limits);

  it('is told above the limit', () => {
    expect(warningsOf(file(0, { blank: { custody_no: 62 } }), [], limits)).toStrictEqual([
      {
        check: 'nullRate',
        column: 'custody_no',
        sentence: 'custody_no: blank in 62 % of the rows, at most 50 % are expected',
        found: 0.62,
        usual: 0.5,
      },
    ]);
    expect(blank(50)).toEqual([]);
    expect(blank(51)).toHaveLength(1);
  });

  it('is told of twenty rows or more', () => {
    expect(blank(20, 20)).toHaveLength(1);
    expect(blank(19, 19)).toEqual([]);
  });

  it('is not told of a feed or a column without a limit', () => {
    expect(told(file(0, { feed: 'duties', blank: { custody_no: 100 } }), [], limits)).toEqual([]);
    expect(told(file(0, { blank: { deleted_at: 100 } }), [], limits)).toEqual([]);
  });
});

describe('duplicateShare: rows that stand in the file more than once', () => {
  it('is told from a quarter on, of twenty rows or more', () => {
    expect(warningsOf(file(0, { rows: 20, duplicates: 5 }), [], LIMITS)).toStrictEqual([
      { check: 'duplicateShare', sentence: '5 of 20 rows are copies of others in the file', found: 0.25 },
    ]);
    expect(told(file(0, { rows: 20, duplicates: 4 }))).toEqual([]);
    expect(told(file(0, { rows: 19, duplicates: 18 }))).toEqual([]);
  });
});

describe('volume: rows against the same weekday of four weeks', () => {
  const rows = (count: number, before = fridays()) => told(file(0, { rows: count }), before);

  it('is told at half the median and below, and at twice and above', () => {
    expect(warningsOf(file(0, { rows: 50 }), fridays(), LIMITS)).toStrictEqual([
      { check: 'volume', sentence: '50 rows, usually 100 on this weekday', found: 50, usual: 100 },
    ]);
    expect(rows(51)).toEqual([]);
    expect(rows(199)).toEqual([]);
    expect(rows(200)).toEqual(['volume: 200 rows, usually 100 on this weekday']);
  });

  it('is not told of a few rows more or less: five roots of the usual number at least', () => {
    expect(rows(12, fridays({ rows: 25 }))).toEqual([]);
    expect(rows(0, fridays({ rows: 24 }))).toEqual([]);
    expect(rows(0, fridays({ rows: 25 }))).toHaveLength(1);
    expect(rows(50, fridays({ rows: 25 }))).toHaveLength(1);
    expect(rows(48, fridays({ rows: 24 }))).toEqual([]);
  });

  it('takes the median, so that one odd week does not count', () => {
    const odd = [file(7, { rows: 1000 }), file(14, { rows: 100 }), file(21, { rows: 90 })];
    expect(rows(200, odd)).toHaveLength(1);
    expect(rows(199, odd)).toEqual([]);
    const four = [file(7, { rows: 9 }), file(14, { rows: 100 }), file(21, { rows: 101 }), file(28, { rows: 1000 })];
    expect(rows(201, four)).toEqual(['volume: 201 rows, usually 101 on this weekday']);
    expect(rows(200, four)).toEqual([]);
  });

  it('is not judged with fewer than three of them', () => {
    expect(rows(1, fridays({}, [7, 14]))).toEqual([]);
    expect(rows(1, fridays({}, [7, 14, 28]))).toHaveLength(1);
    expect(rows(1, fridays({}, [7, 14, 35]))).toEqual([]);
  });

  it('looks at no other weekday, no later file, and not at the day itself', () => {
    expect(rows(1, fridays({}, [1, 2, 3, 4, 5, 6, 8, 13, 27]))).toEqual([]);
    expect(rows(1, fridays({}, [-7, -14, -21]))).toEqual([]);
    const earlierToday = [0, 1, 2].map((n) => file(0, { name: `${n}.csv`, extractTime: `${TODAY}T0${n}:00:00Z` }));
    expect(rows(1, earlierToday)).toEqual([]);
  });

  it('takes the weekday from the London day', () => {
    const summer = (daysAgo: number, count: number) =>
      file(0, { name: `${daysAgo}`, extractTime: `${addDays('2026-07-20', -daysAgo)}T23:30:00Z`, rows: count });
    const before = [7, 14].map((ago) => summer(ago, 100));
    // On 29 June by UTC and on the 30th in London, a Tuesday as the others.
    expect(told(summer(0, 10), [...before, summer(21, 100)])).toHaveLength(1);
    const wednesday = { ...summer(21, 100), extractTime: '2026-06-29T22:30:00Z' };
    expect(told(summer(0, 10), [...before, wednesday])).toEqual([]);
  });

  it('takes the parts of one extract together', () => {
    const part = (daysAgo: number, count: number) => ({ ...file(daysAgo, { rows: count }), name: `${daysAgo}_b` });
    const halves = [7, 14, 21].flatMap((ago) => [file(ago, { rows: 50 }), part(ago, 50)]);
    expect(told(file(0, { rows: 30 }), [...halves, part(0, 21)])).toEqual([]);
    expect(told(file(0, { rows: 30 }), [...halves, part(0, 20)])).toEqual(['volume: 50 rows, usually 100 on this weekday']);
    expect(told(file(0, { rows: 30 }), [...halves, file(0, { rows: 99 })])).toEqual([
      'volume: 30 rows, usually 100 on this weekday',
    ]);
  });
});

describe('nullChange: a column that is blank more or less often than usual', () => {
  const usually = (custody_no: number, accepted = 100) => fridays({ blank: { custody_no }, accepted });
  const blank = (custody_no: number, before: readonly Profile[], accepted = 100) =>
    told(file(0, { blank: { custody_no }, accepted }), before);

  it('is told from a quarter on, in both directions', () => {
    expect(warningsOf(file(0, { blank: { custody_no: 62 } }), usually(14), LIMITS)).toStrictEqual([
      {
        check: 'nullChange',
        column: 'custody_no',
        sentence: 'custody_no: blank in 62 % of the rows, usually in 14 %',
        found: 0.62,
        usual: 0.14,
      },
    ]);
    expect(blank(75, usually(50))).toHaveLength(1);
    expect(blank(74, usually(50))).toEqual([]);
    expect(blank(25, usually(50))).toHaveLength(1);
    expect(blank(26, usually(50))).toEqual([]);
  });

  it('of few rows more is asked: twice the root of their number', () => {
    expect(blank(11, usually(0), 25)).toHaveLength(1);
    expect(blank(9, usually(0), 25)).toEqual([]);
    expect(blank(19, usually(0), 19)).toEqual([]);
    expect(blank(20, usually(0), 20)).toHaveLength(1);
  });

  it('takes the median of the same weekday', () => {
    const odd = [...fridays({ blank: { custody_no: 10 } }, [7, 14]), ...fridays({ blank: { custody_no: 100 } }, [21])];
    expect(blank(36, odd)).toHaveLength(1);
    expect(blank(36, fridays({ blank: { custody_no: 10 } }, [1, 2, 3]))).toEqual([]);
    expect(blank(100, fridays({ blank: { custody_no: 10 } }, [7, 14]))).toEqual([]);
  });

  it('a file of fewer than twenty rows says nothing of what is usual', () => {
    expect(blank(100, usually(0, 19))).toEqual([]);
    expect(blank(100, usually(0, 20))).toHaveLength(1);
  });

  it('a column that earlier files did not have was never blank', () => {
    expect(blank(25, fridays())).toHaveLength(1);
    expect(blank(24, fridays())).toEqual([]);
  });
});

describe('idForm: ids whose padding changed', () => {
  const ids = (daysAgo: number, officer_no: Readonly<Record<string, number>>) => file(daysAgo, { ids: { officer_no } });
  const padded = [1, 2, 3].map((ago) => ids(ago, { z8: 90, d8: 10 }));

  it('is told in words, and never by an id', () => {
    expect(warningsOf(ids(0, { d6: 40, z8: 2 }), padded, LIMITS)).toStrictEqual([
      {
        check: 'idForm',
        column: 'officer_no',
        sentence: 'officer_no: 40 of 42 ids have a new form: 6 digits, before 8 digits with leading zeros',
        found: 40 / 42,
      },
    ]);
  });

  it('is told of ten ids and a tenth of the column', () => {
    expect(told(ids(0, { d6: 10, z8: 90 }), padded)).toHaveLength(1);
    expect(told(ids(0, { d6: 9, z8: 1 }), padded)).toEqual([]);
    expect(told(ids(0, { d6: 10, z8: 91 }), padded)).toEqual([]);
  });

  it('takes all new forms together and names the commonest', () => {
    expect(told(ids(0, { d4: 4, d6: 5, d5: 5, z8: 10 }), padded)).toEqual([
      'idForm: officer_no: 14 of 24 ids have a new form: 5 digits, before 8 digits with leading zeros',
    ]);
  });

  it('is not told where leading zeros alone come or go, nor of a form that any file had', () => {
    expect(
      told(
        ids(0, { d8: 50 }),
        [1, 2, 3].map((ago) => ids(ago, { z8: 90 })),
      ),
    ).toEqual([]);
    expect(
      told(
        ids(0, { xz8: 50 }),
        [1, 2, 3].map((ago) => ids(ago, { xd8: 90 })),
      ),
    ).toEqual([]);
    expect(told(ids(0, { xz8: 50 }), padded)).toHaveLength(1);
    expect(told(ids(0, { d6: 50 }), [...padded, ids(28, { d6: 1 })])).toEqual([]);
    expect(told(ids(0, { d6: 50 }), [...padded, ids(29, { d6: 1 })])).toHaveLength(1);
  });

  it('is not judged with fewer than three files that have ids in the column', () => {
    const blank = ids(4, {});
    expect(told(ids(0, { d6: 50 }), padded.slice(1))).toEqual([]);
    expect(told(ids(0, { d6: 50 }), [...padded.slice(1), blank, file(5)])).toEqual([]);
  });
});

describe('newCode: a code that the feed did not carry', () => {
  const codes = (daysAgo: number, role: Readonly<Record<string, number>>) => file(daysAgo, { codes: { role } });
  const before = [1, 2, 28].map((ago) => codes(ago, { ARRESTING: 30 }));

  it('is told of ten rows or more, code by code', () => {
    expect(warningsOf(codes(0, { ARRESTING: 30, ASSIST: 10 }), before, LIMITS)).toStrictEqual([
      {
        check: 'newCode',
        column: 'role',
        sentence: 'role: ASSIST in 10 rows, and in no file of the 28 days before',
        found: 10,
      },
    ]);
    expect(told(codes(0, { ARRESTING: 30, ASSIST: 9 }), before)).toEqual([]);
    expect(told(codes(0, { Z: 12, A: 11 }), before).map((line) => line.slice(15, 16))).toEqual(['A', 'Z']);
  });

  it('is not told of a code that any file of the 28 days had, were it once', () => {
    expect(told(codes(0, { ASSIST: 50 }), [...before, codes(20, { ASSIST: 1 })])).toEqual([]);
    expect(told(codes(0, { ASSIST: 50 }), [...before, codes(29, { ASSIST: 1 })])).toHaveLength(1);
    expect(told(codes(0, { ASSIST: 50 }), [...before, codes(-1, { ASSIST: 1 })])).toHaveLength(1);
  });

  it('is not judged with fewer than three files that have codes in the column', () => {
    expect(told(codes(0, { ASSIST: 50 }), before.slice(1))).toEqual([]);
    expect(told(codes(0, { ASSIST: 50 }), [...before.slice(1), codes(3, {}), file(4)])).toEqual([]);
  });
});

describe('what is told', () => {
  const anyFile = fc.record({
    daysAgo: fc.integer({ min: -3, max: 30 }),
    rows: fc.integer({ min: 1, max: 300 }),
    blank: fc.integer({ min: 0, max: 100 }),
    form: fc.constantFrom('d6', 'z8', 'x'),
    code: fc.constantFrom('A', 'B'),
  });
  const made = ({
    daysAgo,
    rows,
    blank,
    form,
    code,
  }: {
    daysAgo: number;
    rows: number;
    blank: number;
    form: string;
    code: string;
  }) => file(daysAgo, { rows, blank: { c: blank }, ids: { i: { [form]: 50 } }, codes: { k: { [code]: 50 } } });

  it('never depends on the order in which files came, nor on later ones', () => {
    const some = fc.uniqueArray(anyFile, { selector: ({ daysAgo }) => daysAgo, minLength: 5, maxLength: 30 });
    const cases = some.chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length })),
    );
    fc.assert(
      fc.property(cases, ([files, shuffled]) => {
        const subject = file(0, { rows: 40, blank: { c: 90 }, ids: { i: { d4: 60 } }, codes: { k: { B: 20 } } });
        const expected = told(subject, files.filter(({ daysAgo }) => daysAgo > 0).map(made));
        expect(told(subject, shuffled.map(made))).toEqual(expected);
      }),
    );
  });

  it('does not count the file itself, of which an earlier version may count', () => {
    const itself = file(0, { codes: { role: { ASSIST: 50 } } });
    const before = [1, 2, 3].map((ago) => file(ago, { codes: { role: { ARRESTING: 50 } } }));
    expect(told(itself, [...before, { ...itself, extractTime: before[0]?.extractTime ?? '' }])).toHaveLength(1);
  });

  it('is nothing of a file that is as usual', () => {
    const usual = {
      times: { arrested_at: { hours: hours({ 3: 20, 9: 20, 15: 20, 20: 20 }), midnight: 0 } },
      blank: { custody_no: 3 },
    };
    const cells = { ids: { officer_no: { d6: 80 } }, codes: { role: { ARRESTING: 70, ASSIST: 10 } } };
    const ordinary = { ...usual, ...cells };
    expect(told(file(0, ordinary), fridays(ordinary))).toEqual([]);
  });
});

describe('a file is held', () => {
  const wrong = file(0, {
    rows: 100,
    duplicates: 50,
    accepted: 50,
    blank: { custody_no: 50 },
    times: { arrested_at: { hours: hours({ 0: 50, 2: 20, 8: 20 }), midnight: 50 } },
  });
  const held = (...holdOn: HoldingCheck[]) => heldBy(wrong, { holdOn, nullLimits: { arrests: { custody_no: 0.1 } } });

  it('on nothing where the policy names no check', () => {
    expect(held()).toBeNull();
  });

  it('with the sentence of the check, and what to do', () => {
    expect(held('hourProfile')).toStrictEqual({
      code: 'PROFILE_HOUR_PROFILE',
      column: 'arrested_at',
      message: 'arrested_at: none of 90 times lies between 13:00 and midnight: AM or PM may have been lost',
      allowed: 'a file that somebody has looked at and released',
    });
    expect(held('duplicateShare')).toStrictEqual({
      code: 'PROFILE_DUPLICATE_SHARE',
      message: '50 of 100 rows are copies of others in the file',
      allowed: 'a file that somebody has looked at and released',
    });
    expect([held('midnightShare')?.code, held('nullRate')?.code]).toEqual(['PROFILE_MIDNIGHT_SHARE', 'PROFILE_NULL_RATE']);
  });

  it('on the first check that finds something, whatever order the policy has', () => {
    expect(held('duplicateShare', 'midnightShare')?.code).toBe('PROFILE_MIDNIGHT_SHARE');
    const single = { ...wrong, times: {} };
    expect(heldBy(single, { holdOn: ['hourProfile', 'duplicateShare'], nullLimits: {} })?.code).toBe('PROFILE_DUPLICATE_SHARE');
  });

  it('not on what it does not show', () => {
    expect(
      heldBy(file(0), { holdOn: ['hourProfile', 'midnightShare', 'nullRate', 'duplicateShare'], nullLimits: {} }),
    ).toBeNull();
  });
});
