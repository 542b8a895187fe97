import { addDays, type LocalDate } from '../calendar.ts';
import type { Fact } from '../ingest/facts.ts';
import { by } from '../order.ts';
import { type Person, peopleOn } from '../organisation/people.ts';
import { type Unit, unitsOn } from '../organisation/units.ts';
import type { Policy } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import { attribute } from './attribute.ts';
import { type Merged, mergeVersions, type PlacedFact } from './merge.ts';
import { type Segment, segmentOf } from './segment.ts';
import type { Arrival, DaySources, EventName } from './sources.ts';
import { countFates, type FeedTotals } from './totals.ts';

export type DayStatus = 'planned' | 'provisional' | 'final';
export type MetricId = 'arrests' | 'stopSearches';

/** One officer's part in one event, credited to exactly one duty date. */
export interface Participation {
  readonly event: string;
  readonly person: string;
  /** Null when the people snapshot of the day does not know the number. */
  readonly known: Person | null;
  readonly team: string | null;
  readonly lead: boolean;
  readonly date: LocalDate;
  /** The one date on which groups count the event: the earliest duty date of those who led it; null when nobody did. */
  readonly eventDate: LocalDate | null;
  readonly offDuty: boolean;
  readonly source: { readonly feed: EventName; readonly key: string; readonly drop: string; readonly at: string };
}

/** One resolved day: rows merged, persons and posts resolved, every event given to one duty date. */
export interface Day {
  readonly date: LocalDate;
  readonly status: DayStatus;
  readonly policy: Policy;
  readonly units: ReadonlyMap<string, Unit>;
  readonly people: ReadonlyMap<string, Person>;
  /** The segments whose duty date is this day, by person. */
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
  readonly absences: ReadonlyMap<string, readonly RowOf<'absences'>[]>;
  readonly training: ReadonlyMap<string, readonly RowOf<'training'>[]>;
  /** Courses that some row of the training extract carries; null without an extract. */
  readonly coursesKnown: ReadonlySet<string> | null;
  readonly dutiesKnown: boolean;
  readonly absencesKnown: boolean;
  /** Participations of the events of this day and of those of persons credited to it. */
  readonly events: Readonly<Record<MetricId, readonly Participation[]>>;
  readonly arrivals: Readonly<Record<string, Arrival>>;
  readonly totals: readonly FeedTotals[];
  readonly unresolved: readonly { readonly feed: string; readonly key: string; readonly person: string }[];
  readonly conflicts: readonly { readonly feed: string; readonly key: string }[];
}

interface EventDefinition {
  readonly metric: MetricId;
  readonly feed: Exclude<EventName, 'duties'>;
  readonly event: string;
  readonly instant: string;
  readonly leadRole: string;
}

/** The event feeds behind the metrics, as data. */
export const EVENT_METRICS: readonly EventDefinition[] = [
  { metric: 'arrests', feed: 'arrests', event: 'arrest_id', instant: 'arrested_at', leadRole: 'ARRESTING' },
  { metric: 'stopSearches', feed: 'stop-searches', event: 'search_id', instant: 'searched_at', leadRole: 'LEAD' },
];

export function resolveDay(sources: DaySources): Day {
  const { date, policy, snapshots } = sources;
  const units = unitsOn(snapshots.units ?? [], date);
  const { people: peopleRows, assignments, positions } = snapshots;
  const people = peopleOn({ people: peopleRows ?? [], assignments: assignments ?? [], positions: positions ?? [] }, units, date);

  const duties = mergeVersions(sources.facts.duties, sources.moves.duties);
  const allSegments = segmentsByPerson(duties, policy);
  const segments = new Map([...allSegments].map(([id, own]) => [id, own.filter((segment) => segment.date === date)]));
  const unresolved: Day['unresolved'][number][] = [];
  const conflicts = conflictsOf('duties', duties, date);
  const totals = [
    countFates('duties', duties, ({ fact, date: dutyDate }) => {
      if (dutyDate !== date) return 'otherDay';
      const person = fact.r.employee_no as string;
      if (people.has(person)) return 'credited';
      unresolved.push({ feed: 'duties', key: fact.k, person });
      return 'unresolved';
    }),
  ];

  const events = {} as Record<MetricId, readonly Participation[]>;
  for (const definition of EVENT_METRICS) {
    const merged = mergeVersions(sources.facts[definition.feed], sources.moves[definition.feed]);
    const placed = new Map(
      merged.current.map((row) => [row.fact, participationOf(row, definition, people, allSegments, policy)]),
    );
    totals.push(
      countFates(definition.feed, merged, ({ fact }) => {
        const participation = placed.get(fact) as Omit<Participation, 'eventDate'>;
        if (participation.date !== date) return 'otherDay';
        if (participation.known !== null) return 'credited';
        unresolved.push({ feed: definition.feed, key: fact.k, person: participation.person });
        return 'unresolved';
      }),
    );
    conflicts.push(...conflictsOf(definition.feed, merged, date));
    events[definition.metric] = ofTheDay([...placed.values()], date);
  }

  return {
    date,
    status: statusOf(sources),
    policy,
    units,
    people,
    segments,
    absences: Map.groupBy(snapshots.absences ?? [], (row) => row.employee_no),
    training: Map.groupBy(snapshots.training ?? [], (row) => row.employee_no),
    coursesKnown: snapshots.training === null ? null : new Set(snapshots.training.flatMap(coursesOf)),
    // Plans count as well: what is known of a day ahead is its roster.
    dutiesKnown: sources.facts.duties.some((row) => row.date === date),
    absencesKnown: snapshots.absences !== null,
    events,
    arrivals: sources.arrivals,
    totals,
    unresolved,
    conflicts,
  };
}

