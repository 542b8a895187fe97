import { HOUR } from '../calendar.ts';
import type { LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import type { Policy } from '../policy/policy.ts';
import type { Grade } from '../vocabulary.ts';
import type { Attendance } from './attendance.ts';
import { gradeAt, type Incident, type Incidents } from './incidents.ts';

/** Why a despatch gives no response time; each is counted. */
export const LEFT_OUT = ['stoodDown', 'selfInitiated', 'arrivalMissing', 'batchStamped', 'dataError'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** One response time in whole seconds, or the reason why there is none. */
export interface Sample {
  readonly incident: string;
  /** Despatched to arrived; for an area and the force created or graded to the first arrival. */
  readonly seconds: number | null;
  readonly toEnRoute: number | null;
  readonly leftOut: LeftOut | null;
}

export interface PersonSample extends Sample {
  readonly person: string;
}

/** First arrivals by a member of these teams. */
export interface TeamSample extends Sample {
  readonly teams: readonly string[];
}

export interface AreaSample extends Sample {
  readonly area: string | null;
  readonly grade: 'P1' | 'P2';
  readonly withinTarget: boolean | null;
}

/** The three response times of a day (method section 3); they measure different things and are never mixed. */
export interface Responses {
  readonly persons: readonly PersonSample[];
  readonly teams: readonly TeamSample[];
  readonly areas: readonly AreaSample[];
}

const isUrgent = (grade: Grade | null): grade is 'P1' | 'P2' => grade === 'P1' || grade === 'P2';

export function responsesOf(
  attendances: readonly Attendance[],
  incidents: Incidents,
  date: LocalDate,
  policy: Policy,
): Responses {
  const byIncident = Map.groupBy(
    attendances.toSorted(
      by(
        (one) => one.despatchedAt,
        (one) => one.person,
        (one) => one.source.key,
      ),
    ),
    ({ event }) => event,
  );
  const persons: PersonSample[] = [];
  const teams: TeamSample[] = [];
  for (const id of [...byIncident.keys()].sort()) {
    const incident = incidents.find(id);
    const sent = byIncident.get(id) ?? [];
    if (incident === undefined) continue;
    persons.push(...personSamples(incident, sent, date, policy));
    teams.push(...teamSamples(incident, sent, date, policy));
  }
  const areas = incidents.all
    .filter((incident) => incident.date === date)
    .flatMap((incident) => areaSample(incident, byIncident.get(incident.id) ?? [], policy));
  return { persons, teams, areas };
}

/** Own first despatch to an incident that was urgent at that moment. */
function personSamples(incident: Incident, sent: readonly Attendance[], date: LocalDate, policy: Policy): PersonSample[] {
  const firsts = [...Map.groupBy(sent, ({ person }) => person).values()].map((own) => own[0] as Attendance);
  return firsts
    .filter((first) => first.known !== null && first.date === date && wasUrgent(incident, first))
    .map((first) => ({ ...sampleOf(incident, first, policy), person: first.person }));
}

function wasUrgent(incident: Incident, { gradeAtDespatch, despatchedAt }: Attendance): boolean {
  return isUrgent(gradeAtDespatch ?? gradeAt(incident, despatchedAt));
}

/** The first police arrival at an incident belongs to the teams of whoever made it; a crew arrives as one. */
function teamSamples(incident: Incident, sent: readonly Attendance[], date: LocalDate, policy: Policy): TeamSample[] {
  const firstAt = firstArrival(sent);
  const first = sent.filter(({ arrivedAt }) => arrivedAt !== null && arrivedAt === firstAt);
  const [speaks] = first;
  if (speaks === undefined || speaks.date !== date || !wasUrgent(incident, speaks)) return [];
  const teams = [...new Set(first.flatMap(({ team }) => (team === null ? [] : [team])))].sort();
  return teams.length === 0 ? [] : [{ ...sampleOf(incident, speaks, policy), teams }];
}

/** What the public waited: created, or graded if it was upgraded before anybody arrived, to the first arrival. */
function areaSample(incident: Incident, sent: readonly Attendance[], policy: Policy): AreaSample[] {
  const { id, area, finalGrade, initialGrade, gradedAt, createdAt, rural } = incident;
  if (!isUrgent(finalGrade)) return [];
  const arrivedAt = firstArrival(sent);
  const upgraded = gradedAt !== null && (initialGrade === null || finalGrade < initialGrade);
  const start = upgraded && (arrivedAt === null || gradedAt <= arrivedAt) ? Math.max(createdAt, gradedAt) : createdAt;
  const speaks = sent.find((one) => one.arrivedAt === arrivedAt);
  const leftOut = incident.selfInitiated
    ? 'selfInitiated'
    : arrivedAt === null
      ? whyNobodyCame(sent)
      : speaks !== undefined && isBatchStamped(speaks, policy)
        ? 'batchStamped'
        : null;
  const { seconds, fault } = elapsed(start, arrivedAt, policy);
  const counted = leftOut ?? (fault ? 'dataError' : null);
  const { targetSeconds, ruralP1Seconds } = policy.response;
  const target = finalGrade === 'P1' && rural && ruralP1Seconds !== null ? ruralP1Seconds : targetSeconds[finalGrade];
  return [
    {
      incident: id,
      area,
      grade: finalGrade,
      seconds: counted === null ? seconds : null,
      toEnRoute: null,
      withinTarget: counted === null && seconds !== null ? seconds <= target : null,
      leftOut: counted,
    },
  ];
}

/** Stood down when all who were sent were; a log to which nobody was sent has no arrival either. */
function whyNobodyCame(sent: readonly Attendance[]): LeftOut {
  return sent.length > 0 && sent.every(({ stoodDownAt }) => stoodDownAt !== null) ? 'stoodDown' : 'arrivalMissing';
}

function firstArrival(sent: readonly Attendance[]): number | null {
  const arrivals = sent.flatMap(({ arrivedAt }) => (arrivedAt === null ? [] : [arrivedAt]));
  return arrivals.length === 0 ? null : arrivals.reduce((least, at) => Math.min(least, at));
}

function sampleOf(incident: Incident, attendance: Attendance, policy: Policy): Sample {
  const { despatchedAt, enRouteAt, arrivedAt } = attendance;
  const leftOut = leftOutBy(incident, attendance, policy);
  const toEnRoute = enRouteAt === null || leftOut !== null ? null : elapsed(despatchedAt, enRouteAt, policy).seconds;
  return {
    incident: incident.id,
    seconds: leftOut === null ? elapsed(despatchedAt, arrivedAt, policy).seconds : null,
    toEnRoute,
    leftOut,
  };
}

function leftOutBy(incident: Incident, attendance: Attendance, policy: Policy): LeftOut | null {
  const { despatchedAt, arrivedAt, stoodDownAt } = attendance;
  if (incident.selfInitiated) return 'selfInitiated';
  if (stoodDownAt !== null && (arrivedAt === null || stoodDownAt < arrivedAt)) return 'stoodDown';
  if (arrivedAt === null) return 'arrivalMissing';
  if (isBatchStamped(attendance, policy)) return 'batchStamped';
  return elapsed(despatchedAt, arrivedAt, policy).fault ? 'dataError' : null;
}

function isBatchStamped({ enRouteAt, arrivedAt }: Attendance, policy: Policy): boolean {
  if (enRouteAt === null || arrivedAt === null) return false;
  return Math.abs(arrivedAt - enRouteAt) <= policy.response.batchStampedSeconds * 1000;
}

/** Seconds between two instants; a little below zero is zero, more is a fault, and so is more than a day. */
function elapsed(start: number, end: number | null, policy: Policy): { seconds: number | null; fault: boolean } {
  if (end === null) return { seconds: null, fault: false };
  const seconds = (end - start) / 1000;
  const { toleranceSeconds, longestHours } = policy.response;
  const fault = seconds < -toleranceSeconds || seconds > (longestHours * HOUR) / 1000;
  return { seconds: fault ? null : Math.max(0, seconds), fault };
}
