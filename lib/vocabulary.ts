/** The codes of the canonical feeds. A code that is not here is quarantined and alarmed, never "other". */
export const SYSTEMS = ['fusion', 'mytime', 'control-works', 'connect', 'centurion'] as const;
export const PERSON_TYPES = ['OFFICER', 'STAFF', 'PCSO', 'SPECIAL'] as const;
export const RANKS = ['PC', 'PS', 'INSP', 'CI', 'SUPT', 'CSUPT', 'ACC', 'DCC', 'CC'] as const;
export const UNIT_TYPES = ['TEAM', 'DEPT', 'AREA', 'FORCE'] as const;
export const ASSIGNMENT_KINDS = ['SUBSTANTIVE', 'ACTING', 'TEMPORARY', 'SECONDMENT'] as const;
export const POST_STATUSES = ['ACTIVE', 'FROZEN', 'CLOSED'] as const;
export const TRAINING_RESULTS = ['PASS', 'FAIL'] as const;
export const DUTY_CODES = [
  'EARLY',
  'DAY',
  'LATE',
  'NIGHT',
  'VSA',
  'CUSTOM',
  'RDW',
  'OT',
  'ONCALL',
  'RD',
  'PH',
  'TOIL',
  'COURT',
  'TRG',
  'SECOND',
  'MUTAID',
  'FED',
  'OH',
  'KIT',
] as const;
export const DUTY_STATUSES = ['P', 'C', 'X'] as const;
export const ABSENCE_CODES = [
  'AL',
  'BHL',
  'TOIL',
  'MAT',
  'PAT',
  'ADOPT',
  'PARENT',
  'CARER',
  'COMP',
  'SPEC',
  'STUDY',
  'UNPAID',
  'CAREER',
  'SICK_S',
  'SICK_L',
  'INJ',
  'AWOL',
  'SUSP',
] as const;
export const ARREST_ROLES = ['ARRESTING', 'ASSIST'] as const;
export const SEARCH_ROLES = ['LEAD', 'ASSIST'] as const;
export const SUBJECT_KINDS = ['PERSON', 'VEHICLE', 'PERSON_AND_VEHICLE'] as const;
export const DEPLOY_EFFECTS = ['NONE', 'PARTIAL', 'NOT_FRONTLINE', 'NOT_AT_WORK'] as const;
export const STUDENT_PHASES = ['TRAINING', 'ACCOMP', 'DIRECTED', 'IPS', 'FOC'] as const;
export const DUTY_EFFECTS = ['NONE', 'RESTRICTED', 'SUSPENDED'] as const;
export const GRADES = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9'] as const;
export const ORIGIN_CODES = ['PUBLIC', 'OFFICER'] as const;
export const CREW_TYPES = ['SINGLE', 'DOUBLE', 'MULTI'] as const;
export const INTELLIGENCE_STATES = ['SUBMITTED', 'EVALUATED', 'REJECTED', 'DUPLICATE'] as const;
export const RECORDED_STATUSES = ['CRIME', 'CANCELLED', 'TRANSFERRED'] as const;
/** Home Office outcome types; 0 is not yet assigned and never counts. */
export const OUTCOME_CODES = [
  '0',
  '1',
  '1A',
  '2',
  '2A',
  '3',
  '3A',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '10',
  '11',
  '12',
  '13',
  '14',
  '15',
  '16',
  '17',
  '18',
  '19',
  '20',
  '21',
  '22',
] as const;

/** The nine metrics of productivity, in the order in which they are shown. */
export const METRICS = [
  'responseTime',
  'incidentsAttended',
  'visibility',
  'arrests',
  'stopSearches',
  'useOfForce',
  'intelligenceReports',
  'outcomes',
  'positiveOutcomes',
] as const;
export type Metric = (typeof METRICS)[number];
/** The metrics that count events; the other two measure seconds and minutes. */
export type CountMetric = Exclude<Metric, 'responseTime' | 'visibility'>;
export const COUNT_METRICS = METRICS.filter(
  (metric): metric is CountMetric => metric !== 'responseTime' && metric !== 'visibility',
);

export type System = (typeof SYSTEMS)[number];
export type PersonType = (typeof PERSON_TYPES)[number];
export type UnitType = (typeof UNIT_TYPES)[number];
export type DutyCode = (typeof DUTY_CODES)[number];
export type Rank = (typeof RANKS)[number];
export type DeployEffect = (typeof DEPLOY_EFFECTS)[number];
export type StudentPhase = (typeof STUDENT_PHASES)[number];
export type DutyEffect = (typeof DUTY_EFFECTS)[number];
export type Grade = (typeof GRADES)[number];
export type AbsenceCode = (typeof ABSENCE_CODES)[number];

/** How the policy treats a duty or absence code (method section 2). */
export const TIME_CLASSES = ['working', 'committed', 'leave', 'unplanned'] as const;
export type TimeClass = (typeof TIME_CLASSES)[number];

/** One value of each count. */
export function perMetric<V>(of: (metric: CountMetric) => V): Record<CountMetric, V> {
  const values = {} as Record<CountMetric, V>;
  for (const metric of COUNT_METRICS) values[metric] = of(metric);
  return values;
}

/** Why a figure is null. None depends on whether the person was on duty. */
export type NullReason = 'feedMissing' | 'notYet' | 'tooFew' | 'notApplicable';
