import { type Availability, availabilityOf } from '../availability/score.ts';
import type { Day, DayStatus } from '../day/day.ts';
import { EVENT_METRICS } from '../day/day.ts';
import type { DaySources } from '../day/sources.ts';
import { closes } from '../day/totals.ts';
import { ProductError } from '../errors.ts';
import { sha256 } from '../ingest/hash.ts';
import { by } from '../order.ts';
import {
  type Figures,
  forceFigures,
  type GroupFigure,
  type PersonFigure,
  personFigures,
  type UnitFigures,
  unitFigures,
} from '../productivity/rollup.ts';

/** Raised by hand whenever results may change; the golden day fails when bytes change without it. */
export const CODE_VERSION = 1;

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
  readonly force: Figures<GroupFigure>;
  readonly units: readonly (UnitFigures & { readonly path: string; readonly name: string; readonly type: string })[];
  readonly people: readonly PersonDay[];
  readonly unresolved: Day['unresolved'];
  readonly conflicts: Day['conflicts'];
}

export interface PersonDay {
  readonly availability: Availability;
  readonly unitPath: string;
  /** Null for who is no regular officer: their productivity does not exist. */
  readonly productivity: Figures<PersonFigure> | null;
}

export function generationOf(day: Day): Generation {
  const people = availabilityOf(day).map((availability) => {
    const person = day.people.get(availability.person);
    return {
      availability,
      unitPath: availability.team === null ? '' : (day.units.get(availability.team)?.path ?? ''),
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
      return { ...figures, path: unit?.path ?? '', name: unit?.name ?? '', type: unit?.type ?? '' };
    }),
    people,
    unresolved: day.unresolved.toSorted(byFeedAndKey),
    conflicts: day.conflicts.toSorted(byFeedAndKey),
  };
}

const byFeedAndKey = by<{ feed: string; key: string }>(
  (row) => row.feed,
  (row) => row.key,
);

function sorted<V>(record: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(record).sort(by(([name]) => name)));
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
      throw new ProductError('TOTALS_OPEN', `${totals.feed} of ${day.date}: ${read} rows read do not add up`);
  }
  for (const { metric } of EVENT_METRICS) {
    const credited = new Set(
      day.events[metric].filter((part) => part.lead && part.eventDate === day.date).map((part) => part.event),
    ).size;
    const { byOfficers, notByOfficers, unattributed } = generation.force[metric];
    if (credited !== byOfficers + notByOfficers + unattributed)
      throw new ProductError('TOTALS_OPEN', `${metric} of ${day.date} do not add up to the force's figure`);
  }
}

/** The content as bytes, and the hash that names it. Key order is fixed by how the values are made. */
export function serialise(generation: Generation): { body: string; hash: string } {
  const body = JSON.stringify(generation);
  return { body, hash: sha256(body) };
}
