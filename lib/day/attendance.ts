import type { EpochMs } from '../dates.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { Grade } from '../vocabulary.ts';
import { attribute } from './attribute.ts';
import type { Surroundings } from './counted.ts';
import type { Incidents } from './incidents.ts';
import type { PlacedFact } from './merge.ts';
import { type Part, sourceKey, teamOnDuty } from './participation.ts';

/** One person's way to one incident. */
export interface Attendance extends Part {
  readonly despatchedAt: EpochMs;
  readonly enRouteAt: EpochMs | null;
  readonly arrivedAt: EpochMs | null;
  readonly stoodDownAt: EpochMs | null;
  readonly clearedAt: EpochMs | null;
  readonly gradeAtDespatch: Grade | null;
}

/** Why somebody who was sent did not attend; null when they arrived. */
export function notAttended({ arrivedAt, stoodDownAt, clearedAt }: Attendance): string | null {
  if (arrivedAt !== null) return null;
  if (stoodDownAt !== null) return 'STOOD_DOWN';
  return clearedAt === null ? 'ARRIVAL_MISSING' : 'CLEARED_WITHOUT_ARRIVAL';
}

/**
 * Whom a row stands for: its number and, of a crew, everybody who was under its callsign when it was despatched; without
 * a number the callsign alone says it, and if nobody was under it nobody is named.
 */
export function attendancesOf(placed: PlacedFact, incidents: Incidents, around: Surroundings): Attendance[] {
  const { fact } = placed;
  const row = fact.r as RowOf<'attendances'>;
  const own = around.identity.numberOf(fact, 'employee_no');
  const asCrew = own === null || row.crew_type === 'DOUBLE' || row.crew_type === 'MULTI';
  const crew = asCrew && row.callsign !== null ? around.identity.crewOf(row.callsign, Date.parse(row.despatched_at)) : [];
  const people = [...new Set(own === null ? crew : [own, ...crew])];
  return (people.length === 0 ? [''] : people).map((person) => attendanceOf(placed, person, incidents, around));
}

function attendanceOf({ fact, dropName }: PlacedFact, person: string, incidents: Incidents, around: Surroundings): Attendance {
  const row = fact.r as RowOf<'attendances'>;
  const { people, segments, policy, units } = around;
  const event = incidents.idOf(row.incident_no);
  const despatchedAt = Date.parse(row.despatched_at);
  const arrivedAt = instantOf(row.arrived_at);
  const known = people.get(person) ?? null;
  const { date, segment } = attribute(despatchedAt, segments.get(person) ?? [], policy);
  return {
    event,
    person,
    known,
    team: teamOnDuty(known, segment, units),
    // Only who arrived attended.
    lead: arrivedAt !== null,
    date,
    offDuty: segment === null,
    detail: {},
    flags: incidents.find(event) === undefined ? ['INCIDENT_ELSEWHERE'] : [],
    source: { feed: 'attendances', key: sourceKey(fact.k), drop: dropName, at: row.despatched_at },
    despatchedAt,
    enRouteAt: instantOf(row.enroute_at),
    arrivedAt,
    stoodDownAt: instantOf(row.stood_down_at),
    clearedAt: instantOf(row.cleared_at),
    gradeAtDespatch: row.grade_at_despatch,
  };
}

function instantOf(text: string | null): EpochMs | null {
  return text === null ? null : Date.parse(text);
}
