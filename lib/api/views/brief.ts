import type { Permit } from '../../access/decide.ts';
import { orderOf } from '../../availability/order.ts';
import type { BriefDay } from '../../generation/items.ts';
import { by } from '../../order.ts';

/** One line of a list of people: as asked of a day or of an instant, as far as the permit opens it. */
export interface BriefView {
  person: string;
  name: string;
  unit: string;
  relation: string;
  status: string;
  reasons: string[];
  unknowns: string[];
  limits: string[];
  student: string | null;
  tutored: number;
  daysToExpiry: number | null;
  score?: { closeness: number; interval: number[] | null } | null;
  order?: { place: number; of: number; joint: boolean } | null;
}

export interface Named {
  readonly name: string;
  readonly unit: string;
}

/** Of a day, with its score where the permit opens it. */
export function briefView(day: BriefDay, named: Named, permit: Permit): BriefView {
  const view = viewOf(day, day, named, permit);
  if (permit.fields === 'cover') return view;
  const { closeness, interval } = day;
  view.score = closeness === null ? null : { closeness, interval: interval === null ? null : [...interval] };
  return view;
}

/** Without a score, as of an instant: a day with the status of then. */
export function viewOf(day: BriefDay, { status, reasons }: Status, { name, unit }: Named, { relation }: Permit): BriefView {
  const { person, unknowns, limits, student, tutored, daysToExpiry } = day;
  const told = { reasons: [...reasons], unknowns: [...unknowns], limits: [...limits] };
  return { person, name, unit, relation, status, ...told, student, tutored, daysToExpiry };
}

type Status = Pick<BriefDay, 'status' | 'reasons'>;

/**
 * The status at an instant, from the timelines of the duty dates it may belong to (a night shift began yesterday). Outside
 * every shift somebody is off duty, where the shifts are known: `whole` says that each of these days is published. `now` as
 * `formatInstant` writes it.
 */
export function statusAt(days: readonly BriefDay[], now: string, whole: boolean): Status {
  for (const { timeline } of days) {
    // Instants of whole seconds in one form: in order as texts.
    const step = timeline.find(({ from, to }) => from <= now && now < to);
    if (step !== undefined) return step;
  }
  const applicable = days.some(({ status }) => status !== 'gateNotApplicable');
  const isUnknown = !whole || days.some(({ status, timeline }) => status === 'insufficientData' && timeline.length === 0);
  if (applicable && isUnknown) return { status: 'insufficientData', reasons: [] };
  return applicable ? { status: 'notExpected', reasons: ['OFF_DUTY'] } : { status: 'gateNotApplicable', reasons: [] };
}

/** The order of a day among those scored whom the viewer may see; nobody is told their own place. */
export function ordered(list: readonly BriefView[], viewer: string, fewest: number): BriefView[] {
  const others = list.filter(({ person }) => person !== viewer);
  const places = orderOf(
    others.map(({ person, score }) => ({ person, closeness: score?.closeness ?? null })),
    fewest,
  );
  const of = new Map((places ?? []).map((place) => [place.person, place]));
  const withOrder = list.map((one) => {
    const place = of.get(one.person);
    return { ...one, order: place === undefined ? null : { place: place.rank, of: of.size, joint: place.joint } };
  });
  return withOrder.sort(
    by(
      ({ order }) => order?.place ?? Number.MAX_SAFE_INTEGER,
      ({ name }) => name,
      ({ person }) => person,
    ),
  );
}

export function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values.toSorted()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
