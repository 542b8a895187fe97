import type { Day } from '../day/day.ts';
import type { Participation } from '../day/participation.ts';
import type { AreaSample } from '../day/response.ts';
import type { Person } from '../organisation/people.ts';
import type { Unit } from '../organisation/units.ts';
import { COUNT_METRICS, type CountMetric, type NullReason, perMetric } from '../vocabulary.ts';
import {
  type GroupResponseFigure,
  groupResponse,
  MIXES,
  type Mix,
  mixOf,
  type ResponseFigure,
  responseFigure,
  standing,
  type VisibilityFigure,
} from './figures.ts';
import { medianAndP90 } from './histogram.ts';
import { applies, lineOf, NO_OFFICERS, officersByUnit, profileOf } from './officers.ts';

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
  /** Led by an officer to whose role the metric applies: what units are compared by. Not there before code version 4. */
  readonly byApplying?: number;
  readonly participations: number;
  readonly assists: number;
  readonly mix: Mix;
  /** Use of force only: from use to submission. */
  readonly lag: Lag | null;
  readonly complete: boolean;
}

export interface PersonFigure {
  readonly value: number | null;
  readonly reason: NullReason | null;
  readonly assists: number;
  /** A metric that does not apply to the role, though something was recorded. */
  readonly alsoRecorded: number;
  readonly mix: Mix;
  readonly lag: Lag | null;
  readonly complete: boolean;
  readonly flags: readonly string[];
  /** Feed, natural key, time and file of the rows behind the figure. */
  readonly sources: readonly string[];
}

export interface Lag {
  readonly n: number;
  readonly medianSeconds: number;
}

export type GroupFigures = Readonly<Record<CountMetric, GroupFigure>> & {
  readonly responseTime: GroupResponseFigure;
  readonly visibility: VisibilityFigure;
};
export type PersonFigures = Readonly<Record<CountMetric, PersonFigure>> & {
  /** With the single seconds, so that a window has its exact median. */
  readonly responseTime: ResponseFigure & { readonly seconds: readonly number[] };
  readonly visibility: VisibilityFigure;
};

/** The day figures of one regular officer: participations credited to the day. */
export function personFigures(day: Day, person: Person): PersonFigures {
  const counts = perMetric((metric) => personFigure(day, metric, person, applies(day, person, metric)));
  const { reason, complete } = standing(day, 'visibility');
  const seen = (day.visibility.get(person.id) ?? []).reduce(add, NOTHING_SEEN);
  const told = applies(day, person, 'visibility') ? reason : ('notApplicable' as const);
  return {
    ...counts,
    responseTime: personResponse(day, person, applies(day, person, 'responseTime') && profileOf(day, person)?.responder === true),
    visibility: {
      minutes: told === null ? seen.minutes : null,
      unknownMinutes: told === null ? seen.unknownMinutes : null,
      reason: told,
      complete,
    },
  };
}

function personResponse(day: Day, person: Person, applies: boolean): PersonFigures['responseTime'] {
  const samples = applies ? (index(day.responses.persons, ({ person: one }) => one).get(person.id) ?? []) : [];
  const figure = responseFigure(samples, standing(day, 'responseTime'), day.policy);
  const seconds = samples.flatMap((sample) => (sample.seconds === null ? [] : [sample.seconds])).sort((a, b) => a - b);
  return { ...figure, reason: applies ? figure.reason : 'notApplicable', seconds };
}

function personFigure(day: Day, metric: CountMetric, person: Person, applicable: boolean): PersonFigure {
  const own = (index(day.events[metric], (part) => part.person).get(person.id) ?? []).filter(({ date }) => date === day.date);
  const leads = own.filter((part) => part.lead);
  const { reason, complete } = standing(day, metric);
  const events = firstOfEach(leads);
  return {
    value: reason === null && applicable ? events.length : null,
    reason: applicable ? reason : 'notApplicable',
    assists: firstOfEach(own.filter((part) => !part.lead)).length,
    alsoRecorded: applicable ? 0 : events.length,
    mix: mixOf(
      events.map(({ detail }) => detail),
      MIXES[metric] ?? [],
    ),
    lag: lagOf(events),
    complete,
    flags: flagsOf(leads),
    sources: own.map(({ source: { feed, key, at, drop } }) => `${feed} ${key} at ${at} (${drop})`),
  };
}

function flagsOf(leads: readonly Participation[]): string[] {
  const flags = new Set(leads.flatMap(({ flags: own }) => own));
  if (leads.some(({ offDuty }) => offDuty)) flags.add('OFF_DUTY_ACTIVITY');
  return [...flags].sort();
}

function firstOfEach(parts: readonly Participation[]): Participation[] {
  return [...Map.groupBy(parts, ({ event }) => event).values()].map((same) => same[0] as Participation);
}

function lagOf(events: readonly Participation[]): Lag | null {
  const seconds = events.flatMap(({ detail }) => (typeof detail.lagSeconds === 'number' ? [detail.lagSeconds] : []));
  const figures = medianAndP90(seconds);
  return figures === null ? null : { n: seconds.length, medianSeconds: figures.median };
}

const indexes = new WeakMap<readonly unknown[], Map<string, unknown[]>>();

/** The parts of a day by one key; made once a day, for there are thousands of people to look up. */
function index<P>(parts: readonly P[], key: (part: P) => string): Map<string, P[]> {
  let made = indexes.get(parts);
  if (made === undefined) {
    made = Map.groupBy(parts, key);
    indexes.set(parts, made);
  }
  return made as Map<string, P[]>;
}

