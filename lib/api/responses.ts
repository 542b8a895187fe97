import * as z from 'zod';
import { COUNT_METRICS, METRICS } from '../vocabulary.ts';
import type { RouteId } from './routes.ts';

const text = z.string();
const count = z.int().min(0);
const maybe = z.number().nullable();
const date = z.iso.date();
const textOrNull = text.nullable();
const column = <S extends z.ZodType>(of: S) => z.array(of);
const tally = z.record(text, count);
const mix = z.record(text, tally);

/** Stands in every answer: up to when it holds, how it was made, and that it decides nothing. */
export const metaSchema = z.strictObject({
  asOf: date,
  dataTo: textOrNull,
  computedAt: textOrNull,
  methodVersion: text,
  complete: z.boolean(),
  lateSources: z.array(text),
  units: z.record(text, text),
  advisory: z.literal(true),
});
export type Meta = z.output<typeof metaSchema>;

const unit = z.strictObject({ code: text, name: text, type: text });
const someone = z.strictObject({ id: text, name: text });
const person = someone.extend({ type: text, rank: textOrNull });
const next = { cursor: text.nullable() };

/** One value an entry, in the order of the series' dates or windows. */
const counts = z.strictObject({
  value: column(maybe),
  reason: column(textOrNull),
  assists: column(count),
  complete: column(z.boolean()),
  mix: column(mix),
});
const groupCounts = counts.extend({ participations: column(count.nullable()) });
const response = z.strictObject({
  median: column(maybe),
  p90: column(maybe),
  n: column(count),
  reason: column(textOrNull),
  /** How far off a median read from bins can be; null where it is exact. */
  binWidth: column(maybe),
});
const targets = z.strictObject({ n: column(count.nullable()), within: column(count.nullable()) });
const share = z.strictObject({ n: column(count), share: column(maybe), expected: column(maybe) });
const visibility = z.strictObject({ minutes: column(maybe), reason: column(textOrNull) });
const perMetric = <S extends z.ZodType>(of: S) => z.record(z.enum(COUNT_METRICS as [string, ...string[]]), of);
const personSeries = { counts: perMetric(counts), responseTime: response, linkedFind: share, positiveShare: share };
const unitSeries = {
  unit,
  window: text,
  dates: z.array(date),
  status: column(textOrNull),
  officers: column(count.nullable()),
  counts: perMetric(groupCounts),
  responseTime: response.extend({ P1: targets, P2: targets }),
  visibility,
};
const limits = z.strictObject({ lower: z.number(), upper: z.number() });
const funnelRow = z.strictObject({
  id: text,
  name: text,
  count,
  expected: z.number(),
  inner: limits,
  outer: limits,
});
const unitRow = funnelRow.extend({
  /** With the metric `positiveOutcomes`: of `n` outcomes, and as the force's rate in each offence group would give it. */
  positiveShare: z.strictObject({ n: count, share: maybe, expected: maybe }).nullable(),
});
const funnel = z.strictObject({
  metric: z.enum(METRICS),
  start: date,
  end: date,
  rows: z.array(unitRow),
  /** Of the mean squared z; 1 when chance alone makes them differ. */
  dispersion: z.number(),
  /** Never ordered, never coloured: powers used. */
  neutral: z.boolean(),
  guidance: textOrNull,
});

const step = z.strictObject({ from: text, to: text, status: text, reasons: z.array(text) });
const minutes = z.strictObject({
  rostered: z.number(),
  working: z.number(),
  committed: z.record(text, z.number()).nullable(),
  annualLeave: z.number(),
  otherLeave: z.number(),
  notAtWork: z.number(),
});
const score = z.strictObject({ closeness: z.number(), interval: z.array(z.number()).nullable() });
const course = z.strictObject({ code: text, state: text, validTo: textOrNull });

