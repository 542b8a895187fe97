import { atLocalTime } from '../calendar.ts';
import { addDays, type LocalDate } from '../dates.ts';
import type { Policy } from '../policy/policy.ts';
import type { EventName, FeedName, RowOf, SnapshotName } from '../sources/catalogue.ts';
import type { Move, PlacedFact } from './merge.ts';

/**
 * How far a feed has come for a day D, by the extract times in its keys: `complete` with an extract taken at or after
 * the end of D plus the grace, `partial` with one taken since D began, else `missing`.
 */
export type Arrival = 'complete' | 'partial' | 'missing';

/** What people decided about a day; no source row says it (method: student rule). */
export interface Pairing {
  readonly student: string;
  readonly partner: string;
}

/** Everything that the figures of one day are made of; nothing else can enter them. */
export interface DaySources {
  readonly date: LocalDate;
  readonly policy: Policy;
  /** The feeds that the force delivers. */
  readonly feeds: readonly FeedName[];
  /** The counting extract of each snapshot feed; null when there is none. */
  readonly snapshots: { readonly [N in SnapshotName]: readonly RowOf<N>[] | null };
  readonly facts: Readonly<Record<EventName, readonly PlacedFact[]>>;
  /** Feed -> natural key -> what accepted drops hold of a row whose date moved. */
  readonly moves: Readonly<Record<EventName, ReadonlyMap<string, readonly Move[]>>>;
  readonly arrivals: Readonly<Record<string, Arrival>>;
  /** Pairings of students that a leader recorded for the day, in order of the student. */
  readonly pairings: readonly Pairing[];
}

/** The instants at which a feed begins to speak of a day, and from which it has said all of it. */
export function arrivalInstants(
  date: LocalDate,
  policy: { dutyDayStart: string; arrivalGrace: string },
): { begun: number; complete: number } {
  return { begun: atLocalTime(date, policy.dutyDayStart), complete: atLocalTime(addDays(date, 1), policy.arrivalGrace) };
}
