import type { GateStatus } from './gate.ts';
import type { DayMinutes } from './minutes.ts';

/** What a period needs of each day. */
export interface PeriodDay {
  readonly minutes: DayMinutes;
  readonly status: GateStatus;
  readonly reasons: readonly string[];
  readonly closeness: number | null;
}

export interface Period {
  /** Working minutes / (rostered less leave less unplanned absence); null when nothing was left to work. */
  readonly workingShare: number | null;
  /** Abstractions in minutes by duty or absence code, beside it. */
  readonly abstractions: Readonly<Record<string, number>>;
  readonly dutiesRostered: number;
  /** Duties on which the person was not on leave, sick or committed, and those of them that were deployable. */
  readonly dutiesAsked: number;
  readonly dutiesDeployable: number;
  readonly otherReasons: Readonly<Record<string, number>>;
  /** Median and range of C; null below `FEWEST`. Never a mean, never a rank. */
  readonly score: { readonly n: number; readonly median: number; readonly low: number; readonly high: number } | null;
}

const FEWEST = 5;
const ABSENT = new Set(['OFF_DUTY', 'ON_LEAVE', 'COMMITTED', 'NOT_AT_WORK']);

/** Over a period leave, maternity and sickness stand outside every denominator (method section 6). */
export function periodOf(days: readonly PeriodDay[]): Period {
  const sum = (value: (minutes: DayMinutes) => number) => days.reduce((total, { minutes }) => total + value(minutes), 0);
  const away = sum(({ annualLeave, otherLeave, unplanned, injury }) => annualLeave + otherLeave + unplanned + injury);
  const left = sum(({ rostered }) => rostered) - away;
  const abstractions: Record<string, number> = {};
  for (const { minutes } of days)
    for (const [code, count] of Object.entries(minutes.committed)) abstractions[code] = (abstractions[code] ?? 0) + count;
  const rostered = days.filter(({ minutes }) => minutes.rostered > 0);
  const asked = rostered.filter(({ reasons }) => !reasons.some((reason) => ABSENT.has(reason)));
  const otherReasons: Record<string, number> = {};
  for (const { reasons } of asked) for (const reason of reasons) otherReasons[reason] = (otherReasons[reason] ?? 0) + 1;
  return {
    workingShare: left > 0 ? sum(({ working }) => working) / left : null,
    abstractions,
    dutiesRostered: rostered.length,
    dutiesAsked: asked.length,
    dutiesDeployable: asked.filter(({ status }) => status === 'deployable').length,
    otherReasons,
    score: rangeOf(days.flatMap(({ closeness }) => (closeness === null ? [] : [closeness]))),
  };
}

function rangeOf(scores: readonly number[]): Period['score'] {
  if (scores.length < FEWEST) return null;
  const sorted = scores.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  return { n: sorted.length, median, low: sorted[0] as number, high: sorted.at(-1) as number };
}

export interface Attendance {
  /** Attended / expected minutes of a rolling window; null when nothing was expected. */
  readonly share: number | null;
  readonly expectedMinutes: number;
  /** The source cannot tell pregnancy- or disability-related absence from other sickness. */
  readonly notAdjusted: true;
  readonly warning: string;
}

const PROTECTED = 'This may include absence that the law protects. Do not use it on its own.';

/** Context, never in a score: leave and injury on duty are not expected time; committed time is attended. */
export function attendanceOf(days: readonly Pick<PeriodDay, 'minutes'>[]): Attendance {
  let expected = 0;
  let missed = 0;
  for (const { minutes } of days) {
    expected += minutes.rostered - minutes.annualLeave - minutes.otherLeave - minutes.injury;
    missed += minutes.unplanned;
  }
  return {
    share: expected > 0 ? (expected - missed) / expected : null,
    expectedMinutes: expected,
    notAdjusted: true,
    warning: PROTECTED,
  };
}
