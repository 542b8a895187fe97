import { addDays, type LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import { type Person, peopleOn, postingsOf } from '../organisation/people.ts';
import { type Unit, unitsOn } from '../organisation/units.ts';
import type { Policy } from '../policy/policy.ts';
import type { EventName, RowOf } from '../sources/catalogue.ts';
import type { CountMetric, Metric } from '../vocabulary.ts';
import { attendancesOf, notAttended } from './attendance.ts';
import { COUNTED, type CountedFeed, partOf, type Surroundings } from './counted.ts';
import { identityOf } from './identity.ts';
import { type Incident, incidentsOf } from './incidents.ts';
import { type Merged, mergeVersions, type PlacedFact } from './merge.ts';
import { ofTheDay, type Part, type Participation, teamOnDuty } from './participation.ts';
import { type Responses, responsesOf } from './response.ts';
import { type Segment, segmentOf } from './segment.ts';
import type { Arrival, DaySources, Pairing } from './sources.ts';
import { countFates, type FeedTotals } from './totals.ts';
import { type Visibility, visibilityOf } from './visibility.ts';

export type DayStatus = 'planned' | 'provisional' | 'final';

/** What could not be settled, or does not count; listed by feed, in order of the key. */
export interface Unresolved {
  readonly feed: string;
  readonly key: string;
  readonly person: string;
}

/** One resolved day: rows merged, persons and posts resolved, every event given to one duty date. */
export interface Day {
  readonly date: LocalDate;
  readonly status: DayStatus;
  readonly policy: Policy;
  /** The feeds that the force loads; what it does not load is not missing. */
  readonly feeds: ReadonlySet<string>;
  readonly units: ReadonlyMap<string, Unit>;
  readonly people: ReadonlyMap<string, Person>;
  /** The segments whose duty date is this day, by person. */
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
  /** The snapshots by person; null without an extract. */
  readonly records: PersonalRecords;
  readonly positions: readonly RowOf<'positions'>[];
  readonly unitRows: readonly RowOf<'units'>[];
  readonly pairings: readonly Pairing[];
  /** Courses that some row of the training extract carries; null without an extract. */
  readonly coursesKnown: ReadonlySet<string> | null;
  /** Course -> itself and every course that replaced it, also over several steps. */
  readonly standIns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly dutiesKnown: boolean;
  /** Participations of the events of this day and of those of persons credited to it. */
  readonly events: Readonly<Record<CountMetric, readonly Participation[]>>;
  /** Logs created on the day, merged ones once. */
  readonly incidents: readonly Incident[];
  readonly responses: Responses;
  /** By person, and by the team that each part of the duty was for. */
  readonly visibility: ReadonlyMap<string, readonly TeamVisibility[]>;
  readonly arrivals: Readonly<Record<string, Arrival>>;
  readonly totals: readonly FeedTotals[];
  readonly unresolved: readonly Unresolved[];
  readonly conflicts: readonly { readonly feed: string; readonly key: string }[];
  /** Rows of the day that a named rule leaves out, by feed and rule. */
  readonly excluded: Readonly<Record<string, number>>;
}

type ByPerson<N extends 'absences' | 'training' | 'restrictions' | 'students' | 'duty-effects'> = ReadonlyMap<
  string,
  readonly RowOf<N>[]
> | null;

export interface PersonalRecords {
  readonly absences: ByPerson<'absences'>;
  readonly training: ByPerson<'training'>;
  readonly restrictions: ByPerson<'restrictions'>;
  readonly students: ByPerson<'students'>;
  readonly dutyEffects: ByPerson<'duty-effects'>;
  /** Tutors by student. */
  readonly tutors: ReadonlyMap<string, readonly RowOf<'tutors'>[]> | null;
}

export interface TeamVisibility extends Visibility {
  readonly team: string | null;
}

/** Collects what each feed left behind while a day is resolved. */
interface Ledger {
  readonly totals: FeedTotals[];
  readonly unresolved: Unresolved[];
  readonly conflicts: { feed: string; key: string }[];
  readonly excluded: Record<string, number>;
}

export function resolveDay(sources: DaySources): Day {
  const { date, policy, snapshots } = sources;
  const units = unitsOn(snapshots.units ?? [], date);
  const { people: peopleRows, assignments, positions } = snapshots;
  const people = peopleOn({ people: peopleRows ?? [], assignments: assignments ?? [], positions: positions ?? [] }, units, date);
  const ledger: Ledger = { totals: [], unresolved: [], conflicts: [], excluded: {} };
  const merged = (feed: EventName) => mergeVersions(sources.facts[feed], sources.moves[feed]);

  const duties = merged('duties');
  const allSegments = segmentsByPerson(duties, policy);
  const known = (person: unknown) => people.has(String(person));
  const ofDate = (feed: EventName, rows: Merged, person: string) =>
    settle(ledger, feed, rows, date, ({ fact, date: own }) => {
      if (own !== date) return { place: 'otherDay' };
      return known(fact.r[person]) ? { place: 'credited' } : { place: 'unresolved', person: String(fact.r[person]) };
    });
  ofDate('duties', duties, 'employee_no');

  const statuses = merged('statuses');
  ofDate('statuses', statuses, 'employee_no');
  const identity = identityOf(
    people,
    statuses.current.map(({ fact }) => fact.r as RowOf<'statuses'>),
    date,
    policy,
  );
  const around: Surroundings = { people, units, segments: allSegments, identity, policy };

  const incidentRows = merged('incidents');
  settle(ledger, 'incidents', incidentRows, date, (row) => ({ place: row.date === date ? 'credited' : 'otherDay' }));
  const incidents = incidentsOf(incidentRows.current, policy);
  const attendanceRows = merged('attendances');
  const attended = new Map(attendanceRows.current.map((row) => [row, attendancesOf(row, incidents, around)]));
  settle(ledger, 'attendances', attendanceRows, date, (row) => placeOf(attended.get(row) ?? [], date, notAttended));
  const attendances = [...attended.values()].flat();

  const counted = new Map(COUNTED.map((feed) => [feed.metric, countedParts(ledger, feed, merged(feed.feed), date, around)]));
  const of = (metric: Metric) => ofTheDay(counted.get(metric) ?? [], date);
  const events: Day['events'] = {
    arrests: of('arrests'),
    stopSearches: of('stopSearches'),
    useOfForce: of('useOfForce'),
    intelligenceReports: of('intelligenceReports'),
    outcomes: of('outcomes'),
    incidentsAttended: ofTheDay(
      attendances.filter(({ lead }) => lead),
      date,
    ),
    positiveOutcomes: ofTheDay(
      (counted.get('outcomes') ?? []).filter(({ detail }) => detail.positive === true),
      date,
    ),
  };

  return {
    date,
    status: statusOf(sources),
    policy,
    feeds: new Set(sources.feeds),
    units,
    people,
    segments: new Map([...allSegments].map(([id, own]) => [id, own.filter((segment) => segment.date === date)])),
    records: recordsOf(snapshots),
    positions: positions ?? [],
    unitRows: snapshots.units ?? [],
    pairings: sources.pairings,
    coursesKnown: snapshots.training === null ? null : new Set(snapshots.training.flatMap(coursesOf)),
    standIns: standInsOf(snapshots.training ?? []),
    // Plans count as well: what is known of a day ahead is its roster.
    dutiesKnown: sources.facts.duties.some((row) => row.date === date),
    events,
    incidents: incidents.all.filter((incident) => incident.date === date),
    responses: responsesOf(attendances, incidents, date, policy),
    visibility: visibilityByPerson(statuses, date, around),
    arrivals: sources.arrivals,
    ...ledger,
  };
}

/** Three-part status from the extract times alone, without a clock (method: Days). */
function statusOf({ feeds, arrivals, facts }: DaySources): DayStatus {
  if (feeds.every((feed) => arrivals[feed] === 'complete')) return 'final';
  return Object.keys(facts).every((feed) => (arrivals[feed] ?? 'missing') === 'missing') ? 'planned' : 'provisional';
}

type Settled =
  | { readonly place: 'credited' | 'otherDay' }
  | { readonly place: 'unresolved'; readonly person: string }
  | { readonly place: 'excluded'; readonly rule: string };

/** Gives every row of a feed its one fate and notes what a reader has to know of it. */
function settle(ledger: Ledger, feed: EventName, rows: Merged, date: LocalDate, judge: (row: PlacedFact) => Settled): void {
  ledger.totals.push(
    countFates(feed, rows, (row) => {
      const settled = judge(row);
      if (settled.place === 'unresolved') ledger.unresolved.push({ feed, key: row.fact.k, person: settled.person });
      if (settled.place === 'excluded') {
        const rule = `${feed} ${settled.rule}`;
        ledger.excluded[rule] = (ledger.excluded[rule] ?? 0) + 1;
      }
      return settled.place;
    }),
  );
  // A conflict stands in the record of each day that one of its rows names.
  ledger.conflicts.push(...rows.conflicts.flatMap(({ key, dates }) => (dates.has(date) ? [{ feed, key }] : [])));
}

/** A row that stands for a crew is credited when one of them is; what belongs to another day is of that day. */
function placeOf<P extends Part>(parts: readonly P[], date: LocalDate, ruleOf: (part: P) => string | null): Settled {
  const own = parts.filter((part) => part.date === date);
  const [first] = own;
  if (first === undefined) return { place: 'otherDay' };
  const rule = ruleOf(first);
  if (rule !== null) return { place: 'excluded', rule };
  return own.some(({ known }) => known !== null)
    ? { place: 'credited' }
    : { place: 'unresolved', person: own.map(({ person }) => person).join(' ') };
}

/** The parts of an event feed that count; what a rule leaves out is noted and goes no further. */
function countedParts(ledger: Ledger, feed: CountedFeed, rows: Merged, date: LocalDate, around: Surroundings): Part[] {
  const parts = new Map(rows.current.map((row) => [row, partOf(row, feed, around)]));
  const ruleOf = (row: PlacedFact) => feed.excluded?.(row.fact.r) ?? null;
  settle(ledger, feed.feed, rows, date, (row) => placeOf([parts.get(row) as Part], date, () => ruleOf(row)));
  return [...parts].flatMap(([row, part]) => (ruleOf(row) === null ? [part] : []));
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

/** Whoever has a status, and whoever should have one: without any, all of the duty is unknown. */
function visibilityByPerson(statuses: Merged, date: LocalDate, { people, segments, policy, units }: Surroundings) {
  const rows = Map.groupBy(
    statuses.current.map(({ fact }) => fact.r as RowOf<'statuses'>),
    ({ employee_no }) => employee_no,
  );
  const found = new Map<string, TeamVisibility[]>();
  for (const [person, own] of segments) {
    const known = people.get(person) ?? null;
    const working = own.filter((one) => one.date === date && one.timeClass === 'working');
    if (known === null || (!rows.has(person) && !isSeenByRole(known, policy))) continue;
    const byTeam = Map.groupBy(working, (segment) => teamOnDuty(known, segment, units));
    found.set(
      person,
      [...byTeam].map(([team, parts]) => ({ team, ...visibilityOf(rows.get(person) ?? [], parts, policy) })),
    );
  }
  return found;
}

function isSeenByRole(person: Person, policy: Policy): boolean {
  return policy.roleProfiles[postingsOf(person)[0]?.role ?? '']?.metrics.includes('visibility') === true;
}

function recordsOf(snapshots: DaySources['snapshots']): PersonalRecords {
  const grouped = <R extends { employee_no: string }>(rows: readonly R[] | null) =>
    rows === null ? null : Map.groupBy(rows, (row) => row.employee_no);
  return {
    absences: grouped(snapshots.absences),
    training: grouped(snapshots.training),
    restrictions: grouped(snapshots.restrictions),
    students: grouped(snapshots.students),
    dutyEffects: grouped(snapshots['duty-effects']),
    tutors: snapshots.tutors === null ? null : Map.groupBy(snapshots.tutors, (row) => row.student_no),
  };
}

/** A course that was renamed more than once: every later name stands for the earlier ones. */
function standInsOf(rows: readonly RowOf<'training'>[]): Map<string, Set<string>> {
  const replaced = new Map<string, Set<string>>();
  for (const { course_code, replaces_course_code } of rows) {
    if (replaces_course_code === null) continue;
    const names = replaced.get(replaces_course_code) ?? new Set();
    replaced.set(replaces_course_code, names.add(course_code));
  }
  return new Map(
    [...replaced.keys()].map((code) => {
      const found = new Set([code]);
      // A set that grows while it is walked: names of names are looked at as well, and each once.
      for (const name of found) for (const later of replaced.get(name) ?? []) found.add(later);
      return [code, found];
    }),
  );
}

function coursesOf(row: RowOf<'training'>): string[] {
  return row.replaces_course_code === null ? [row.course_code] : [row.course_code, row.replaces_course_code];
}

/** Event facts that can be credited to D lie within a day of it; the duties that decide it within two. */
export function gatheredDates(feed: EventName, date: LocalDate): LocalDate[] {
  const reach = feed === 'duties' ? 2 : 1;
  return Array.from({ length: 2 * reach + 1 }, (_, at) => addDays(date, at - reach));
}