/** A day as far as the permit opens it: what is closed to the viewer is not there. */
export const availabilityDay = z.strictObject({
  date,
  dayStatus: text,
  status: text,
  reasons: z.array(text),
  unknowns: z.array(text),
  limits: z.array(text),
  timeline: z.array(step),
  student: textOrNull,
  /** Null where it is not known, and of a partner whom the viewer may not see. */
  partners: z.array(
    z.strictObject({ person: text, by: text, onDuty: z.boolean().nullable(), deployable: z.boolean().nullable() }),
  ),
  tutored: count,
  courses: z.array(course).nullable(),
  daysToExpiry: z.number().nullable(),
  /** From here on not for a cover. */
  score: score.nullable().optional(),
  workAvailability: maybe.optional(),
  criteria: z.array(z.strictObject({ id: text, value: maybe })).optional(),
  minutes: minutes.optional(),
  daysToNextLeave: maybe.optional(),
  restriction: z.strictObject({ effect: text, reviewOn: textOrNull }).nullable().optional(),
  serviceYears: maybe.optional(),
  serviceBand: textOrNull.optional(),
  flags: z.array(text).optional(),
  /** Only one's own. */
  dutyEffect: textOrNull.optional(),
  sources: z.array(text).optional(),
});
export type AvailabilityDay = z.output<typeof availabilityDay>;

const attendance = z.strictObject({ share: maybe, expectedMinutes: z.number(), notAdjusted: z.literal(true), warning: text });
const period = z.strictObject({
  workingShare: maybe,
  abstractions: z.record(text, z.number()),
  dutiesRostered: count,
  dutiesAsked: count,
  dutiesDeployable: count,
  otherReasons: tally,
  score: z.strictObject({ n: count, median: z.number(), low: z.number(), high: z.number() }).nullable(),
});
const briefDay = z.strictObject({
  person: text,
  name: text,
  unit: text,
  relation: text,
  status: text,
  reasons: z.array(text),
  unknowns: z.array(text),
  limits: z.array(text),
  student: textOrNull,
  tutored: count,
  daysToExpiry: maybe,
  score: score.nullable().optional(),
  /** Among those scored whom the viewer may see; only where the order was asked for. */
  order: z.strictObject({ place: count, of: count, joint: z.boolean() }).nullable().optional(),
});
const summary = { people: count, byStatus: tally, byReason: tally };

const role = z.strictObject({
  id: text,
  person: text,
  name: text,
  role: text,
  from: date,
  to: date.nullable(),
  state: z.enum(['waiting', 'inForce', 'ended']),
  givenBy: text,
  approvedBy: textOrNull,
  reason: text,
});
const cover = z.strictObject({
  id: text,
  cover: someone,
  leader: someone,
  from: text,
  to: text,
  namedBy: text,
  reason: text,
  state: z.enum(['toCome', 'inForce', 'ended']),
});
/** Message and value may hold what a row holds: null to administrators. */
const fault = z.strictObject({
  code: text,
  line: count.nullable(),
  column: textOrNull,
  message: textOrNull,
  value: textOrNull,
  allowed: textOrNull,
});
const versionState = z.enum(['accepted', 'held', 'refused', 'duplicate', 'withdrawn']);
const rowCounts = z.strictObject({ inFile: count, accepted: count, quarantined: count, outOfScope: count, duplicate: count });
const dropBrief = z.strictObject({
  name: text,
  extractTime: text,
  /** Of the newest version. */
  state: versionState,
  reason: fault.nullable(),
  rows: rowCounts.nullable(),
  /** Whether any version of the file counts. */
  counts: z.boolean(),
  versions: count,
});
const pairing = z.strictObject({ partner: someone.nullable(), by: text, at: text, reason: text });

