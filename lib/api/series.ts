import type { OpenFigures } from '../generation/open-figures.ts';
import type { Policy } from '../policy/policy.ts';
import type { PersonFigures } from '../productivity/rollup.ts';
import { groupWindow, personWindow, type WindowFigures } from '../productivity/windows.ts';
import { type CountMetric, perMetric } from '../vocabulary.ts';

/** Turns figures in order into columns; a gap (nothing published, or not open) is null with its reason. */
export function personColumns(
  windows: readonly (Pick<WindowFigures, 'counts' | 'responseTime' | 'linkedFind' | 'positiveShare'> | null)[],
) {
  return {
    ...windowColumns(windows),
    linkedFind: shareColumns(windows.map((window) => window?.linkedFind ?? null)),
    positiveShare: shareColumns(windows.map((window) => window?.positiveShare ?? null)),
  };
}

function windowColumns(windows: readonly (Pick<WindowFigures, 'counts' | 'responseTime'> | null)[]) {
  return {
    counts: perMetric((metric) => countColumns(windows.map((window) => window?.counts[metric] ?? null))),
    responseTime: responseColumns(windows.map((window) => window?.responseTime ?? null)),
  };
}

function countColumns(all: readonly (WindowFigures['counts'][CountMetric] | null)[]) {
  return {
    value: all.map((one) => one?.value ?? null),
    reason: all.map((one) => (one === null ? 'notPublished' : one.reason)),
    assists: all.map((one) => one?.assists ?? 0),
    complete: all.map((one) => one?.complete ?? false),
    mix: all.map((one) => one?.mix ?? {}),
  };
}

function responseColumns(all: readonly (WindowFigures['responseTime'] | null)[]) {
  return {
    median: all.map((one) => one?.median ?? null),
    p90: all.map((one) => one?.p90 ?? null),
    n: all.map((one) => one?.n ?? 0),
    reason: all.map((one) => (one === null ? 'notPublished' : one.reason)),
    binWidth: all.map((one) => one?.binWidth ?? null),
  };
}

function shareColumns(all: readonly (WindowFigures['linkedFind'] | null)[]) {
  return {
    n: all.map((one) => one?.n ?? 0),
    share: all.map((one) => one?.share ?? null),
    expected: all.map((one) => one?.expected ?? null),
  };
}

/** A day of a person as a window of one; or the days that end with each date. `days` are in order, gaps null. */
export function personWindows(days: readonly (PersonFigures | null)[], length: number, policy: Policy): (WindowFigures | null)[] {
  return rolled(days, length, (some) => personWindow(some, length, policy));
}

export interface UnitDay {
  readonly officers: number;
  readonly figures: OpenFigures;
}

/** The figures of a unit by day, or over rolling windows: distinct events, with participations beside them. */
export function unitColumns(days: readonly (UnitDay | null)[], length: number, policy: Policy) {
  const figures = days.map((day) => day?.figures ?? null);
  const windows = rolled(figures, length, (some) => groupWindow(some, length, policy));
  const participations = rolled(figures, length, participationsIn);
  const { counts, responseTime } = windowColumns(windows);
  const last = days.slice(length - 1);
  return {
    officers: last.map((day) => day?.officers ?? null),
    counts: perMetric((metric) => ({
      ...counts[metric],
      // As little can be said of them as of the events.
      participations: participations.map((sums, at) => (counts[metric].value[at] === null ? null : (sums?.[metric] ?? null))),
    })),
    responseTime: {
      ...(length === 1 ? exactResponse(last) : responseTime),
      P1: targetColumns(days, 'P1', length),
      P2: targetColumns(days, 'P2', length),
    },
    visibility: {
      minutes: windows.map((window) => window?.visibility.minutes ?? null),
      reason: windows.map((window) => (window === null ? 'notPublished' : window.visibility.reason)),
    },
  };
}

function participationsIn(days: readonly OpenFigures[]): Record<CountMetric, number> {
  return perMetric((metric) => days.reduce((sum, day) => sum + day[metric].participations, 0));
}

/** The median of one day is exact; over a window it is read from bins. */
function exactResponse(days: readonly (UnitDay | null)[]) {
  return responseColumns(days.map((day) => (day === null ? null : { ...pick(day.figures.responseTime), binWidth: null })));
}

function pick({ median, p90, n, reason }: OpenFigures['responseTime']) {
  return { median, p90, n, reason: reason ?? (median === null ? ('tooFew' as const) : null) };
}

function targetColumns(days: readonly (UnitDay | null)[], grade: 'P1' | 'P2', length: number) {
  const sums = rolled(
    days.map((day) => day?.figures.responseTime.targets?.[grade] ?? null),
    length,
    (some) => ({
      n: some.reduce((sum, { n }) => sum + n, 0),
      within: some.reduce((sum, { within }) => sum + within, 0),
    }),
  );
  return { n: sums.map((one) => one?.n ?? null), within: sums.map((one) => one?.within ?? null) };
}

/** One window for each day from the `length`th on; null where none of its days is there. */
function rolled<D, W>(days: readonly (D | null)[], length: number, make: (days: readonly D[]) => W): (W | null)[] {
  return days.slice(length - 1).map((_, at) => {
    const some = days.slice(at, at + length).filter((day) => day !== null);
    return some.length === 0 ? null : make(some);
  });
}
