import { completedYears } from '../calendar.ts';
import type { Day } from '../day/day.ts';
import { by } from '../order.ts';
import { isEmployed, type Person } from '../organisation/people.ts';
import { daysToExpiry } from './courses.ts';
import { type CriterionValue, criterionValues, type Training, trainingOf } from './criteria.ts';
import { type Gate, gateOn } from './gate.ts';
import { type AvailabilityInputs, absencesOf, shiftOf } from './inputs.ts';
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
  readonly criteria: readonly CriterionValue[];
  readonly courses: Training | null;
  readonly daysToExpiry: number | null;
  readonly serviceYears: number | null;
  readonly timeline: readonly Step[];
  readonly flags: readonly string[];
  readonly sources: readonly string[];
}

export function inputsOf(day: Day, person: Person): AvailabilityInputs {
  const role = person.memberships[0]?.role ?? null;
  return {
    date: day.date,
    policy: day.policy,
    person,
    profile: day.policy.roleProfiles[role ?? ''] ?? null,
    segments: day.segments.get(person.id) ?? [],
    absences: absencesOf(day.absences.get(person.id) ?? [], day.policy),
    training: day.training.get(person.id) ?? [],
    coursesKnown: day.coursesKnown,
    dutiesKnown: day.dutiesKnown,
    absencesKnown: day.absencesKnown,
  };
}

/** Who has availability on a day: everybody employed on it. In order of the employee number. */
export function availabilityOf(day: Day): Availability[] {
  return [...day.people.values()]
    .filter((person) => isEmployed(person, day.date))
    .sort(by((person) => person.id))
    .map((person) => score(inputsOf(day, person)));
}

/** The gate stands outside the score: only who is deployable gets one, and no one's depends on a colleague. */
export function score(inputs: AvailabilityInputs): Availability {
  const { person, policy, date } = inputs;
  const gate = gateOn(inputs);
  // The student and tutor feeds are not in the catalogue yet: nobody is known to tutor, and the figure says so.
  const tutors = false;
  const work = workAvailability(inputs, tutors);
  const courses = trainingOf(inputs);
  const criteria = criterionValues(policy.criteria, work, courses, tutors);
  const scored = gate.status === 'deployable' ? scoreOf(inputs, criteria) : null;
  return {
    ...gate,
    status: gate.status === 'deployable' && scored === null ? 'insufficientData' : gate.status,
    unknowns: [
      ...gate.unknowns,
      ...criteria.flatMap(({ id, value }) => (value === null && gate.status === 'deployable' ? [id] : [])),
    ],
    person: person.id,
    team: person.memberships[0]?.team ?? null,
    role: person.memberships[0]?.role ?? null,
    score: scored,
    work,
    criteria,
    courses,
    daysToExpiry: courses === null ? null : daysToExpiry([...courses.gate, ...courses.critical], date),
    serviceYears: person.serviceStart === null ? null : completedYears(person.serviceStart, date),
    timeline: person.type === 'OFFICER' ? timelineOf(inputs) : [],
    flags: flagsOf(inputs),
    sources: sourcesOf(inputs),
  };
}

function scoreOf({ policy }: AvailabilityInputs, values: readonly CriterionValue[]): Score | null {
  const utilities = policy.criteria.map((criterion, at) => {
    const value = values[at]?.value ?? null;
    return value === null ? null : utility(criterion, value);
  });
  const { low, high } = closenessBounds(utilities, policy.criteria);
  if (!utilities.includes(null)) return { ...low, interval: null };
  if (high.closeness - low.closeness > policy.widestInterval) return null;
  return { ...low, interval: [low.closeness, high.closeness] };
}

function flagsOf({ segments, person }: AvailabilityInputs): string[] {
  const flags = ['STUDENT_FEEDS_NOT_LOADED', 'RESTRICTION_FEED_NOT_LOADED', 'DUTY_EFFECT_FEED_NOT_LOADED'];
  if (segments.length > 0 && segments.every(({ worked }) => !worked)) flags.push('PLANNED_TIMES');
  if (person.memberships.length === 0) flags.push('NO_POST');
  if (person.joined === null) flags.push('JOIN_DATE_UNKNOWN');
  return flags;
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
    ...inputs.training
      .filter((row) => row.achieved_on <= inputs.date)
      .map((row) => `training ${row.employee_no} ${row.course_code} ${row.achieved_on}`)
      .sort(),
  ];
}
