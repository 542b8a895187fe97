import * as z from 'zod';
import { HOUR, instantToLocal } from '../calendar.ts';
import { addDays } from '../dates.ts';
import type { Issue } from '../errors.ts';
import { ABSENCE_CODES, DUTY_CODES, DUTY_STATUSES, RANKS } from '../vocabulary.ts';
import { code, date, flag, id, instant, optional, wholeNumber } from './columns.ts';
import { eventFeed, snapshotFeed } from './feed.ts';

/** A longer segment is a typing error: the longest real duty, a day on call with a handover, stays below. */
const LONGEST_SEGMENT_HOURS = 26;

type Times = { duty_date: string; planned_start: string | null; planned_end: string | null } & {
  actual_start: string | null;
  actual_end: string | null;
};

/** A segment starts on its duty date or within six hours of it, ends after it starts, and is no longer than a duty is. */
function checkSegment(row: Times): Issue[] {
  return [
    ...checkPair(row.duty_date, 'planned_start', row.planned_start, 'planned_end', row.planned_end),
    ...checkPair(row.duty_date, 'actual_start', row.actual_start, 'actual_end', row.actual_end),
  ];
}

function checkPair(dutyDate: string, startName: string, start: string | null, endName: string, end: string | null): Issue[] {
  const issues: Issue[] = [];
  if (start !== null) {
    const first = addDays(dutyDate, -1);
    const last = addDays(dutyDate, 1);
    const local = instantToLocal(Date.parse(start));
    if (local < `${first}T18:00:00` || local > `${last}T06:00:00`) {
      issues.push({
        code: 'OUTSIDE_DUTY_DATE',
        column: startName,
        message: `${startName} lies more than six hours outside the duty date`,
        value: start,
        allowed: `${first} 18:00 to ${last} 06:00`,
      });
    }
  }
  if (end !== null && start === null) {
    issues.push({
      code: 'END_WITHOUT_START',
      column: endName,
      message: `${endName} without ${startName}`,
      value: end,
      allowed: 'both or neither',
    });
  }
  if (start !== null && end !== null) {
    const hours = (Date.parse(end) - Date.parse(start)) / HOUR;
    if (hours <= 0 || hours > LONGEST_SEGMENT_HOURS) {
      issues.push({
        code: 'SEGMENT_LENGTH',
        column: endName,
        message: `a segment of ${Math.round(hours * 100) / 100} hours`,
        value: end,
        allowed: `more than 0 and at most ${LONGEST_SEGMENT_HOURS} hours after ${startName}`,
      });
    }
  }
  return issues;
}

export const duties = eventFeed({
  system: 'mytime',
  name: 'duties',
  title: 'Duties: planned and worked segments',
  key: ['employee_no', 'duty_date', 'segment_no'],
  datedBy: { date: 'duty_date' },
  dateInKey: true,
  // An event of the day after D is attributed with the duties of the day after that.
  reach: 2,
  row: () =>
    z.object({
      employee_no: id,
      duty_date: date,
      segment_no: wholeNumber(1, 99),
      planned_start: optional(instant),
      planned_end: optional(instant),
      actual_start: optional(instant),
      actual_end: optional(instant),
      duty_code: code(DUTY_CODES),
      team_code: optional(id),
      guest_team_code: optional(id),
      acting_rank: optional(code(RANKS)),
      paired_with_no: optional(id),
      break_mins: wholeNumber(0, 240),
      status: code(DUTY_STATUSES),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
  check: checkSegment,
});

export const absences = snapshotFeed({
  system: 'mytime',
  name: 'absences',
  title: 'Absences: leave, sickness and other time away',
  key: ['absence_id'],
  row: () =>
    z.object({
      absence_id: id,
      employee_no: id,
      absence_code: code(ABSENCE_CODES),
      start_at: instant,
      end_at: optional(instant),
      approved: flag,
      planned: flag,
      updated_at: instant,
    }),
  check: (row) =>
    row.end_at !== null && row.end_at <= row.start_at
      ? [
          {
            code: 'DATES_REVERSED',
            column: 'end_at',
            message: 'the absence ends before it starts',
            value: row.end_at,
            allowed: `after ${row.start_at}`,
          },
        ]
      : [],
  // A night shift that starts on the eve is another duty date: one day of margin on both sides.
  effective: (row) => ({
    from: addDays(row.start_at.slice(0, 10), -1),
    to: row.end_at === null ? null : addDays(row.end_at.slice(0, 10), 2),
  }),
});
