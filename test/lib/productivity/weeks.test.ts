import { describe, expect, it } from 'vitest';
import { addDays } from '../../../lib/dates.ts';
import { latestWeeks } from '../../../lib/productivity/weeks.ts';

/** A Monday. */
const START = '2026-10-12';
const dates = (weeks: number) => Array.from({ length: 7 * weeks }, (_, n) => addDays(START, n));
const daily = (...weeks: (number | null)[]) => weeks.flatMap((value) => Array.from({ length: 7 }, () => value));

describe('weeks of a chart', () => {
  it('are sums of seven days, oldest first', () => {
    expect(latestWeeks(dates(2), daily(1, 2))).toEqual({ starts: [START, '2026-10-19'], counts: [7, 14] });
  });

  it('end with the latest one of which every day is known', () => {
    expect(latestWeeks(dates(3), [...daily(1, 2), 3, null, 3, 3, 3, 3, 3])).toEqual({
      starts: [START, '2026-10-19'],
      counts: [7, 14],
    });
  });

  it('begin behind the latest gap', () => {
    expect(latestWeeks(dates(3), daily(1, null, 2))).toEqual({ starts: ['2026-10-26'], counts: [14] });
  });

  it('are none when no week is whole', () => {
    expect(latestWeeks(dates(1), [null, 1, 1, 1, 1, 1, 1])).toEqual({ starts: [], counts: [] });
    expect(latestWeeks([], [])).toEqual({ starts: [], counts: [] });
  });
});