/** What each route answers beside `meta`; the handlers are typed by it, the tests hold every answer against it. */
export const RESPONSES = {
  health: z.strictObject({ status: z.literal('ok') }),
  openapi: z.looseObject({ openapi: text }),
  me: z.strictObject({
    person,
    posts: z.array(z.strictObject({ post: textOrNull, unit: text, kind: text, from: date, to: date.nullable() })),
    roles: z.array(text),
    /** The top of the tree of units; one, unless an extract is broken. */
    forces: z.array(unit),
    sees: z.array(z.strictObject({ what: text, why: text, through: textOrNull, units: z.array(text) })),
    seenBy: z.array(someone.extend({ relation: text })),
  }),
  metrics: z.strictObject({
    metrics: z.array(
      z.strictObject({
        id: z.enum(METRICS),
        title: text,
        unit: text,
        definition: text,
        /** `none`: more is neither better nor worse. */
        polarity: z.enum(['none', 'lower', 'higher']),
        neutral: z.boolean(),
        guidance: textOrNull,
        feeds: z.array(text),
        roles: z.array(text),
      }),
    ),
  }),
  methodology: z.strictObject({
    policyVersion: text,
    from: date,
    formula: text,
    criteria: z.array(
      z.strictObject({
        id: text,
        title: text,
        low: z.number(),
        high: z.number(),
        objective: z.enum(['max', 'min']),
        weight: z.number(),
        /** Points of 100 that are lost if it alone is at its worst. */
        points: z.number(),
      }),
    ),
    tutorReduction: z.number(),
    widestInterval: z.number(),
    minRanked: count,
    roles: z.array(
      z.strictObject({
        role: text,
        family: text,
        gateCourses: z.array(text),
        criticalCourses: z.array(text),
        coreSkills: z.array(text),
      }),
    ),
    versions: z.array(z.strictObject({ policyVersion: text, methodVersion: text, from: date })),
  }),
  freshness: z.strictObject({
    feeds: z.array(z.strictObject({ feed: text, completeTo: date.nullable() })),
    days: z.array(z.strictObject({ date, status: text, late: z.array(text), blocked: z.boolean(), waiting: z.boolean() })),
  }),
  orgUnits: z.strictObject({ units: z.array(unit.extend({ parent: textOrNull })) }),
  orgUnit: z.strictObject({ unit, above: z.array(unit), below: z.array(unit) }),
  orgUnitMembers: z.strictObject({
    unit,
    members: z.array(person.extend({ kind: text, from: date, to: date.nullable() })),
    ...next,
  }),
  people: z.strictObject({ people: z.array(someone.extend({ type: text })), more: z.boolean() }),
  person: z.strictObject({ person, units: z.array(unit), leaders: z.array(someone) }),
  personReports: z.strictObject({ people: z.array(person.extend({ post: text })) }),
  personProductivity: z.strictObject({ person: someone, starts: z.array(date), ends: z.array(date), ...personSeries }),
  unitProductivity: z.strictObject({ ...unitSeries, ...next }),
  unitProductivityPeople: z.strictObject({
    unit,
    start: date,
    end: date,
    people: z.array(
      someone.extend({
        counts: perMetric(z.union([count, text])),
        responseMedian: z.union([z.number(), text]),
        responseN: count,
      }),
    ),
    ...next,
  }),
  unitVariation: z.strictObject({
    unit,
    metric: z.enum(METRICS),
    weeksAPoint: count,
    trial: z.boolean(),
    starts: z.array(date),
    values: z.array(z.number()),
    mean: z.number(),
    lower: z.number(),
    upper: z.number(),
    signals: z.array(z.array(text)),
    latest: z.array(text),
    signalsByChance: z.number(),
  }),
  comparison: funnel,
  peerGroups: z.strictObject({
    start: date,
    end: date,
    groups: z.array(z.strictObject({ group: text, family: text, rank: text, band: text, n: count })),
  }),
  personRecords: z.strictObject({
    person: someone,
    date,
    records: z.array(z.strictObject({ metric: z.enum(METRICS), feed: text, key: text, at: text, file: text })),
  }),
  personProductivityDays: z.strictObject({
    person: someone,
    window: text,
    dates: z.array(date),
    status: column(textOrNull),
    ...personSeries,
    visibility: visibility.extend({ unknownMinutes: column(maybe) }),
    workingMinutes: column(maybe),
    ...next,
  }),
  unitProductivityDays: z.strictObject({ ...unitSeries, ...next }),
  comparisonPeople: funnel.omit({ rows: true }).extend({
    /** `worked`: counts over the minutes that each worked; `alike`: as if each had worked for as long as oneself. */
    exposure: z.enum(['worked', 'alike']),
    group: z.strictObject({ group: text, family: text, rank: text, band: text, n: count }),
    own: z.array(funnelRow.extend({ workingMinutes: z.number() })),
    /** The shape of the group: limits at exposures from the least to the most, without anybody's point. */
    shape: z.array(z.strictObject({ workingMinutes: z.number(), expected: z.number(), inner: limits, outer: limits })),
  }),
  personAvailability: z.strictObject({
    person: someone,
    relation: text,
    days: z.array(availabilityDay),
    period: period.optional(),
    attendance: attendance.optional(),
    ...next,
  }),
  availabilityExplanation: z.strictObject({
    person: someone,
    relation: text,
    day: availabilityDay,
    explanation: z
      .strictObject({
        sentence: text,
        closeness: z.number(),
        /** Of the policy that made the figure. */
        criteria: z.array(z.strictObject({ id: text, title: text, weight: z.number(), points: z.number() })),
        lines: z.array(z.strictObject({ player: text, title: text, effect: z.number(), ifAtBest: z.number() })),
      })
      .nullable(),
  }),
  spanAvailability: z.strictObject({
    /** Such as "the 9 people you lead"; never the name of a team, which may have other leaders too. */
    label: text,
    at: text,
    planned: text,
    ...summary,
    deployable: z.array(text),
    notPaired: z.array(text),
    expiring: z.array(z.strictObject({ person: text, days: z.number() })),
    list: z.array(briefDay),
    ...next,
  }),
  unitAvailability: z.strictObject({ unit, date, ...summary, minutes: minutes.nullable() }),
  unitAvailabilityPeople: z.strictObject({ unit, date, ordered: z.boolean(), people: z.array(briefDay), ...next }),
  unitEstablishment: z.strictObject({
    unit,
    date,
    established: z.number(),
    strength: z.number(),
    vacancyRate: maybe,
    overStrength: z.number(),
    frozen: z.number(),
    minimumStrength: maybe,
    /** Only to who may see every member. */
    inPostNotAvailable: maybe,
    students: maybe,
  }),
  unitDemand: z.strictObject({
    unit,
    dates: z.array(date),
    status: column(textOrNull),
    /** Reported by the public, by final grade; `none` was never graded. A day of an older version has none: `notCounted`. */
    byGrade: z.record(text, column(count.nullable())),
    selfInitiated: column(count.nullable()),
    reason: column(textOrNull),
    complete: column(z.boolean()),
    ...next,
  }),
  feeds: z.strictObject({
    feeds: z.array(z.strictObject({ feed: text, system: text, title: text, newest: dropBrief.nullable() })),
  }),
  drops: z.strictObject({
    feed: text,
    system: text,
    drops: z.array(dropBrief),
    ...next,
  }),
  drop: z.strictObject({
    feed: text,
    system: text,
    name: text,
    extractTime: text,
    counts: z.boolean(),
    /** Null, and the rest of what counts rows, to administrators of feeds of closed records. */
    dates: z.array(text).nullable(),
    versions: z.array(
      z.strictObject({
        state: versionState,
        decided: textOrNull,
        /** The one that counts. */
        inForce: z.boolean(),
        bytes: count.nullable(),
        rows: rowCounts.nullable(),
        reason: fault.nullable(),
        flags: tally,
      }),
    ),
    ignored: count,
    warnings: z.array(z.strictObject({ check: text, column: textOrNull, sentence: textOrNull })),
  }),
  dropRejections: z.strictObject({
    feed: text,
    name: text,
    /** Counted from the first: the one in force, else the newest that could be read. */
    version: count,
    rejected: count,
    /** With their reasons; the others were counted alone. */
    kept: count,
    rows: z.array(z.strictObject({ line: count, issues: z.array(fault) })),
    ...next,
  }),
  covers: z.strictObject({ named: z.array(cover), own: z.array(cover) }),
  nameCover: z.strictObject({ cover }),
  withdrawCover: z.strictObject({ cover }),
  pairings: z.strictObject({ student: someone, date, pairings: z.array(pairing) }),
  pair: z.strictObject({ student: someone, date, pairings: z.array(pairing) }),
  availabilityViews: z.strictObject({
    views: z.array(
      z.strictObject({
        at: text,
        viewer: someone,
        relation: text,
        what: text,
        from: textOrNull,
        to: textOrNull,
        fields: text,
      }),
    ),
    ...next,
  }),
  accessDecision: z.strictObject({ viewer: text, subject: text, allowed: z.boolean(), why: text }),
  roles: z.strictObject({ roles: z.array(role) }),
  giveRole: z.strictObject({ role }),
  approveRole: z.strictObject({ role }),
  endRole: z.strictObject({ role }),
} as const satisfies Readonly<Record<RouteId, z.ZodType>>;

/** What the handler of a route gives. */
export type Payload<R extends RouteId> = z.input<(typeof RESPONSES)[R]>;
