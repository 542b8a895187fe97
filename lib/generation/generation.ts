import { spanOf } from '../availability/inputs.ts';
import { type Availability, availabilityOf } from '../availability/score.ts';
import { atLocalTime, instantToLocal } from '../calendar.ts';
import { addDays, daysBetween } from '../dates.ts';
import type { Day, DayStatus } from '../day/day.ts';
import type { DaySources } from '../day/sources.ts';
import { closes } from '../day/totals.ts';
import { DayBlocked } from '../errors.ts';
import { sha256 } from '../ingest/hash.ts';
import { by } from '../order.ts';
import { type Establishment, establishmentOf, strengthOf } from '../organisation/establishment.ts';
import { type Person, postingsOf } from '../organisation/people.ts';
import { type Demand, demandOf } from '../productivity/demand.ts';
import {
  forceFigures,
  type GroupFigures,
  type PersonFigures,
  personFigures,
  type UnitFigures,
  unitFigures,
} from '../productivity/rollup.ts';
import { COUNT_METRICS } from '../vocabulary.ts';

/** Raised by hand whenever results may change; the golden day fails when bytes change without it. */
export const CODE_VERSION = 4;

/**
 * Everything that is published for one duty date: a pure function of the drops, the decisions, the policy and the code.
 * The control totals stand on the pointer: they count the rows of the days beside it too, and a row more or less there
 * must not make a new generation of a day of which no figure changed.
 */
export interface Generation {
  readonly date: string;
  readonly status: DayStatus;
  readonly methodVersion: string;
  readonly policyVersion: string;
  readonly codeVersion: number;
  readonly arrivals: Readonly<Record<string, string>>;
  readonly force: GroupFigures;
  readonly units: readonly UnitDay[];
  readonly people: readonly PersonDay[];
  readonly unresolved: Day['unresolved'];
  readonly conflicts: Day['conflicts'];
  readonly excluded: Day['excluded'];
}

/** Same role family, rank and shift-pattern band. */
export interface Peers {
  readonly family: string;
  readonly rank: string;
  readonly band: string;
}

export interface UnitDay extends UnitFigures {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly establishment: Establishment;
  /** Areas and the force only; not there before code version 4. */
  readonly demand?: Demand | null;
}

export interface PersonDay {
  readonly availability: Availability;
  readonly unitPath: string;
  /** Teams in whose strength the person is; not there before code version 4. */
  readonly fills?: readonly string[];
  /** With whom an officer's figures may be compared; null for others and without a role. */
  readonly peers: Peers | null;
  /** Null for who is no regular officer: their productivity does not exist. */
  readonly productivity: PersonFigures | null;
}

export function generationOf(day: Day): Generation {
  const availabilities = availabilityOf(day);
  const posts = establishmentSources(day, availabilities);
  const establishment = establishmentOf(day.units, posts, day.date);
  const people = availabilities.map((availability) => {
    const person = day.people.get(availability.person);
    return {
      availability,
      unitPath: availability.team === null ? '' : (day.units.get(availability.team)?.path ?? ''),
      fills: person === undefined ? [] : strengthOf(person, posts, day.date).map(({ team }) => team),
      peers: person === undefined ? null : peersOf(day, person),
      productivity: person?.type === 'OFFICER' ? personFigures(day, person) : null,
    };
  });
  return {
    date: day.date,
    status: day.status,
    methodVersion: day.policy.methodVersion,
    policyVersion: day.policy.version,
    codeVersion: CODE_VERSION,
    arrivals: sorted(day.arrivals),
    force: forceFigures(day),
    units: unitFigures(day).map((figures) => {
      const unit = day.units.get(figures.code);
      return {
        ...figures,
        path: unit?.path ?? '',
        name: unit?.name ?? '',
        type: unit?.type ?? '',
        establishment: establishment.get(figures.code) as Establishment,
        demand: unit === undefined ? null : demandOf(day, unit),
      };
    }),
    people,
    unresolved: day.unresolved.toSorted(byFeedAndKey),
    conflicts: day.conflicts.toSorted(byFeedAndKey),
    excluded: sorted(day.excluded),
  };
}

const byFeedAndKey = by<{ feed: string; key: string }>(
  (row) => row.feed,
  (row) => row.key,
);

function sorted<V>(record: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(record).sort(by(([name]) => name)));
}

function peersOf(day: Day, person: Person): Peers | null {
  const posting = postingsOf(person)[0];
  const family = day.policy.roleProfiles[posting?.role ?? '']?.family;
  if (person.type !== 'OFFICER' || family === undefined || person.rank === null) return null;
  return { family, rank: person.rank, band: posting?.shiftPattern ?? 'none' };
}

const LONG_SICKNESS_DAYS = 28;
const IN_POST_NOT_AVAILABLE: readonly string[] = ['MAT', 'ADOPT', 'SUSP'];

/** Who is in post and not available, by what the day's records say; with reasons only of the kind that a post needs. */
function establishmentSources(day: Day, availabilities: readonly Availability[]) {
  const onCareerBreak = new Set<string>();
  const notAvailable = new Set<string>();
  const dayStart = atLocalTime(day.date, '00:00');
  const dayEnd = atLocalTime(addDays(day.date, 1), '00:00');
  for (const [person, rows] of day.records.absences ?? []) {
    for (const { absence_code, start_at, end_at } of rows) {
      const { start, end } = spanOf(start_at, end_at);
      if (start >= dayEnd || end <= dayStart) continue;
      if (absence_code === 'CAREER') onCareerBreak.add(person);
      const since = daysBetween(instantToLocal(start).slice(0, 10), day.date);
      const longSick = absence_code.startsWith('SICK') && since > LONG_SICKNESS_DAYS;
      if (longSick || IN_POST_NOT_AVAILABLE.includes(absence_code)) notAvailable.add(person);
    }
  }
  const students = new Set<string>();
  for (const { person, dutyEffect, student } of availabilities) {
    if (dutyEffect === 'SUSPENDED') notAvailable.add(person);
    if (student.state === 'student' && student.phase !== 'FOC') students.add(person);
  }
  return { people: day.people, positions: day.positions, units: day.unitRows, onCareerBreak, notAvailable, students };
}

/** True when nothing of the date itself is there: such a day is not published. */
export function isEmptyDay(sources: DaySources): boolean {
  return Object.values(sources.facts).every((facts) => facts.every(({ date }) => date !== sources.date));
}

/** Both control totals of a day: every row read has one fate, and what is credited is the force's three parts. */
export function checkTotals(sources: DaySources, day: Day, generation: Generation): void {
  for (const totals of day.totals) {
    const read = sources.facts[totals.feed as keyof DaySources['facts']].length;
    if (!closes(totals, read))
      throw new DayBlocked('TOTALS_OPEN', `${totals.feed} of ${day.date}: ${read} rows read do not add up`);
  }
  for (const metric of COUNT_METRICS) {
    const credited = new Set(
      day.events[metric].filter((part) => part.lead && part.eventDate === day.date).map((part) => part.event),
    ).size;
    const { byOfficers, notByOfficers, unattributed } = generation.force[metric];
    if (credited !== byOfficers + notByOfficers + unattributed)
      throw new DayBlocked('TOTALS_OPEN', `${metric} of ${day.date} do not add up to the force's figure`);
  }
}

/** The content as bytes, and the hash that names it. Key order is fixed by how the values are made. */
export function serialise(generation: Generation): { body: string; hash: string } {
  const body = JSON.stringify(generation);
  return { body, hash: sha256(body) };
}
