import * as z from 'zod';
import { isDate, type LocalDate } from '../calendar.ts';
import { ABSENCE_CODES, DUTY_CODES, TIME_CLASSES } from '../vocabulary.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const share = z.number().min(0).max(1);
const timeClass = z.enum(TIME_CLASSES);

const roleProfile = z.strictObject({
  family: z.string(),
  gateCourses: z.array(z.string()),
  criticalCourses: z.array(z.string()),
  coreSkills: z.array(z.string()),
  metrics: z.array(z.string()),
});
export type RoleProfile = z.output<typeof roleProfile>;

const criterion = z.strictObject({
  id: z.enum(['workAvailability', 'criticalTraining', 'coreSkills', 'supervising']),
  title: z.string(),
  low: z.number(),
  high: z.number(),
  objective: z.enum(['max', 'min']),
  weight: z.number().min(0),
});
export type Criterion = z.output<typeof criterion>;

/** The decisions of the method that a force may change without code; every figure names the version it was made with. */
export const policySchema = z.strictObject({
  version: z.string(),
  methodVersion: z.string(),
  from: z.string().refine(isDate),
  dutyDayStart: timeOfDay,
  graceBeforeMinutes: z.int().min(0).max(240),
  graceAfterMinutes: z.int().min(0).max(240),
  /** A feed has arrived for D when an extract was taken at or after this time on D+1. */
  arrivalGrace: timeOfDay,
  feedDeadline: timeOfDay,
  lockAfterDays: z.int().min(1),
  availabilityHorizonDays: z.int().min(0).max(60),
  quarantine: z.strictObject({ share, rows: z.int().min(0) }),
  fileLimits: z.strictObject({ bytes: z.int().positive(), ratio: z.int().positive() }),
  /** Bounds of an event's instant, in days before and after the extract time. */
  eventBounds: z.strictObject({ before: z.int().positive(), after: z.int().positive(), flagBefore: z.int().positive() }),
  smallUnit: z.int().min(1),
  dutyClasses: z.record(z.enum(DUTY_CODES), timeClass),
  absenceClasses: z.record(z.enum(ABSENCE_CODES), timeClass),
  roleProfiles: z.record(z.string(), roleProfile),
  metricFeeds: z.record(z.string(), z.array(z.string())),
  tutorReduction: share,
  /** An interval of the score wider than this is not published as a score. */
  widestInterval: share,
  criteria: z.array(criterion).min(1),
});
export type Policy = z.output<typeof policySchema>;

/** A force's policies, oldest first. */
export const policiesSchema = z
  .array(policySchema)
  .min(1)
  .refine(
    (all) => all.every((policy, at) => at === 0 || (all[at - 1] as Policy).from < policy.from),
    'policies stand in order of their first day',
  );

/** The policy in force on a day; a day before the first takes the first. */
export function policyOn(policies: readonly Policy[], date: LocalDate): Policy {
  return policies.findLast((policy) => policy.from <= date) ?? (policies[0] as Policy);
}
