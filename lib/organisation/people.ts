import type { LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { PersonType } from '../vocabulary.ts';
import { inForce, latestInForce, type Unit } from './units.ts';

export interface Membership {
  readonly team: string;
  readonly post: string | null;
  readonly role: string | null;
  readonly kind: string;
  readonly primary: boolean;
  readonly fteSplit: number;
  /** The band of the shift pattern; peers share it. */
  readonly shiftPattern: string | null;
  /** The posting ended on the morning of the day: it counts only for what the duty names. */
  readonly ended: boolean;
}

/** One person as the snapshots of a day say: who is unknown on the day is simply not here. */
export interface Person {
  readonly id: string;
  readonly type: PersonType;
  readonly rank: string | null;
  readonly name: string;
  readonly collarNumber: string | null;
  /** Share of full time; full when the source does not say. */
  readonly fte: number;
  readonly joined: LocalDate | null;
  readonly left: LocalDate | null;
  readonly serviceStart: LocalDate | null;
  /** Seconded to somewhere that is no unit of this force. */
  readonly secondedOut: boolean;
  /** In order: the team that counts for the person first. */
  readonly memberships: readonly Membership[];
}

/** Where somebody who fills another post for a time counts: at the post filled. */
const KIND_ORDER: Readonly<Record<RowOf<'assignments'>['kind'], number>> = {
  ACTING: 0,
  TEMPORARY: 1,
  SECONDMENT: 2,
  SUBSTANTIVE: 3,
};

export interface PeopleSources {
  readonly people: readonly RowOf<'people'>[];
  readonly assignments: readonly RowOf<'assignments'>[];
  readonly positions: readonly RowOf<'positions'>[];
}

/** The people of a day by employee number, with the teams they belong to. */
export function peopleOn(sources: PeopleSources, units: ReadonlyMap<string, Unit>, date: LocalDate): Map<string, Person> {
  const posts = latestInForce(sources.positions, (row) => row.position_id, date);
  const held = Map.groupBy(
    sources.assignments.filter((row) => (inForce(row, date) || row.effective_to === date) && units.has(row.team_code)),
    (row) => row.employee_no,
  );
  const secondedOut = new Set(
    sources.assignments
      .filter((row) => row.kind === 'SECONDMENT' && inForce(row, date) && !units.has(row.team_code))
      .map((row) => row.employee_no),
  );
  const found = new Map<string, Person>();
  for (const row of sources.people) {
    found.set(row.employee_no, {
      id: row.employee_no,
      type: row.person_type,
      rank: row.rank_code,
      name: `${row.surname}, ${row.given_name}`,
      collarNumber: row.collar_no,
      fte: row.fte ?? 1,
      joined: row.force_start,
      left: row.leave_date,
      serviceStart: row.service_start,
      secondedOut: secondedOut.has(row.employee_no),
      memberships: (held.get(row.employee_no) ?? []).toSorted(byWeight).map((assignment) => ({
        team: assignment.team_code,
        post: assignment.position_id,
        role: assignment.position_id === null ? null : (posts.get(assignment.position_id)?.role_code ?? null),
        kind: assignment.kind,
        primary: assignment.primary_flag,
        fteSplit: assignment.fte_split,
        shiftPattern: assignment.shift_pattern,
        ended: !inForce(assignment, date),
      })),
    });
  }
  return found;
}

/** The postings that are in force on the day: in their order, those that ended this morning left out. */
export function postingsOf(person: Person): readonly Membership[] {
  return person.memberships.filter(({ ended }) => !ended);
}

const byWeight = by<RowOf<'assignments'>>(
  (row) => KIND_ORDER[row.kind],
  (row) => (row.primary_flag ? 0 : 1),
  (row) => -Date.parse(row.effective_from),
  (row) => row.assignment_id,
);

/** Employed on the day: joined, and not yet left; the leave date is the first day that is no longer served. */
export function isEmployed(person: Person, date: LocalDate): boolean {
  return (person.joined === null || person.joined <= date) && (person.left === null || date < person.left);
}
