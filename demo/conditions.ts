import { atLocalTime } from '../lib/calendar.ts';
import { addDays, formatInstant, type LocalDate } from '../lib/dates.ts';
import { CANARY } from './canaries.ts';
import type { DemoForce, DemoPerson } from './force.ts';
import { personasOf } from './personas.ts';
import { randomOf } from './random.ts';

export type Row = Readonly<Record<string, string>>;

const UPDATED = '2026-01-05T06:00:00Z';
const EPOCH = '2026-01-05';

/** Days after joining on which each phase of the student course begins. */
const PHASES = [
  ['TRAINING', 0],
  ['ACCOMP', 140],
  ['DIRECTED', 210],
  ['IPS', 280],
  ['FOC', 730],
] as const;
const COURSE_SINCE = '2022-01-01';

/** Officers who came through the course; a few transferred from another force and have no record. */
export function studentsOf(force: DemoForce, seed: number): DemoPerson[] {
  const { transferee } = personasOf(force);
  return force.people.filter(
    ({ id, type, joined }) =>
      type === 'OFFICER' && joined >= COURSE_SINCE && id !== transferee && !randomOf(seed).fork(`transferred ${id}`).chance(0.03),
  );
}

const dayStart = (date: LocalDate) => formatInstant(atLocalTime(date, '00:00'));

export function studentRows(force: DemoForce, seed: number): Row[] {
  return studentsOf(force, seed).flatMap(({ id, joined }) =>
    PHASES.map(([phase, after], at) => {
      const next = PHASES[at + 1];
      return {
        employee_no: id,
        from_at: dayStart(addDays(joined, after)),
        to_at: next === undefined ? '' : dayStart(addDays(joined, next[1])),
        phase,
        updated_at: UPDATED,
      };
    }),
  );
}

/** Each student has a tutor on the own team for the accompanied and directed months. */
export function tutorRows(force: DemoForce, seed: number): Row[] {
  const { studentNotPaired, studentPaired, tutor } = personasOf(force);
  return studentsOf(force, seed)
    .filter(({ id }) => id !== studentNotPaired)
    .flatMap((student) => {
      const found = student.id === studentPaired ? tutor : tutorFor(force, student, seed);
      if (found === undefined) return [];
      const { id, joined } = student;
      const times = { from_at: dayStart(addDays(joined, 140)), to_at: dayStart(addDays(joined, 280)) };
      return [{ student_no: id, tutor_no: found, ...times, updated_at: UPDATED }];
    });
}

export function tutorFor(force: DemoForce, student: DemoPerson, seed: number): string | undefined {
  const able = force.people.filter(
    ({ id, team, type, rank, joined }) =>
      id !== student.id && team === student.team && type === 'OFFICER' && rank === 'PC' && joined < COURSE_SINCE,
  );
  return able.length === 0 ? undefined : randomOf(seed).fork(`tutor ${student.id}`).pick(able).id;
}

/** The first months are spent in a classroom. */
export function isInClassroom({ type, joined }: DemoPerson, date: LocalDate): boolean {
  return type === 'OFFICER' && joined <= date && date < addDays(joined, 140);
}

/** True on dates on which a student goes out with a tutor. */
export function isTutored({ joined }: DemoPerson, date: LocalDate): boolean {
  return addDays(joined, 140) <= date && date < addDays(joined, 280);
}

/** Effect and review only. Known from their first day on. */
export function restrictionRows(force: DemoForce, day: LocalDate, seed: number): Row[] {
  const { restricted } = personasOf(force);
  return force.people.flatMap(({ id, type }) => {
    const random = randomOf(seed).fork(`restriction ${id}`);
    const own = id === restricted;
    if (type !== 'OFFICER' || (!own && !random.chance(0.03))) return [];
    const start = own ? EPOCH : addDays(EPOCH, random.whole(0, 300));
    if (start > day) return [];
    const roll = random.next();
    return [
      {
        restriction_id: own ? CANARY.restriction : `RS-${id}`,
        employee_no: id,
        deploy_effect: own ? 'NOT_FRONTLINE' : roll < 0.7 ? 'PARTIAL' : roll < 0.95 ? 'NOT_FRONTLINE' : 'NOT_AT_WORK',
        start_on: start,
        review_on: addDays(start, 90),
        end_on: own || random.chance(0.6) ? '' : addDays(start, random.whole(30, 200)),
        updated_at: UPDATED,
      },
    ];
  });
}

export function dutyEffectRows(force: DemoForce, day: LocalDate, seed: number): Row[] {
  const { suspended } = personasOf(force);
  return force.people.flatMap(({ id, type }) => {
    const random = randomOf(seed).fork(`effect ${id}`);
    const own = id === suspended;
    if (type !== 'OFFICER' || (!own && !random.chance(0.006))) return [];
    const start = own ? EPOCH : addDays(EPOCH, random.whole(0, 300));
    if (start > day) return [];
    return [
      {
        case_ref: own ? CANARY.caseRef : `CASE-${id}`,
        employee_no: id,
        from_at: formatInstant(atLocalTime(start, '12:00')),
        subject_notified_at: formatInstant(atLocalTime(start, '10:00')),
        duty_effect: own || random.chance(0.3) ? 'SUSPENDED' : 'RESTRICTED',
        to_at: own || random.chance(0.6) ? '' : formatInstant(atLocalTime(addDays(start, random.whole(20, 150)), '12:00')),
        updated_at: UPDATED,
      },
    ];
  });
}
