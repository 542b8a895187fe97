import { addDays, type LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import type { RowOf } from '../sources/catalogue.ts';
import { type Cut, lineOfCommand } from './command.ts';
import { latestInForce, type Unit, unitsOn } from './units.ts';

export interface Holding {
  /** Null: seconded to no post of this force; the own line loses sight all the same. */
  readonly post: string | null;
  readonly team: string;
  readonly kind: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  /** Posts above this post, nearest first. */
  readonly above: readonly string[];
}

export interface OrganisationPerson {
  readonly id: string;
  readonly directoryId: string | null;
  readonly name: string;
  readonly type: string;
  readonly rank: string | null;
  readonly joined: LocalDate | null;
  readonly left: LocalDate | null;
  readonly holdings: readonly Holding[];
}

export interface Post {
  readonly id: string;
  readonly team: string;
  readonly role: string | null;
  /** Nearest first. */
  readonly above: readonly string[];
}

/** Who holds which post below whom: answers who may see and find whom now. Holdings keep their dates. */
export interface Organisation {
  readonly asOf: LocalDate;
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  readonly people: readonly OrganisationPerson[];
  readonly cuts: readonly Cut[];
  /** Directory ids that more than one person carries; nobody is found by them. */
  readonly sharedDirectoryIds: readonly string[];
}

export interface OrganisationSources {
  readonly people: readonly RowOf<'people'>[];
  readonly assignments: readonly RowOf<'assignments'>[];
  readonly positions: readonly RowOf<'positions'>[];
  readonly units: readonly RowOf<'units'>[];
}

/** Ended holdings say who was where; they give no right. As long as a person's days can be asked for. */
const KEPT_DAYS = 400;

/** The organisation as the extracts of `asOf` give it. */
export function organisationOf(sources: OrganisationSources, asOf: LocalDate): Organisation {
  const { above, cuts } = lineOfCommand(sources.positions, asOf);
  const oldest = addDays(asOf, -KEPT_DAYS);
  const held = Map.groupBy(
    sources.assignments.filter(
      ({ position_id, kind, effective_to }) =>
        (position_id !== null || kind === 'SECONDMENT') && (effective_to === null || effective_to > oldest),
    ),
    (row) => row.employee_no,
  );
  const people = sources.people
    .map((row) => ({
      id: row.employee_no,
      directoryId: row.directory_id,
      name: `${row.surname}, ${row.given_name}`,
      type: row.person_type,
      rank: row.rank_code,
      joined: row.force_start,
      left: row.leave_date,
      holdings: (held.get(row.employee_no) ?? [])
        .toSorted(
          by(
            (assignment) => assignment.assignment_id,
            (assignment) => assignment.effective_from,
          ),
        )
        .map((assignment) => ({
          post: assignment.position_id,
          team: assignment.team_code,
          kind: assignment.kind,
          from: assignment.effective_from,
          to: assignment.effective_to,
          above: above.get(assignment.position_id ?? '') ?? [],
        })),
    }))
    .sort(by((person) => person.id));
  const byDirectory = Map.groupBy(
    people.filter((person) => person.directoryId !== null),
    (person) => person.directoryId as string,
  );
  const shared = [...byDirectory].filter(([, carriers]) => carriers.length > 1).map(([id]) => id);
  const posts = [...latestInForce(sources.positions, (row) => row.position_id, asOf)]
    .map(([id, { team_code, role_code }]) => ({ id, team: team_code, role: role_code, above: above.get(id) ?? [] }))
    .sort(by(({ id }) => id));
  const units = [...unitsOn(sources.units, asOf).values()];
  return { asOf, units, posts, people, cuts, sharedDirectoryIds: shared.sort() };
}
