import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { londonDay } from '../../../lib/access/today.ts';
import { instantToLocal, MINUTE } from '../../../lib/calendar.ts';

const START = Date.parse('2015-01-01T00:00:00Z');
const END = Date.parse('2036-01-01T00:00:00Z');

describe('the London day', () => {
  it('begins at midnight in London, in summer an hour before that of Greenwich', () => {
    const around = ['2026-01-09T23:59:59.999Z', '2026-01-10T00:00:00Z', '2026-06-09T22:59:59.999Z', '2026-06-09T23:00:00Z'];
    expect(around.map((instant) => londonDay(Date.parse(instant)))).toEqual([
      '2026-01-09',
      '2026-01-10',
      '2026-06-09',
      '2026-06-10',
    ]);
  });

  it('is that of the calendar, at any instant from 2015 to 2035', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: START, max: END - 1 }),
        (instant) => londonDay(instant) === instantToLocal(instant).slice(0, 10),
      ),
      { numRuns: 2000 },
    );
  });

  it('is that of the calendar around every midnight of a week in which the clock changes', () => {
    const changes = Array.from({ length: 21 }, (_, n) => 2015 + n).flatMap((year) => [`${year}-03-24`, `${year}-10-24`]);
    const instants = changes.flatMap((day) =>
      Array.from({ length: 8 * 24 * 2 }, (_, n) => Date.parse(`${day}T00:00:00Z`) + n * 30 * MINUTE).flatMap((at) => [
        at - 1,
        at,
      ]),
    );
    expect(instants.filter((instant) => londonDay(instant) !== instantToLocal(instant).slice(0, 10))).toEqual([]);
  });
});
