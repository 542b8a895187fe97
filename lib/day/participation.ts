import type { LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import { type Person, postingsOf } from '../organisation/people.ts';
import type { Unit } from '../organisation/units.ts';
import type { EventName } from '../sources/catalogue.ts';
import type { Segment } from './segment.ts';

/** What a metric tells about an event beside that it happened. */
export type Detail = Readonly<Record<string, string | number | boolean | null>>;

/** One person's part in one event, credited to exactly one duty date. */
export interface Participation {
  readonly event: string;
  /** The number as the row has it; empty when it names nobody. */
  readonly person: string;
  /** Null when the people snapshot of the day does not know the number. */
  readonly known: Person | null;
  readonly team: string | null;
  readonly lead: boolean;
  readonly date: LocalDate;
  /** The one date on which groups count the event: the earliest duty date of those who led it; null when nobody did. */
  readonly eventDate: LocalDate | null;
  readonly offDuty: boolean;
  readonly detail: Detail;
  readonly flags: readonly string[];
  readonly source: { readonly feed: EventName; readonly key: string; readonly drop: string; readonly at: string };
}
export type Part = Omit<Participation, 'eventDate'>;

/** Participations that matter to a day: those credited to it, and all of the events that groups count on it. */
export function ofTheDay(all: readonly Part[], date: LocalDate): Participation[] {
  const eventDates = datesOfEvents(all);
  return all
    .map((part) => ({ ...part, eventDate: eventDates.get(part.event) ?? null }))
    .filter((part) => part.date === date || part.eventDate === date)
    .sort(
      by(
        (part) => part.event,
        (part) => part.person,
        (part) => part.source.key,
      ),
    );
}

function datesOfEvents(parts: readonly Part[]): Map<string, LocalDate> {
  const dates = new Map<string, LocalDate>();
  for (const part of parts) {
    const known = dates.get(part.event);
    if (part.lead && (known === undefined || part.date < known)) dates.set(part.event, part.date);
  }
  return dates;
}

/**
 * The team for which somebody works at an instant: where they are guests, else of two teams the one that the duty names,
 * else the first of their own.
 */
export function teamOnDuty(person: Person | null, segment: Segment | null, units: ReadonlyMap<string, Unit>): string | null {
  if (person === null) return null;
  if (segment?.guestTeam !== undefined && segment.guestTeam !== null && units.has(segment.guestTeam)) return segment.guestTeam;
  const named = person.memberships.find(({ team }) => team === segment?.team);
  return (named ?? postingsOf(person)[0])?.team ?? null;
}

/** The natural key of a row as a reader sees it. */
export function sourceKey(naturalKey: string): string {
  return (JSON.parse(naturalKey) as string[]).join(' ');
}
