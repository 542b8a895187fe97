import type { LocalDate } from '../calendar.ts';
import { by } from '../order.ts';
import type { Person } from '../organisation/people.ts';
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

/** A member of two teams works for the one that the duty names, everybody else for the first of their teams. */
export function teamOf(person: Person | null, named: string | null): string | null {
  if (person === null) return null;
  const own = person.memberships.find((membership) => membership.team === named);
  return (own ?? person.memberships.find(({ ended }) => !ended))?.team ?? null;
}

export function teamOnDuty(person: Person | null, segment: Segment | null): string | null {
  return teamOf(person, segment?.team ?? null);
}

/** The natural key of a row as a reader sees it. */
export function sourceKey(naturalKey: string): string {
  return (JSON.parse(naturalKey) as string[]).join(' ');
}
