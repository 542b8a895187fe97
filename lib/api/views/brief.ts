import type { Permit } from '../../access/decide.ts';
import { orderOf } from '../../availability/order.ts';
import type { EpochMs } from '../../dates.ts';
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

export function briefView(day: BriefDay, { name, unit }: Named, permit: Permit): BriefView {
  const { person, status, reasons, unknowns, limits, student, tutored, daysToExpiry, closeness, interval } = day;
  const view = {
    person,
    name,
    unit,
    relation: permit.relation,
    status,
    reasons: [...reasons],
    unknowns: [...unknowns],
    limits: [...limits],
    student,
    tutored,
    daysToExpiry,
  };
  if (permit.fields === 'cover') return view;
  return { ...view, score: closeness === null ? null : { closeness, interval: interval === null ? null : [...interval] } };
}

/**
 * The status at an instant, from the timelines of the duty dates it may belong to (a night shift began yesterday). Outside
 * every shift somebody is off duty, where the shifts are known: `whole` says that each of these days is published.
 */
export function statusAt(days: readonly BriefDay[], now: EpochMs, whole = true): Pick<BriefDay, 'status' | 'reasons'> {
  const steps = days.flatMap(({ timeline }) => timeline);
  const step = steps.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  if (step !== undefined) return { status: step.status, reasons: step.reasons };
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
