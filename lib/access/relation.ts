import type { LocalDate } from '../dates.ts';
import type { Holding, OrganisationPerson } from '../organisation/snapshot.ts';

export type PostRelation = 'first-line' | 'chain' | 'staff-direct';

export interface Line {
  readonly relation: PostRelation;
  /** First day on which both held what makes the relation. */
  readonly since: LocalDate;
}

/** Employed on a day: joined, and not yet left (half-open, London days). */
export function isActive({ joined, left }: Pick<OrganisationPerson, 'joined' | 'left'>, today: LocalDate): boolean {
  return (joined === null || joined <= today) && (left === null || today < left);
}

/** What somebody holds on a day. A secondment takes its place: the home line loses sight, and rights of the home post rest. */
export function holdingsOn({ holdings }: Pick<OrganisationPerson, 'holdings'>, today: LocalDate): readonly Holding[] {
  const current = holdings.filter(({ from, to }) => from <= today && (to === null || today < to));
  return current.some(isSecondment) ? current.filter(isSecondment) : current;
}

function isSecondment({ kind }: Holding): boolean {
  return kind === 'SECONDMENT';
}

/**
 * The relation of a viewer to a subject over their posts on a day; null when there is none. Officers see along the whole
 * line, everybody else one post down. Of several lines the nearest counts, and the longest time. Nobody leads themselves,
 * whoever acts above the own post included.
 */
export function lineBetween(viewer: OrganisationPerson, subject: OrganisationPerson, today: LocalDate): Line | null {
  if (viewer.id === subject.id) return null;
  const held = holdingsOn(subject, today);
  let line: Line | null = null;
  // A list of people asks this of each of them: no arrays in between.
  for (const own of holdingsOn(viewer, today)) {
    for (const one of held) {
      const relation = relationOf(viewer.type === 'OFFICER', own, one);
      if (relation === null) continue;
      const since = own.from > one.from ? own.from : one.from;
      line = line === null ? { relation, since } : joined(line, { relation, since });
    }
  }
  return line;
}

function joined(a: Line, b: Line): Line {
  const nearest = NEARNESS.indexOf(b.relation) < NEARNESS.indexOf(a.relation) ? b : a;
  return { relation: nearest.relation, since: a.since < b.since ? a.since : b.since };
}

/** Whether somebody stands at any depth below somebody else on a day, however far that one may see. */
export function isBelow(person: OrganisationPerson, other: OrganisationPerson, today: LocalDate): boolean {
  const posts = new Set(holdingsOn(other, today).map(({ post }) => post));
  return holdingsOn(person, today).some(({ above }) => above.some((post) => posts.has(post)));
}

const NEARNESS: readonly PostRelation[] = ['first-line', 'staff-direct', 'chain'];

function relationOf(isOfficer: boolean, own: Holding, held: Holding): PostRelation | null {
  const line: readonly (string | null)[] = held.above;
  const between = line.indexOf(own.post);
  if (between < 0) return null;
  // The publisher cuts loops; should one get through, nobody sees along it.
  const last = held.above[between - 1] ?? held.post;
  if (last === null || own.above.includes(last)) return null;
  if (isOfficer) return between === 0 ? 'first-line' : 'chain';
  return between === 0 ? 'staff-direct' : null;
}
