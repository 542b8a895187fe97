import { instantToLocal, MINUTE } from '../calendar.ts';
import { addDays, daysBetween, type LocalDate } from '../dates.ts';
import { covered, type Span, union } from '../interval.ts';
import { type AvailabilityInputs, awayOf, shiftOf } from './inputs.ts';
import { rosteredParts } from './work.ts';

/** Where the rostered minutes of a duty date went; they add up: rostered = working + committed + leave + unplanned + injury. */
export interface DayMinutes {
  readonly rostered: number;
  readonly working: number;
  /** Abstractions by duty or absence code. */
  readonly committed: Readonly<Record<string, number>>;
  readonly annualLeave: number;
  /** All other kinds of leave as one. */
  readonly otherLeave: number;
  /** Without injury on duty. */
  readonly unplanned: number;
  readonly injury: number;
}

interface Layer {
  readonly name: string;
  readonly spans: readonly Span[];
}

const ANNUAL = 'AL';
const INJURY = 'INJ';

/** Time that two records claim counts once, for the first of: annual leave, other leave, committed time, injury, unplanned. */
export function minutesOf(inputs: AvailabilityInputs): DayMinutes {
  const layers = layersOf(inputs);
  const sums: Record<string, number> = {};
  let rostered = 0;
  for (const { span, paid } of rosteredParts(shiftOf(inputs.segments))) {
    rostered += ((span.end - span.start) / MINUTE) * paid;
    let before: readonly Span[] = [];
    for (const { name, spans } of layers) {
      const together = union([...before, ...spans]);
      const more = covered(together, span) - covered(before, span);
      if (more > 0) sums[name] = (sums[name] ?? 0) + (more / MINUTE) * paid;
      before = together;
    }
  }
  const { annualLeave = 0, otherLeave = 0, unplanned = 0, injury = 0, ...committed } = sums;
  const away = Object.values(sums).reduce((sum, minutes) => sum + minutes, 0);
  return {
    rostered,
    working: Math.max(0, rostered - away),
    committed,
    annualLeave,
    otherLeave,
    unplanned,
    injury,
  };
}

function layersOf({ segments, absences, suspensions }: AvailabilityInputs): Layer[] {
  const time = [
    ...awayOf(segments).map(({ code, timeClass, rosteredStart, rosteredEnd }) => ({
      code,
      timeClass,
      start: rosteredStart,
      end: rosteredEnd,
    })),
    ...absences,
  ];
  const leave = time.filter(({ timeClass }) => timeClass === 'leave');
  const committed = Map.groupBy(
    time.filter(({ timeClass }) => timeClass === 'committed'),
    ({ code }) => code,
  );
  const unplanned = time.filter(({ timeClass }) => timeClass === 'unplanned');
  return [
    { name: 'annualLeave', spans: leave.filter(({ code }) => code === ANNUAL) },
    { name: 'otherLeave', spans: leave.filter(({ code }) => code !== ANNUAL) },
    ...[...committed.keys()].sort().map((name) => ({ name, spans: committed.get(name) ?? [] })),
    { name: 'injury', spans: unplanned.filter(({ code }) => code === INJURY) },
    { name: 'unplanned', spans: [...unplanned.filter(({ code }) => code !== INJURY), ...(suspensions ?? [])] },
  ];
}

/** Days from the date to the first day of the next annual leave; null when none is recorded. */
export function daysToNextLeave({ absences, date }: AvailabilityInputs): number | null {
  const tomorrow: LocalDate = addDays(date, 1);
  const [next] = absences
    .filter(({ code }) => code === ANNUAL)
    .map(({ start }) => instantToLocal(start).slice(0, 10))
    .filter((day) => day >= tomorrow)
    .sort();
  return next === undefined ? null : daysBetween(date, next);
}
