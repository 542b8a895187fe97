import { type Day, EVENT_METRICS, type MetricId, type Participation } from '../day/day.ts';
import { isEmployed, type Person } from '../organisation/people.ts';
import type { NullReason } from '../vocabulary.ts';

/** Distinct events of a group in three disjoint parts, with participations beside them. */
export interface GroupFigure {
  readonly value: number | null;
  readonly reason: NullReason | null;
  /** Distinct events in which at least one officer led. */
  readonly byOfficers: number;
  /** Led only by staff, PCSOs or specials. */
  readonly notByOfficers: number;
  /** Led by nobody whom the people extract knows. */
  readonly unattributed: number;
  readonly participations: number;
  readonly assists: number;
  readonly complete: boolean;
}

export interface PersonFigure {
  readonly value: number | null;
  readonly reason: NullReason | null;
  readonly assists: number;
  /** A metric that does not apply to the role, though something was recorded. */
  readonly alsoRecorded: number;
  readonly complete: boolean;
  readonly flags: readonly string[];
  readonly sources: readonly string[];
}

export type Figures<F> = Readonly<Record<MetricId, F>>;

function perMetric<F>(make: (metric: MetricId) => F): Figures<F> {
  return Object.fromEntries(EVENT_METRICS.map(({ metric }) => [metric, make(metric)])) as Record<MetricId, F>;
}

interface Standing {
  readonly reason: NullReason | null;
  readonly complete: boolean;
}

/** Whether a metric can be said on the day: null has its reason, and a partial day says that it is one. */
function standing(day: Day, metric: MetricId): Standing {
  const arrivals = (day.policy.metricFeeds[metric] ?? []).map((feed) => day.arrivals[feed] ?? 'missing');
  if (day.status === 'planned') return { reason: 'notYet', complete: false };
  if (arrivals.includes('missing')) return { reason: 'feedMissing', complete: false };
  return { reason: null, complete: arrivals.every((arrival) => arrival === 'complete') };
}

/** The day figures of one regular officer: participations credited to the day. */
export function personFigures(day: Day, person: Person): Figures<PersonFigure> {
  const role = person.memberships[0]?.role ?? null;
  const applies = role === null ? [] : (day.policy.roleProfiles[role]?.metrics ?? []);
  return perMetric((metric) => {
    const own = (byPerson(day, metric).get(person.id) ?? []).filter((part) => part.date === day.date);
    const leads = own.filter((part) => part.lead);
    const { reason, complete } = standing(day, metric);
    const count = new Set(leads.map((part) => part.event)).size;
    const applicable = applies.includes(metric);
    return {
      value: reason === null && applicable ? count : null,
      reason: applicable ? reason : 'notApplicable',
      assists: new Set(own.filter((part) => !part.lead).map((part) => part.event)).size,
      alsoRecorded: applicable ? 0 : count,
      complete,
      flags: leads.some((part) => part.offDuty) ? ['OFF_DUTY_ACTIVITY'] : [],
      sources: own.map(({ source }) => `${source.feed} ${source.key} (${source.drop})`),
    };
  });
}

const indexes = new WeakMap<readonly Participation[], Map<string, Participation[]>>();

function byPerson(day: Day, metric: MetricId): Map<string, Participation[]> {
  const parts = day.events[metric];
  let index = indexes.get(parts);
  if (index === undefined) {
    index = Map.groupBy(parts, (part) => part.person);
    indexes.set(parts, index);
  }
  return index;
}

export interface UnitFigures {
  readonly code: string;
  readonly officers: number;
  readonly figures: Figures<GroupFigure>;
}

/** Every unit of the day: events are counted from events, never from members' figures. In order of the code. */
export function unitFigures(day: Day): UnitFigures[] {
  const officers = officersByUnit(day);
  const perUnit = new Map(EVENT_METRICS.map(({ metric }) => [metric, partsByUnit(day, metric)]));
  return [...day.units.keys()].sort().map((code) => ({
    code,
    officers: officers.get(code) ?? 0,
    figures: perMetric((metric) => groupFigure(day, metric, perUnit.get(metric)?.get(code) ?? [])),
  }));
}

/** The force's own figure: everything, those whom nobody knows and those without a team included. */
export function forceFigures(day: Day): Figures<GroupFigure> {
  return perMetric((metric) => groupFigure(day, metric, day.events[metric]));
}

function partsByUnit(day: Day, metric: MetricId): Map<string, Participation[]> {
  const found = new Map<string, Participation[]>();
  for (const unit of day.units.values()) if (unit.type === 'FORCE') found.set(unit.code, [...day.events[metric]]);
  for (const part of day.events[metric]) {
    for (const code of lineOf(day, part.team)) {
      if (day.units.get(code)?.type === 'FORCE') continue;
      const parts = found.get(code) ?? [];
      parts.push(part);
      found.set(code, parts);
    }
  }
  return found;
}

export function lineOf(day: Day, team: string | null): string[] {
  return team === null ? [] : (day.units.get(team)?.path.split('/') ?? []);
}

/** Regular officers employed on the day by unit, each once in a unit whatever the number of their teams below it. */
export function officersByUnit(day: Day): Map<string, number> {
  const counts = new Map<string, number>();
  for (const person of day.people.values()) {
    if (person.type !== 'OFFICER' || !isEmployed(person, day.date)) continue;
    const units = new Set(person.memberships.flatMap(({ team }) => lineOf(day, team)));
    for (const code of units) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

function groupFigure(day: Day, metric: MetricId, parts: readonly Participation[]): GroupFigure {
  const { reason, complete } = standing(day, metric);
  const leads = parts.filter((part) => part.lead && part.eventDate === day.date);
  let byOfficers = 0;
  let notByOfficers = 0;
  let unattributed = 0;
  for (const led of Map.groupBy(leads, (part) => part.event).values()) {
    if (led.some((part) => part.known?.type === 'OFFICER')) byOfficers += 1;
    else if (led.some((part) => part.known !== null)) notByOfficers += 1;
    else unattributed += 1;
  }
  const ofDay = parts.filter((part) => part.date === day.date);
  return {
    value: reason === null ? byOfficers + notByOfficers + unattributed : null,
    reason,
    byOfficers,
    notByOfficers,
    unattributed,
    participations: ofDay.filter((part) => part.lead).length,
    assists: ofDay.filter((part) => !part.lead).length,
    complete,
  };
}
