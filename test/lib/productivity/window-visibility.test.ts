import { describe, expect, it } from 'vitest';
import type { VisibilityFigure } from '../../../lib/productivity/figures.ts';
import { groupWindow, personWindow } from '../../../lib/productivity/windows.ts';
import { policy } from '../world.ts';
import { groupDay, personDay } from './days.ts';

const seen = (minutes: number, unknownMinutes: number): VisibilityFigure => ({
  minutes,
  unknownMinutes,
  reason: null,
  complete: true,
});
const unsaid = (reason: 'feedMissing' | 'notYet' | 'notApplicable'): VisibilityFigure => ({
  minutes: null,
  unknownMinutes: null,
  reason,
  complete: false,
});

describe.each([
  [
    'a person',
    (days: readonly VisibilityFigure[]) =>
      personWindow(
        days.map((visibility) => personDay({ visibility })),
        days.length,
        policy,
      ),
  ],
  [
    'a unit',
    (days: readonly VisibilityFigure[]) =>
      groupWindow(
        days.map((visibility) => groupDay({ visibility })),
        days.length,
        policy,
      ),
  ],
] as const)('the visibility of %s over a window', (_, windowOf) => {
  it.each([
    ['sums known and unknown minutes', [seen(90, 30), seen(60, 45)], 150, 75, null],
    ['leaves out a day that cannot say it', [seen(90, 30), unsaid('feedMissing')], 90, 30, null],
    ['of days without a minute is 0', [seen(0, 600)], 0, 600, null],
    ['says why it has no value', [unsaid('notYet'), unsaid('feedMissing')], null, null, 'notYet'],
    ['takes the reason of the first day', [unsaid('notApplicable'), unsaid('notYet')], null, null, 'notApplicable'],
    ['without a day is missing', [], null, null, 'feedMissing'],
  ] as const)('%s', (__, days, minutes, unknownMinutes, reason) => {
    expect(windowOf(days).visibility).toEqual({ minutes, unknownMinutes, reason });
  });
});