export interface UnitFigures {
  readonly code: string;
  readonly officers: number;
  /** Of these, to how many a metric applies by their role; not there before code version 4. */
  readonly applying?: Readonly<Record<CountMetric, number>>;
  readonly figures: GroupFigures;
}

/** Every unit of the day: events are counted from events, never from members' figures. In order of the code. */
export function unitFigures(day: Day): UnitFigures[] {
  const officers = officersByUnit(day);
  const perUnit = new Map(COUNT_METRICS.map((metric) => [metric, partsByUnit(day, metric)]));
  const minutes = visibilityByUnit(day);
  return [...day.units.values()]
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map((unit) => ({
      code: unit.code,
      ...(officers.get(unit.code) ?? NO_OFFICERS),
      figures: {
        ...perMetric((metric) => groupFigure(day, metric, perUnit.get(metric)?.get(unit.code) ?? [])),
        responseTime: unitResponse(day, unit),
        visibility: visibilityFigure(day, minutes.get(unit.code)),
      },
    }));
}

/** The force's own figures: everything, those whom nobody knows and those without a team included. */
export function forceFigures(day: Day): GroupFigures {
  const everybody = officersSeen(day).flatMap(({ parts }) => parts);
  return {
    ...perMetric((metric) => groupFigure(day, metric, day.events[metric])),
    responseTime: areaResponse(day, day.responses.areas),
    visibility: visibilityFigure(day, everybody.reduce(add, NOTHING_SEEN)),
  };
}

const NOTHING_SEEN = { minutes: 0, unknownMinutes: 0 };
const add = (a: typeof NOTHING_SEEN, b: typeof NOTHING_SEEN): typeof NOTHING_SEEN => ({
  minutes: a.minutes + b.minutes,
  unknownMinutes: a.unknownMinutes + b.unknownMinutes,
});

function visibilityFigure(day: Day, seen = NOTHING_SEEN): VisibilityFigure {
  const { reason, complete } = standing(day, 'visibility');
  return {
    minutes: reason === null ? seen.minutes : null,
    unknownMinutes: reason === null ? seen.unknownMinutes : null,
    reason,
    complete,
  };
}

/** In order of the number: sums of fractions depend on their order. */
function officersSeen(day: Day) {
  return [...day.visibility.keys()]
    .sort()
    .filter((id) => day.people.get(id)?.type === 'OFFICER')
    .map((id) => ({ id, parts: day.visibility.get(id) ?? [] }));
}

function visibilityByUnit(day: Day): Map<string, typeof NOTHING_SEEN> {
  const sums = new Map<string, typeof NOTHING_SEEN>();
  for (const { parts } of officersSeen(day)) {
    for (const { team, ...seen } of parts)
      for (const code of lineOf(day, team)) sums.set(code, add(sums.get(code) ?? NOTHING_SEEN, seen));
  }
  return sums;
}

/** Teams and departments by who arrived first, areas by where it happened, the force by everything. */
function unitResponse(day: Day, { code, type }: Unit): GroupResponseFigure {
  if (type === 'FORCE') return areaResponse(day, day.responses.areas);
  if (type === 'AREA')
    return areaResponse(
      day,
      day.responses.areas.filter(({ area }) => area === code),
    );
  const own = day.responses.teams.filter(({ teams }) => teams.some((team) => lineOf(day, team).includes(code)));
  return groupResponse(own, null, standing(day, 'responseTime'), day.policy);
}

function areaResponse(day: Day, samples: readonly AreaSample[]): GroupResponseFigure {
  const share = (grade: 'P1' | 'P2') => {
    const judged = samples.filter((sample) => sample.grade === grade && sample.withinTarget !== null);
    return { n: judged.length, within: judged.filter(({ withinTarget }) => withinTarget).length };
  };
  return groupResponse(samples, { P1: share('P1'), P2: share('P2') }, standing(day, 'responseTime'), day.policy);
}

function partsByUnit(day: Day, metric: CountMetric): Map<string, Participation[]> {
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

function groupFigure(day: Day, metric: CountMetric, parts: readonly Participation[]): GroupFigure {
  const { reason, complete } = standing(day, metric);
  const leads = parts.filter((part) => part.lead && part.eventDate === day.date);
  let byOfficers = 0;
  let notByOfficers = 0;
  let unattributed = 0;
  let byApplying = 0;
  for (const led of Map.groupBy(leads, (part) => part.event).values()) {
    if (led.some(({ known }) => known?.type === 'OFFICER' && applies(day, known, metric))) byApplying += 1;
    if (led.some((part) => part.known?.type === 'OFFICER')) byOfficers += 1;
    else if (led.some((part) => part.known !== null)) notByOfficers += 1;
    else unattributed += 1;
  }
  const ofDay = parts.filter((part) => part.date === day.date);
  const events = firstOfEach(leads);
  return {
    value: reason === null ? byOfficers + notByOfficers + unattributed : null,
    reason,
    byOfficers,
    notByOfficers,
    unattributed,
    byApplying,
    participations: participationsOf(ofDay.filter((part) => part.lead)),
    assists: participationsOf(ofDay.filter((part) => !part.lead)),
    mix: mixOf(
      events.map(({ detail }) => detail),
      MIXES[metric] ?? [],
    ),
    lag: lagOf(events),
    complete,
  };
}

/** One person's part in one event counts once, however many rows tell of it. */
function participationsOf(parts: readonly Participation[]): number {
  return new Set(parts.map(({ event, person }) => JSON.stringify([event, person]))).size;
}
