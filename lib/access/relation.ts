import type { LocalDate } from '../dates.ts';
import { by } from '../order.ts';
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
  const seconded = current.filter(({ kind }) => kind === 'SECONDMENT');
  return seconded.length > 0 ? seconded : current;
}

/**
 * The relation of a viewer to a subject over their posts on a day; null when there is none. Officers see along the whole
 * line, everybody else one post down. Of several lines the nearest counts, and the longest time.
 */
export function lineBetween(viewer: OrganisationPerson, subject: OrganisationPerson, today: LocalDate): Line | null {
  const lines = holdingsOn(viewer, today).flatMap((own) =>
    holdingsOn(subject, today).flatMap((held): Line[] => {
      const relation = relationOf(viewer.type === 'OFFICER', own, held);
      return relation === null ? [] : [{ relation, since: own.from > held.from ? own.from : held.from }];
    }),
  );
  const [nearest] = lines.map(({ relation }) => relation).sort(by((relation) => NEARNESS.indexOf(relation)));
  const [since] = lines.map(({ since: day }) => day).sort();
  return nearest === undefined || since === undefined ? null : { relation: nearest, since };
}

const NEARNESS: readonly PostRelation[] = ['first-line', 'staff-direct', 'chain'];

function relationOf(isOfficer: boolean, own: Holding, held: Holding): PostRelation | null {
  if (own.post === null || held.post === null) return null;
  const distance = held.above.indexOf(own.post);
  // The publisher cuts loops; should one get through, nobody sees along it.
  if (distance < 0 || own.above.includes(held.post) || own.post === held.post) return null;
  if (isOfficer) return distance === 0 ? 'first-line' : 'chain';
  return distance === 0 ? 'staff-direct' : null;
}
