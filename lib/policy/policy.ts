import * as z from 'zod';
import { isDate } from '../dates.ts';
import { ABSENCE_CODES, DUTY_CODES, METRICS, OUTCOME_CODES, TIME_CLASSES } from '../vocabulary.ts';
import { HOLDING_CHECKS } from './holding-checks.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const share = z.number().min(0).max(1);
const timeClass = z.enum(TIME_CLASSES);

const roleProfile = z.strictObject({
  family: z.string(),
  gateCourses: z.array(z.string()),
  criticalCourses: z.array(z.string()),
  coreSkills: z.array(z.string()),
  metrics: z.array(z.enum(METRICS)),
  /** Response time is a person's figure only for responders. */
  responder: z.boolean(),
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

/** What the ingest function can read within its memory (docs/limits.md); more has to come in parts. */
const LARGEST_FILE = 64 * 1024 * 1024;

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
  /** Checks that hold a file until somebody releases it; every other one only warns. */
  holdOn: z.array(z.enum(HOLDING_CHECKS)),
  /** Feed -> column -> the largest share of blanks that an ordinary file has. */
  nullLimits: z.record(z.string(), z.record(z.string(), share)),
  fileLimits: z.strictObject({ bytes: z.int().positive().max(LARGEST_FILE), ratio: z.int().positive() }),
  /** Bounds of an event's instant, in days before and after the extract time. */
  eventBounds: z.strictObject({ before: z.int().positive(), after: z.int().positive(), flagBefore: z.int().positive() }),
  smallUnit: z.int().min(1),
  dutyClasses: z.record(z.enum(DUTY_CODES), timeClass),
  absenceClasses: z.record(z.enum(ABSENCE_CODES), timeClass),
  roleProfiles: z.record(z.string(), roleProfile),
  metricFeeds: z.record(z.enum(METRICS), z.array(z.string())),
  /** Codes of the radio; `visible` is time that the public can see an officer. */
  statusClasses: z.record(z.string(), z.enum(['visible', 'other'])),
  /** A gap between statuses longer than this is unknown time. */
  statusGapMinutes: z.int().positive(),
  response: z.strictObject({
    targetSeconds: z.strictObject({ P1: z.int().positive(), P2: z.int().positive() }),
    /** The other P1 target of rural incidents; null where one target holds everywhere. */
    ruralP1Seconds: z.int().positive().nullable(),
    /** En route and arrived closer together were stamped in one go. */
    batchStampedSeconds: z.int().min(0),
    /** Arrival this little before despatch is 0; earlier is a fault. */
    toleranceSeconds: z.int().min(0),
    longestHours: z.int().positive(),
    /** Below this many no median. */
    fewest: z.int().min(1),
  }),
  positiveOutcomes: z.strictObject({ paper: z.array(z.enum(OUTCOME_CODES)), accountable: z.array(z.enum(OUTCOME_CODES)) }),
  /** Below these numbers no share: linked finds of searches, positive outcomes of persons. */
  fewestForShare: z.strictObject({ linkedFind: z.int().min(1), positiveOutcomes: z.int().min(1) }),
  peerGroup: z.strictObject({ fewest: z.int().min(2), granularity: z.enum(['28d', 'week', 'day']), dpia: z.string().nullable() }),
  stopSearchGuidance: z.strictObject({ text: z.string(), source: z.string(), dated: z.string().refine(isDate) }),
  /** A snapshot with a smaller share of the keys of the one before is passed over until somebody releases it. */
  snapshotShare: share,
  student: z.strictObject({
    /** Years of service under which somebody without a student record may still be one. */
    years: z.int().min(0),
    /** Share of the student's shift that the partner has to be on duty. */
    partnerShare: share,
  }),
  minRanked: z.int().min(2),
  restrictionWeightApprovedBy: z.string().nullable(),
  tutorReduction: share,
  /** An interval of the score wider than this is not published as a score. */
  widestInterval: share,
  criteria: z.array(criterion).min(1),
});
export type Policy = z.output<typeof policySchema>;

/** What of a policy decides how a file is read; a change of anything else needs no file to be read again. */
export const READING_FIELDS = [
  'from',
  'dutyDayStart',
  'quarantine',
  'holdOn',
  'nullLimits',
  'fileLimits',
  'eventBounds',
  'statusClasses',
] as const;
export type ReadingPolicy = Pick<Policy, (typeof READING_FIELDS)[number]>;

/** A force's policies, oldest first. */
export const policiesSchema = z
  .array(policySchema)
  .min(1)
  .refine(
    (all) => all.every((policy, at) => at === 0 || (all[at - 1] as Policy).from < policy.from),
    'policies stand in order of their first day',
  );
