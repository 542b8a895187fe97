import { completedYears, type EpochMs } from '../dates.ts';
import { covered, type Span, union } from '../interval.ts';
import { isEmployed } from '../organisation/people.ts';
import type { TimeClass } from '../vocabulary.ts';
import { courseOn } from './courses.ts';
import { type AvailabilityInputs, awayOf, type Partner, shiftOf } from './inputs.ts';
import { rostered } from './work.ts';

export type GateStatus = 'deployable' | 'notDeployable' | 'notExpected' | 'insufficientData' | 'gateNotApplicable';

export interface Gate {
  readonly status: GateStatus;
  /** Every reason that fails a test, not only the first. */
  readonly reasons: readonly string[];
  /** Tests that could not be decided, by what is missing. */
  readonly unknowns: readonly string[];
  /** Lapsed courses that limit what the officer may do, and never stop deployment. */
  readonly limits: readonly string[];
}

interface Verdict {
  readonly reasons: readonly string[];
  readonly unknowns: readonly string[];
}

const PASS: Verdict = { reasons: [], unknowns: [] };
const failed = (...reasons: string[]): Verdict => ({ reasons, unknowns: [] });
const undecided = (...unknowns: string[]): Verdict => ({ reasons: [], unknowns });

type Test = (inputs: AvailabilityInputs, at: Span | null) => Verdict;
/** The tests of the gate in the order in which their reasons are told (method section 5). */
const TESTS: readonly Test[] = [regularOfficer, onDuty, fit, trained, student];
/** Asked of a student's partner: whoever tutors is judged without the student rule. */
const PARTNER_TESTS: readonly Test[] = [regularOfficer, onDuty, fit, trained];

/** Asked of a duty date. */
export function gateOn(inputs: AvailabilityInputs): Gate {
  return gate(inputs, null, TESTS);
}

/** Asked of an instant: is this person deployable now? */
export function gateAt(inputs: AvailabilityInputs, instant: EpochMs): Gate {
  return gate(inputs, { start: instant, end: instant + 1 }, TESTS);
}

/** Whether somebody can be deployed with a student on the date; null when it cannot be known. */
export function canPartner(inputs: AvailabilityInputs): boolean | null {
  const { status } = gate(inputs, null, PARTNER_TESTS);
  return status === 'insufficientData' ? null : status === 'deployable';
}

function gate(inputs: AvailabilityInputs, at: Span | null, tests: readonly Test[]): Gate {
  if (inputs.person.type !== 'OFFICER') return { status: 'gateNotApplicable', reasons: [], unknowns: [], limits: [] };
  const verdicts = tests.map((test) => test(inputs, at));
  const reasons = [...new Set(verdicts.flatMap((verdict) => verdict.reasons))];
  const unknowns = verdicts.flatMap((verdict) => verdict.unknowns);
  const expected = at !== null || !inputs.dutiesKnown || isExpected(inputs);
  return { status: statusOf(reasons, unknowns, expected), reasons, unknowns, limits: limitsOf(inputs) };
}

/** Nobody is expected on a rest day, or with leave over the whole shift, whatever else was planned or recorded. */
function isExpected(inputs: AvailabilityInputs): boolean {
  const shift = union(shiftOf(inputs.segments));
  const leave = timeOf(inputs, 'leave');
  return shift.some((span) => covered(leave, span) < span.end - span.start);
}

/** False if any test is known false, unknown if none is false and one is unknown, else true. */
function statusOf(reasons: readonly string[], unknowns: readonly string[], expected: boolean): GateStatus {
  if (!expected) return 'notExpected';
  if (reasons.length > 0) return 'notDeployable';
  return unknowns.length > 0 ? 'insufficientData' : 'deployable';
}

function regularOfficer({ person, date }: AvailabilityInputs): Verdict {
  if (isEmployed(person, date)) return PASS;
  return failed(person.joined !== null && date < person.joined ? 'NOT_YET_JOINED' : 'LEFT');
}

/** For a date: some working time is left. For an instant: it lies in a working segment and nothing else covers it. */
function onDuty(inputs: AvailabilityInputs, at: Span | null): Verdict {
  if (!inputs.dutiesKnown) return undecided('duties');
  const shift = shiftOf(inputs.segments);
  const expected = union(shift.flatMap((span) => (at === null ? [span] : clip(span, at))));
  if (expected.length === 0) return failed('OFF_DUTY');

  const away = AWAY.map(([timeClass, reason]) => ({ reason, spans: timeOf(inputs, timeClass) }));
  const gone = union(away.flatMap(({ spans }) => spans));
  const left = expected.reduce((sum, span) => sum + (span.end - span.start - covered(gone, span)), 0);
  if (left > 0) return inputs.absencesKnown ? PASS : undecided('absences');
  const touched = away.filter(({ spans }) => expected.some((span) => covered(spans, span) > 0));
  return failed(...touched.map(({ reason }) => reason));
}

