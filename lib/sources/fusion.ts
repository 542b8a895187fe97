import * as z from 'zod';
import { addDays } from '../dates.ts';
import {
  ASSIGNMENT_KINDS,
  DEPLOY_EFFECTS,
  PERSON_TYPES,
  POST_STATUSES,
  RANKS,
  STUDENT_PHASES,
  TRAINING_RESULTS,
  UNIT_TYPES,
} from '../vocabulary.ts';
import { code, date, decimal, flag, id, instant, optional, text, wholeNumber } from './columns.ts';
import { type DayRange, snapshotFeed } from './feed.ts';

const ALWAYS: DayRange = { from: null, to: null };
const effectiveDates = (row: { effective_from: string; effective_to: string | null }): DayRange => ({
  from: row.effective_from,
  to: row.effective_to,
});
const datesInOrder = (row: { effective_from: string; effective_to: string | null }) =>
  row.effective_to !== null && row.effective_to < row.effective_from
    ? [
        {
          code: 'DATES_REVERSED',
          column: 'effective_to',
          message: 'effective_to lies before effective_from',
          value: row.effective_to,
          allowed: `${row.effective_from} or later`,
        },
      ]
    : [];

export const people = snapshotFeed({
  system: 'fusion',
  name: 'people',
  title: 'People: who is employed, as what and since when',
  key: ['employee_no'],
  row: () =>
    z.object({
      employee_no: id,
      person_type: code(PERSON_TYPES),
      rank_code: optional(code(RANKS)),
      grade: optional(text),
      collar_no: optional(id),
      upn: optional(text),
      directory_id: optional(id),
      surname: text,
      given_name: text,
      service_start: optional(date),
      force_start: optional(date),
      leave_date: optional(date),
      fte: optional(decimal(0, 1)),
      contract_hours: optional(decimal(0, 60)),
      updated_at: instant,
    }),
  effective: () => ALWAYS,
});

export const assignments = snapshotFeed({
  system: 'fusion',
  name: 'assignments',
  title: 'Assignments: who holds which post on which team',
  key: ['assignment_id', 'effective_from'],
  row: () =>
    z.object({
      assignment_id: id,
      effective_from: date,
      employee_no: id,
      team_code: id,
      position_id: optional(id),
      kind: code(ASSIGNMENT_KINDS),
      primary_flag: flag,
      fte_split: decimal(0, 1),
      shift_pattern: optional(text),
      effective_to: optional(date),
      updated_at: instant,
    }),
  effective: effectiveDates,
  check: datesInOrder,
});

export const units = snapshotFeed({
  system: 'fusion',
  name: 'units',
  title: 'Units: teams, departments, areas and the force',
  key: ['unit_code', 'effective_from'],
  row: () =>
    z.object({
      unit_code: id,
      effective_from: date,
      unit_type: code(UNIT_TYPES),
      parent_code: optional(id),
      name: text,
      minimum_strength: optional(wholeNumber(0, 10_000)),
      effective_to: optional(date),
      updated_at: instant,
    }),
  effective: effectiveDates,
  check: datesInOrder,
});

export const positions = snapshotFeed({
  system: 'fusion',
  name: 'positions',
  title: 'Positions: posts, their role and the post they report to',
  key: ['position_id', 'effective_from'],
  row: () =>
    z.object({
      position_id: id,
      effective_from: date,
      team_code: id,
      reports_to_position_id: optional(id),
      role_code: optional(id),
      rank_required: optional(code(RANKS)),
      established_fte: decimal(0, 1000),
      status: code(POST_STATUSES),
      effective_to: optional(date),
      updated_at: instant,
    }),
  effective: effectiveDates,
  check: datesInOrder,
});

export const training = snapshotFeed({
  system: 'fusion',
  name: 'training',
  title: 'Training: courses achieved, their expiry and result',
  key: ['employee_no', 'course_code', 'achieved_on'],
  row: () =>
    z.object({
      employee_no: id,
      course_code: id,
      achieved_on: date,
      expires_on: optional(date),
      extended_to: optional(date),
      result: code(TRAINING_RESULTS),
      replaces_course_code: optional(id),
      updated_at: instant,
    }),
  // From the day it was achieved on; before that day the row is not looked at.
  effective: (row) => ({ from: row.achieved_on, to: null }),
});

/** Effect and review date only: an extract with a category or a reason has a column too many and is refused. */
export const restrictions = snapshotFeed({
  system: 'fusion',
  name: 'restrictions',
  title: 'Restrictions: what a person may not be deployed to, without a reason',
  key: ['restriction_id'],
  row: () =>
    z.object({
      restriction_id: id,
      employee_no: id,
      deploy_effect: code(DEPLOY_EFFECTS),
      start_on: date,
      review_on: optional(date),
      end_on: optional(date),
      updated_at: instant,
    }),
  effective: (row) => ({ from: row.start_on, to: row.end_on === null ? null : addDays(row.end_on, 1) }),
});

const fromTo = (row: { from_at: string; to_at: string | null }): DayRange => ({
  from: addDays(row.from_at.slice(0, 10), -1),
  to: row.to_at === null ? null : addDays(row.to_at.slice(0, 10), 2),
});

export const students = snapshotFeed({
  system: 'fusion',
  name: 'students',
  title: 'Students: the phase of the course that a student officer is in',
  key: ['employee_no', 'from_at'],
  row: () =>
    z.object({
      employee_no: id,
      from_at: instant,
      to_at: optional(instant),
      phase: code(STUDENT_PHASES),
      updated_at: instant,
    }),
  effective: fromTo,
});

export const tutors = snapshotFeed({
  system: 'fusion',
  name: 'tutors',
  title: 'Tutors: who is assigned to tutor which student',
  key: ['student_no', 'tutor_no', 'from_at'],
  row: () => z.object({ student_no: id, tutor_no: id, from_at: instant, to_at: optional(instant), updated_at: instant }),
  effective: fromTo,
});
