import { instantToLocal } from '../calendar.ts';
import type { Day } from '../day/day.ts';
import type { Segment } from '../day/segment.ts';
import { by } from '../order.ts';
import { isEmployed, type Person, postingsOf } from '../organisation/people.ts';
import type { DutyEffect } from '../vocabulary.ts';
import { daysToExpiry } from './courses.ts';
import { type CriterionValue, criterionValues, type Training, trainingOf } from './criteria.ts';
import { type Gate, gateOn, serviceYears } from './gate.ts';
import {
  type AvailabilityInputs,
  absencesOf,
  type Restriction,
  restrictionsOn,
  type Student,
  shiftOf,
  spanOf,
} from './inputs.ts';
import { type DayMinutes, daysToNextLeave, minutesOf } from './minutes.ts';
import { pairingsOf } from './pairing.ts';
import { type Step, timelineOf } from './timeline.ts';
import { closenessBounds, utility } from './topsis.ts';
import { type Work, workAvailability } from './work.ts';

export interface Score {
  /** The figure; with `interval` its lower end. */
  readonly closeness: number;
  readonly dPlus: number;
  readonly dMinus: number;
  readonly interval: readonly [low: number, high: number] | null;
}

/** The availability of one person on one duty date, with everything that its explanation needs. */
export interface Availability extends Gate {
  readonly person: string;
  readonly team: string | null;
  readonly role: string | null;
  readonly score: Score | null;
  readonly work: Work;
  readonly minutes: DayMinutes;
  /** Minutes by team, on a day on which the duty was for more than one of the own teams. */
  readonly teamMinutes: Readonly<Record<string, DayMinutes>> | null;
  readonly criteria: readonly CriterionValue[];
  readonly courses: Training | null;
  readonly daysToExpiry: number | null;
  readonly daysToNextLeave: number | null;
  /** The strongest effect in force; null when nothing is known. Never a reason. */
  readonly restriction: Restriction | null;
  readonly dutyEffect: DutyEffect | null;
  readonly student: Student;
  readonly tutored: readonly string[];
  readonly serviceYears: number | null;
  readonly serviceBand: ServiceBand | null;
  readonly timeline: readonly Step[];
  readonly flags: readonly string[];
  readonly sources: readonly string[];
}

export type ServiceBand = '<1' | '1-2' | '3-4' | '5-9' | '10+';

/** Bands of completed years, context only: length of service stands in for age. */
export function serviceBandOf(years: number | null): ServiceBand | null {
  if (years === null) return null;
  if (years < 1) return '<1';
  if (years < 3) return '1-2';
  if (years < 5) return '3-4';
  return years < 10 ? '5-9' : '10+';
}

/** One person's inputs before anybody knows who is paired with whom. */
export function inputsOf(day: Day, person: Person): AvailabilityInputs {
  const { records, date, policy } = day;
  const role = postingsOf(person)[0]?.role ?? null;
  const effects = (records.dutyEffects?.get(person.id) ?? []).map((row) => ({
    effect: row.duty_effect,
    ...spanOf(row.from_at, row.to_at),
  }));
  const noon = Date.parse(`${date}T12:00:00Z`);
  return {
    date,
    policy,
    person,
    profile: policy.roleProfiles[role ?? ''] ?? null,
    segments: day.segments.get(person.id) ?? [],
    absences: absencesOf(records.absences?.get(person.id) ?? [], policy),
    training: records.training?.get(person.id) ?? [],
    coursesKnown: day.coursesKnown,
    standIns: day.standIns,
    dutiesKnown: day.dutiesKnown,
    absencesKnown: records.absences !== null,
    restrictions: records.restrictions === null ? null : restrictionsOn(records.restrictions.get(person.id) ?? [], date),
    suspensions: records.dutyEffects === null ? null : effects.filter(({ effect }) => effect === 'SUSPENDED'),
    restrictedDuty: effects.some(({ effect, start, end }) => effect === 'RESTRICTED' && start <= noon && noon < end),
    student: { state: day.feeds.has('students') ? 'none' : 'notLoaded' },
    tutored: [],
    tutoringKnown: !day.feeds.has('tutors') || (records.students !== null && records.tutors !== null),
    feeds: day.feeds,
  };
}

/** Who has availability on a day: everybody employed on it. In order of the employee number. */
export function availabilityOf(day: Day): Availability[] {
  const employed = [...day.people.values()].filter((person) => isEmployed(person, day.date)).sort(by((person) => person.id));
  const everybody = new Map(employed.map((person) => [person.id, inputsOf(day, person)]));
  const { students, tutored } = pairingsOf(day, everybody);
  return [...everybody].map(([id, inputs]) =>
    score({ ...inputs, student: students.get(id) ?? inputs.student, tutored: tutored.get(id) ?? [] }),
  );
}