/** What takes somebody out of a shift, in the order in which it is told. */
const AWAY = [
  ['leave', 'ON_LEAVE'],
  ['committed', 'COMMITTED'],
  ['unplanned', 'NOT_AT_WORK'],
] as const;

/** The time of a class, as the duty system and the absence records have it; suspension is time nobody planned. */
function timeOf({ segments, absences, suspensions }: AvailabilityInputs, timeClass: TimeClass): Span[] {
  const own = [...awayOf(segments), ...absences].filter((one) => one.timeClass === timeClass);
  return union(timeClass === 'unplanned' ? [...own, ...(suspensions ?? [])] : own);
}

function clip(span: Span, at: Span): Span[] {
  return span.start <= at.start && at.end <= span.end ? [at] : [];
}

const FEEDS_OF_FITNESS = { restrictions: 'restrictions', suspensions: 'duty-effects' } as const;

/** Neither suspended for the whole of the time asked for nor restricted from the front line. */
function fit(inputs: AvailabilityInputs, at: Span | null): Verdict {
  const { restrictions, suspensions, feeds } = inputs;
  const reasons: string[] = [];
  // Without a shift suspension says no more than sickness does: nothing.
  const asked = at === null ? union(shiftOf(inputs.segments)) : [at];
  const suspended = union(suspensions ?? []);
  if (asked.length > 0 && asked.every((span) => covered(suspended, span) >= span.end - span.start)) reasons.push('NOT_AT_WORK');
  const effects = new Set((restrictions ?? []).map(({ effect }) => effect));
  if (effects.has('NOT_AT_WORK')) reasons.push('NOT_AT_WORK');
  if (effects.has('NOT_FRONTLINE')) reasons.push('RESTRICTED');
  const missing = Object.entries(FEEDS_OF_FITNESS).filter(
    ([known, feed]) => feeds.has(feed) && inputs[known as keyof typeof FEEDS_OF_FITNESS] === null,
  );
  return { reasons, unknowns: missing.map(([, feed]) => feed) };
}

function trained(inputs: AvailabilityInputs): Verdict {
  const { profile, training, coursesKnown, date, standIns } = inputs;
  if (profile === null) return undecided('roleProfile');
  const courses = profile.gateCourses.map((code) => courseOn(code, training, coursesKnown, date, standIns));
  return {
    reasons: courses.flatMap(({ code, state }) =>
      state === 'expired' ? [`TRAINING_EXPIRED:${code}`] : state === 'missing' ? [`TRAINING_MISSING:${code}`] : [],
    ),
    unknowns: courses.flatMap(({ code, state }) => (state === 'unknown' ? [`training:${code}`] : [])),
  };
}

/** A student goes out with a partner who is there, may tutor and is deployable. */
function student(inputs: AvailabilityInputs): Verdict {
  const { student: standing } = inputs;
  if (standing.state === 'unknown') return undecided('studentRecord');
  if (standing.state !== 'student' || standing.phase === 'IPS' || standing.phase === 'FOC') return PASS;
  if (standing.phase === 'TRAINING') return failed('STUDENT_IN_TRAINING');
  const partners = standing.partners.filter(({ eligible }) => eligible);
  const [first] = partners;
  if (first === undefined) return failed('STUDENT_NOT_PAIRED');
  if (partners.some(({ onDuty: there, deployable }) => there === true && deployable === true)) return PASS;
  if (partners.some(isOpen)) return undecided('studentPartner');
  return failed(
    partners.some(({ onDuty: there }) => there === true) ? 'STUDENT_PARTNER_NOT_DEPLOYABLE' : 'STUDENT_PARTNER_OFF_DUTY',
  );
}

function isOpen({ onDuty: there, deployable }: Partner): boolean {
  return there !== false && deployable !== false;
}

function limitsOf({ profile, training, coursesKnown, date, standIns }: AvailabilityInputs): string[] {
  if (profile === null) return [];
  return profile.criticalCourses
    .filter((code) => !profile.gateCourses.includes(code))
    .map((code) => courseOn(code, training, coursesKnown, date, standIns))
    .filter(({ state }) => state === 'expired' || state === 'missing')
    .map(({ code }) => `LIMITED:${code}`);
}

/** Completed years of service; null when the source does not say when it began. */
export function serviceYears({ person, date }: Pick<AvailabilityInputs, 'person' | 'date'>): number | null {
  return person.serviceStart === null ? null : completedYears(person.serviceStart, date);
}

/** The instants at which the answer to "deployable now" can change within the shift. */
export function turningPoints(inputs: AvailabilityInputs): EpochMs[] {
  const shift = shiftOf(inputs.segments);
  const edges = [...shift, ...inputs.segments, ...inputs.absences, ...(inputs.suspensions ?? []), ...shift.map(rostered)].flatMap(
    ({ start, end }) => [start, end],
  );
  const first = Math.min(...shift.map(({ start }) => start));
  const last = Math.max(...shift.map(({ end }) => end));
  return [...new Set(edges)].filter((edge) => first <= edge && edge <= last).sort((a, b) => a - b);
}
