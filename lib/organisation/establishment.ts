import type { LocalDate } from '../dates.ts';
import type { RowOf } from '../sources/catalogue.ts';
import { isEmployed, type Membership, type Person, postingsOf } from './people.ts';
import { inForce, latestInForce, type Unit } from './units.ts';

/** Posts and who fills them, in full-time equivalents (method section 4: vacancy rate). */
export interface Establishment {
  /** Posts that are active, in full-time equivalents and as a number. */
  readonly established: number;
  /** Not there before code version 4. */
  readonly posts?: number;
  /** Holders that day, acting and temporary at the post filled, without career break and outward secondment. */
  readonly strength: number;
  /** max(0, 1 - strength / established); null without an established post. */
  readonly vacancyRate: number | null;
  readonly overStrength: number;
  /** In strength, but not available: maternity, sickness of more than 28 days, suspension. */
  readonly inPostNotAvailable: number;
  readonly frozen: number;
  readonly students: number;
  /** Of the unit itself; null where the feed carries none. */
  readonly minimumStrength: number | null;
}

export interface EstablishmentSources {
  readonly people: ReadonlyMap<string, Person>;
  readonly positions: readonly RowOf<'positions'>[];
  readonly units: readonly RowOf<'units'>[];
  /** Everybody on a career break: in no strength at all. */
  readonly onCareerBreak: ReadonlySet<string>;
  readonly notAvailable: ReadonlySet<string>;
  readonly students: ReadonlySet<string>;
}

interface Sums {
  posts: number;
  established: number;
  strength: number;
  inPostNotAvailable: number;
  frozen: number;
  students: number;
}

const NONE: Sums = { posts: 0, established: 0, strength: 0, inPostNotAvailable: 0, frozen: 0, students: 0 };

/** By unit; a department is the sum of its teams' numerators and denominators, never a mean of rates. */
export function establishmentOf(
  units: ReadonlyMap<string, Unit>,
  sources: EstablishmentSources,
  date: LocalDate,
): Map<string, Establishment> {
  const sums = new Map<string, Sums>();
  const addTo = (team: string, part: Partial<Sums>) => {
    for (const code of units.get(team)?.path.split('/') ?? []) {
      const sum = sums.get(code) ?? { ...NONE };
      for (const [name, amount] of Object.entries(part)) sum[name as keyof Sums] += amount;
      sums.set(code, sum);
    }
  };
  const posts = latestInForce(sources.positions, (row) => row.position_id, date);
  for (const id of [...posts.keys()].sort()) {
    const { team_code, established_fte, status } = posts.get(id) as RowOf<'positions'>;
    if (status === 'ACTIVE') addTo(team_code, { established: established_fte, posts: 1 });
    if (status === 'FROZEN') addTo(team_code, { frozen: established_fte });
  }
  for (const id of [...sources.people.keys()].sort()) {
    const person = sources.people.get(id) as Person;
    for (const { team, fteSplit } of strengthOf(person, sources, date)) {
      const fte = person.fte * fteSplit;
      addTo(team, {
        strength: fte,
        inPostNotAvailable: sources.notAvailable.has(id) ? fte : 0,
        students: sources.students.has(id) ? fte : 0,
      });
    }
  }
  const minimum = new Map(
    sources.units.filter((row) => inForce(row, date)).map(({ unit_code, minimum_strength }) => [unit_code, minimum_strength]),
  );
  const found = new Map<string, Establishment>();
  for (const code of units.keys()) {
    const sum = sums.get(code) ?? { ...NONE };
    found.set(code, {
      ...sum,
      vacancyRate: sum.established === 0 ? null : Math.max(0, 1 - sum.strength / sum.established),
      overStrength: Math.max(0, sum.strength - sum.established),
      minimumStrength: minimum.get(code) ?? null,
    });
  }
  return found;
}

/** The posts in which a person is counted on a day. */
export function strengthOf(
  person: Person,
  { onCareerBreak }: Pick<EstablishmentSources, 'onCareerBreak'>,
  date: LocalDate,
): readonly Membership[] {
  return !isEmployed(person, date) || person.secondedOut || onCareerBreak.has(person.id) ? [] : filled(person);
}

/** Whoever acts up or is seconded fills that post and leaves the own one open; a secondment may be to no post at all. */
function filled(person: Person): readonly Membership[] {
  const postings = postingsOf(person);
  const away = postings.filter(({ kind, post }) => kind === 'SECONDMENT' || (kind !== 'SUBSTANTIVE' && post !== null));
  return (away.length > 0 ? away : postings).filter(({ post }) => post !== null);
}
