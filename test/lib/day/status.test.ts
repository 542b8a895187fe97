import { describe, expect, it } from 'vitest';
import { gatheredDates, resolveDay } from '../../../lib/day/day.ts';
import { arrivalInstants, type DaySources } from '../../../lib/day/sources.ts';
import { closes } from '../../../lib/day/totals.ts';
import { checkTotals, generationOf, isEmptyDay } from '../../../lib/generation/generation.ts';
import { policy } from '../world.ts';
import { figures, noon } from './figures.ts';
import { arrestFact, DATE, FEEDS, sources, withFacts } from './world.ts';

describe('the status of a day', () => {
  const status = (arrivals: Record<string, string>) =>
    resolveDay(sources({ arrivals: { ...sources().arrivals, ...arrivals } as DaySources['arrivals'] })).status;

  it('is final when every feed has arrived', () => {
    expect(status({})).toBe('final');
  });

  it('is provisional while one feed is partial or missing', () => {
    expect(status({ training: 'partial' })).toBe('provisional');
    expect(status({ arrests: 'missing' })).toBe('provisional');
  });

  it('is planned until an event feed speaks of it', () => {
    const all = Object.fromEntries(FEEDS.map((feed) => [feed, 'missing']));
    expect(status(all)).toBe('planned');
    for (const feed of ['duties', 'arrests', 'stop-searches']) expect(status({ ...all, [feed]: 'partial' })).toBe('provisional');
    expect(status({ ...all, people: 'complete' })).toBe('planned');
  });

  it('a feed that is not there at all reads as missing', () => {
    expect(resolveDay(sources({ arrivals: {} })).status).toBe('planned');
  });

  it('null has its reason: not yet, or the feed is missing; partial is a figure that is not complete', () => {
    const arrest = (over: Record<string, string>) =>
      figures(
        withFacts(
          { arrests: [arrestFact('A', '1', noon)] },
          { arrivals: { ...sources().arrivals, ...over } as DaySources['arrivals'] },
        ),
      ).own('1');
    expect(arrest(Object.fromEntries(FEEDS.map((feed) => [feed, 'missing'])))).toMatchObject({ value: null, reason: 'notYet' });
    expect(arrest({ arrests: 'missing' })).toMatchObject({ value: null, reason: 'feedMissing' });
    expect(arrest({ arrests: 'partial' })).toMatchObject({ value: 1, reason: null, complete: false });
    expect(arrest({})).toMatchObject({ value: 1, complete: true });
  });

  it('begins with the duty day and is complete at 09:00 London of the next morning', () => {
    expect(arrivalInstants('2026-07-01', policy)).toEqual({
      begun: Date.parse('2026-07-01T06:00:00Z'),
      complete: Date.parse('2026-07-02T08:00:00Z'),
    });
  });
});

describe('control totals', () => {
  it('do not close when a row is lost', () => {
    const totals = {
      feed: 'arrests',
      rows: 7,
      credited: 1,
      otherDay: 1,
      moved: 1,
      superseded: 1,
      conflict: 1,
      deleted: 1,
      unresolved: 1,
      excluded: 1,
    };
    expect(closes(totals, 8)).toBe(true);
    expect(closes(totals, 9)).toBe(false);
    for (const part of ['credited', 'otherDay', 'moved', 'superseded', 'conflict', 'deleted', 'unresolved', 'excluded'])
      expect(closes({ ...totals, [part]: 2 }, 8)).toBe(false);
  });

  it('block a day whose rows or parts do not add up', () => {
    const from = withFacts({ arrests: [arrestFact('A', '1', noon)] });
    const day = resolveDay(from);
    const generation = generationOf(day);
    expect(() => checkTotals(withFacts({ arrests: [] }), day, generation)).toThrow(
      expect.objectContaining({ code: 'TOTALS_OPEN' }),
    );
    const wrong = { ...generation, force: { ...generation.force, arrests: { ...generation.force.arrests, unattributed: 1 } } };
    expect(() => checkTotals(from, day, wrong)).toThrow(/do not add up to the force/);
  });
});

describe('what a day gathers', () => {
  it('events within a day, the duties that decide them within two', () => {
    expect(gatheredDates('arrests', DATE)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(gatheredDates('duties', DATE)).toHaveLength(5);
  });

  it('is empty when only the days beside it have rows', () => {
    expect(isEmptyDay(withFacts({ duties: [], arrests: [arrestFact('A', '1', '2026-11-21T12:00:00Z')] }))).toBe(true);
    expect(isEmptyDay(sources())).toBe(false);
  });
});
