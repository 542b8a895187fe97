import type { Criterion } from '../policy/policy.ts';
import { type Course, courseOn } from './courses.ts';
import type { AvailabilityInputs } from './inputs.ts';
import type { Work } from './work.ts';

export interface CriterionValue {
  readonly id: Criterion['id'];
  /** Null when what it rests on is unknown. */
  readonly value: number | null;
}

export interface Training {
  readonly critical: readonly Course[];
  readonly skills: readonly Course[];
  readonly gate: readonly Course[];
}

export function trainingOf({ profile, training, coursesKnown, date, standIns }: AvailabilityInputs): Training | null {
  if (profile === null) return null;
  const look = (codes: readonly string[]) => codes.map((code) => courseOn(code, training, coursesKnown, date, standIns));
  return {
    gate: look(profile.gateCourses),
    critical: look(profile.criticalCourses.filter((code) => !profile.gateCourses.includes(code))),
    skills: look(profile.coreSkills),
  };
}

/** The value of each criterion in the policy's order. */
export function criterionValues(
  criteria: readonly Criterion[],
  work: Work,
  training: Training | null,
  supervises: boolean | null,
): CriterionValue[] {
  const values: Readonly<Record<Criterion['id'], number | null>> = {
    workAvailability: work.availability,
    criticalTraining: training === null ? null : share(training.critical),
    coreSkills: training === null ? null : share(training.skills),
    supervising: supervises === null ? null : supervises ? 1 : 0,
  };
  return criteria.map(({ id }) => ({ id, value: values[id] }));
}

/** Courses in date / courses required; nothing required is full; one that nobody can judge makes the share unknown. */
function share(courses: readonly Course[]): number | null {
  if (courses.length === 0) return 1;
  if (courses.some(({ state }) => state === 'unknown')) return null;
  return courses.filter(({ state }) => state === 'valid').length / courses.length;
}