/** Three-part status from the extract times alone, without a clock (method: Days). */
function statusOf({ feeds, arrivals }: DaySources): DayStatus {
  if (feeds.every((feed) => arrivals[feed] === 'complete')) return 'final';
  return [...EVENT_METRICS.map(({ feed }) => feed), 'duties'].every((feed) => (arrivals[feed] ?? 'missing') === 'missing')
    ? 'planned'
    : 'provisional';
}

function segmentsByPerson(duties: Merged, policy: Policy): Map<string, Segment[]> {
  const segments = duties.current.flatMap(({ fact }) => segmentOf(fact.r as RowOf<'duties'>, policy) ?? []);
  const byPerson = Map.groupBy(segments, (segment) => segment.person);
  for (const own of byPerson.values())
    own.sort(
      by(
        (one) => one.start,
        (one) => one.no,
      ),
    );
  return byPerson;
}

/** A conflict stands in the record of each day that one of its rows names. */
function conflictsOf(feed: string, { conflicts }: Merged, date: LocalDate): { feed: string; key: string }[] {
  return conflicts.flatMap(({ key, dates }) => (dates.has(date) ? [{ feed, key }] : []));
}

function coursesOf(row: RowOf<'training'>): string[] {
  return row.replaces_course_code === null ? [row.course_code] : [row.course_code, row.replaces_course_code];
}

function participationOf(
  { fact, dropName }: PlacedFact,
  definition: EventDefinition,
  people: ReadonlyMap<string, Person>,
  segments: ReadonlyMap<string, readonly Segment[]>,
  policy: Policy,
): Omit<Participation, 'eventDate'> {
  const person = fact.r.officer_no as string;
  const at = fact.r[definition.instant] as string;
  const known = people.get(person) ?? null;
  const credited = attribute(Date.parse(at), segments.get(person) ?? [], policy);
  return {
    event: fact.r[definition.event] as string,
    person,
    known,
    team: teamOf(known, credited.segment),
    lead: fact.r.role === definition.leadRole,
    date: credited.date,
    offDuty: credited.segment === null,
    source: { feed: definition.feed, key: sourceKey(fact), drop: dropName, at },
  };
}

/** A member of two teams works for the one that the duty names; everybody else for the first of their teams. */
function teamOf(person: Person | null, segment: Segment | null): string | null {
  if (person === null) return null;
  const named = person.memberships.find((membership) => membership.team === segment?.team);
  return (named ?? person.memberships[0])?.team ?? null;
}

function sourceKey(fact: Fact): string {
  return (JSON.parse(fact.k) as string[]).join(' ');
}

/** Participations that matter to a day: those credited to it, and all of the events that groups count on it. */
function ofTheDay(all: readonly Omit<Participation, 'eventDate'>[], date: LocalDate): Participation[] {
  const eventDates = datesOfEvents(all);
  return all
    .map((part) => ({ ...part, eventDate: eventDates.get(part.event) ?? null }))
    .filter((part) => part.date === date || part.eventDate === date)
    .sort(
      by(
        (part) => part.event,
        (part) => part.person,
      ),
    );
}

function datesOfEvents(parts: readonly Omit<Participation, 'eventDate'>[]): Map<string, LocalDate> {
  const dates = new Map<string, LocalDate>();
  for (const part of parts) {
    const known = dates.get(part.event);
    if (part.lead && (known === undefined || part.date < known)) dates.set(part.event, part.date);
  }
  return dates;
}

/** Event facts that can be credited to D lie within a day of it; the duties that decide it within two. */
export function gatheredDates(feed: EventName, date: LocalDate): LocalDate[] {
  const reach = feed === 'duties' ? 2 : 1;
  return Array.from({ length: 2 * reach + 1 }, (_, at) => addDays(date, at - reach));
}
