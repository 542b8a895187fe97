import type { EpochMs, LocalDate } from '../dates.ts';
import type { Fact } from '../ingest/facts.ts';
import { isEmployed, type Person } from '../organisation/people.ts';
import type { Policy } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import { statusesOf } from './visibility.ts';

/** Says whose a row is: by employee number, collar number or callsign. What does not resolve is told, never guessed. */
export interface Identity {
  /** The employee number in a column of a row; a collar number that nobody or more than one carries stays what it is. */
  numberOf(fact: Fact, column: string): string | null;
  /** Everybody whose status was open under a callsign at an instant, in order. */
  crewOf(callsign: string, instant: EpochMs): readonly string[];
}

export function identityOf(
  people: ReadonlyMap<string, Person>,
  statuses: readonly RowOf<'statuses'>[],
  date: LocalDate,
  policy: Policy,
): Identity {
  const carriers = Map.groupBy(
    [...people.values()].filter((person) => person.collarNumber !== null && isEmployed(person, date)),
    (person) => person.collarNumber as string,
  );
  const open = [...Map.groupBy(statuses, ({ employee_no }) => employee_no)].flatMap(([person, own]) =>
    statusesOf(own, policy).map((status) => ({ person, ...status })),
  );
  const underCallsign = Map.groupBy(open, ({ callsign }) => callsign ?? '');
  return {
    numberOf(fact, column) {
      const written = fact.r[column] as string | null;
      if (written === null || fact.c?.includes(column) !== true) return written;
      const [only, ...others] = carriers.get(written) ?? [];
      // A collar number must never be taken for the employee number of somebody else.
      return only === undefined || others.length > 0 ? `collar ${written}` : only.id;
    },
    crewOf(callsign, instant) {
      const there = (underCallsign.get(callsign) ?? []).filter(({ start, end }) => start <= instant && instant < end);
      return [...new Set(there.map(({ person }) => person))].sort();
    },
  };
}
