import { MINUTE } from '../calendar.ts';
import type { EpochMs, LocalDate } from '../dates.ts';
import type { Policy } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { DutyCode, TimeClass } from '../vocabulary.ts';

/** One segment of duty with times in UTC, as the policy reads its code. */
export interface Segment {
  readonly person: string;
  readonly date: LocalDate;
  readonly no: number;
  readonly code: DutyCode;
  readonly timeClass: TimeClass;
  /** Actual times, else planned: when the person really was on duty. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** Planned times, else actual: what was rostered. */
  readonly rosteredStart: EpochMs;
  readonly rosteredEnd: EpochMs;
  readonly breakMinutes: number;
  readonly team: string | null;
  /** Where the person helps out for this segment. */
  readonly guestTeam: string | null;
  /** With whom the duty system pairs a student for this segment. */
  readonly pairedWith: string | null;
  readonly worked: boolean;
}

/** Null for what is no time on any clock: a cancelled segment, one without times, on call without a call. */
export function segmentOf(row: RowOf<'duties'>, policy: Policy): Segment | null {
  const planned = span(row.planned_start, row.planned_end);
  const actual = span(row.actual_start, row.actual_end);
  const duty = actual ?? planned;
  if (row.status === 'X' || duty === null) return null;
  if (row.duty_code === 'ONCALL' && actual === null) return null;
  const rostered = row.duty_code === 'ONCALL' ? duty : (planned ?? duty);
  return {
    person: row.employee_no,
    date: row.duty_date,
    no: row.segment_no,
    code: row.duty_code,
    timeClass: policy.dutyClasses[row.duty_code],
    start: duty.start,
    end: duty.end,
    rosteredStart: rostered.start,
    rosteredEnd: rostered.end,
    breakMinutes: row.break_mins,
    team: row.team_code,
    guestTeam: row.guest_team_code,
    pairedWith: row.paired_with_no,
    worked: actual !== null,
  };
}

function span(start: string | null, end: string | null): { start: EpochMs; end: EpochMs } | null {
  return start === null || end === null ? null : { start: Date.parse(start), end: Date.parse(end) };
}

export function minutesOf(start: EpochMs, end: EpochMs): number {
  return (end - start) / MINUTE;
}
