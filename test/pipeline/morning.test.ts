import { describe, expect, it } from 'vitest';
import { MOST_GENERATIONS, runMorning } from '../../bench/morning.ts';
import { MINUTE } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';

/** Yesterday and today: every file of the morning says something about them. */
const IN_FLUX = ['2026-11-20', '2026-11-21'];

/** What is counted does not depend on the size of the force: `npm run bench -- morning` does the same with 13,000 people. */
describe('a normal morning of 19 files over two hours', () => {
  it('with late bookings of seven days and changes of eight planned ones makes 25 generations at most', async () => {
    const { files, generations, total, closes, lastFile, lastPublished } = await runMorning({
      people: 60,
      days: 9,
      onDisk: false,
    });
    expect([files, closes]).toEqual([19, true]);
    expect(total).toBeLessThanOrEqual(MOST_GENERATIONS);
    const once = Array.from({ length: 16 }, (_, n) => addDays('2026-11-13', n)).filter((date) => !IN_FLUX.includes(date));
    expect(once.map((date) => [date, generations[date]])).toEqual(once.map((date) => [date, 1]));
    // What the last file says is there as soon as its days may be published again.
    expect(lastPublished - lastFile).toBeLessThanOrEqual(65 * MINUTE);
  });
});