/** The gate stands outside the score: only who is deployable gets one, and no one's depends on a colleague. */
export function score(inputs: AvailabilityInputs): Availability {
  const { person, policy, date } = inputs;
  const gate = gateOn(inputs);
  const work = workAvailability(inputs);
  const courses = trainingOf(inputs);
  const criteria = criterionValues(policy.criteria, work, courses, inputs.tutoringKnown ? inputs.tutored.length > 0 : null);
  const scored = gate.status === 'deployable' ? scoreOf(inputs, criteria) : null;
  const posting = postingsOf(person)[0];
  const years = serviceYears(inputs);
  return {
    ...gate,
    status: gate.status === 'deployable' && scored === null ? 'insufficientData' : gate.status,
    unknowns: [
      ...gate.unknowns,
      ...criteria.flatMap(({ id, value }) => (value === null && gate.status === 'deployable' ? [id] : [])),
    ],
    person: person.id,
    team: posting?.team ?? null,
    role: posting?.role ?? null,
    score: scored,
    work,
    minutes: minutesOf(inputs),
    teamMinutes: teamMinutesOf(inputs),
    criteria,
    courses,
    daysToExpiry: courses === null ? null : daysToExpiry([...courses.gate, ...courses.critical], date),
    daysToNextLeave: daysToNextLeave(inputs),
    restriction: strongest(inputs.restrictions),
    dutyEffect: dutyEffectOf(inputs),
    student: inputs.student,
    tutored: inputs.tutored,
    serviceYears: years,
    serviceBand: serviceBandOf(years),
    timeline: person.type === 'OFFICER' ? timelineOf(inputs) : [],
    flags: [...flagsOf(inputs), ...expiringInShift(inputs, courses)],
    sources: sourcesOf(inputs),
  };
}

/** A transfer in mid-shift, or two teams: each has the minutes of its own segments. */
function teamMinutesOf(inputs: AvailabilityInputs): Availability['teamMinutes'] {
  const own = new Set(inputs.person.memberships.map(({ team }) => team));
  const first = postingsOf(inputs.person)[0]?.team ?? '';
  const teamOf = ({ team }: Segment) => (team !== null && own.has(team) ? team : first);
  const shift = Map.groupBy(shiftOf(inputs.segments), teamOf);
  if (shift.size < 2) return null;
  const away = inputs.segments.filter((segment) => !shiftOf([segment]).length);
  return Object.fromEntries(
    [...shift].sort(by(([team]) => team)).map(([team, parts]) => [team, minutesOf({ ...inputs, segments: [...parts, ...away] })]),
  );
}

function scoreOf({ policy, tutoringKnown }: AvailabilityInputs, values: readonly CriterionValue[]): Score | null {
  const { criteria } = policy;
  const known = criteria.map((criterion, at) => {
    const value = values[at]?.value ?? null;
    return value === null ? null : utility(criterion, value);
  });
  const bounds = closenessBounds(known, criteria);
  // Who may be tutoring may have less time as well.
  const reduced = (u: number | null, at: number) =>
    u !== null && !tutoringKnown && criteria[at]?.id === 'workAvailability' ? u * (1 - policy.tutorReduction) : u;
  const low = tutoringKnown ? bounds.low : closenessBounds(known.map(reduced), criteria).low;
  if (!known.includes(null)) return { ...low, interval: null };
  if (bounds.high.closeness - low.closeness > policy.widestInterval) return null;
  return { ...low, interval: [low.closeness, bounds.high.closeness] };
}

const STRENGTH = ['NONE', 'PARTIAL', 'NOT_FRONTLINE', 'NOT_AT_WORK'] as const;

function strongest(restrictions: readonly Restriction[] | null): Restriction | null {
  return (
    restrictions
      ?.toSorted(
        by(
          ({ effect }) => STRENGTH.indexOf(effect),
          ({ id }) => id,
        ),
      )
      .at(-1) ?? null
  );
}

function dutyEffectOf({ suspensions, restrictedDuty, date }: AvailabilityInputs): DutyEffect | null {
  if (suspensions === null) return null;
  const noon = Date.parse(`${date}T12:00:00Z`);
  if (suspensions.some(({ start, end }) => start <= noon && noon < end)) return 'SUSPENDED';
  return restrictedDuty ? 'RESTRICTED' : 'NONE';
}

/** What a force does not load is no unknown, and is said. */
const NOT_LOADED = [
  ['STUDENT_FEEDS_NOT_LOADED', ['students', 'tutors']],
  ['RESTRICTION_FEED_NOT_LOADED', ['restrictions']],
  ['DUTY_EFFECT_FEED_NOT_LOADED', ['duty-effects']],
] as const;

function flagsOf({ segments, person, feeds }: AvailabilityInputs): string[] {
  const flags: string[] = NOT_LOADED.flatMap(([flag, needed]) => (needed.every((feed) => feeds.has(feed)) ? [] : [flag]));
  if (segments.length > 0 && segments.every(({ worked }) => !worked)) flags.push('PLANNED_TIMES');
  if (postingsOf(person).length === 0) flags.push('NO_POST');
  if (person.joined === null) flags.push('JOIN_DATE_UNKNOWN');
  return flags;
}

/** A night shift that runs past the last day of a gate course stays valid, and says so. */
function expiringInShift({ segments, date }: AvailabilityInputs, courses: Training | null): string[] {
  const runsOn = shiftOf(segments).some(({ end }) => instantToLocal(end - 1).slice(0, 10) > date);
  const last = (courses?.gate ?? []).filter(({ state, validTo }) => state === 'valid' && validTo === date);
  return runsOn ? last.map(({ code }) => `TRAINING_EXPIRES_IN_SHIFT:${code}`) : [];
}

/** The source rows by feed and key; never what they say. */
function sourcesOf(inputs: AvailabilityInputs): string[] {
  const shift = shiftOf(inputs.segments);
  const near = inputs.absences.filter((absence) =>
    shift.some((segment) => absence.start < segment.end && segment.start < absence.end),
  );
  return [
    ...inputs.segments.map(({ person, date, no }) => `duties ${person} ${date} ${no}`),
    ...near.map(({ id }) => `absences ${id}`).sort(),
    ...(inputs.restrictions ?? []).map(({ id }) => `restrictions ${id}`).sort(),
    ...inputs.training
      .filter((row) => row.achieved_on <= inputs.date)
      .map((row) => `training ${row.employee_no} ${row.course_code} ${row.achieved_on}`)
      .sort(),
  ];
}
