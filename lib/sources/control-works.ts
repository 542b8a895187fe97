import * as z from 'zod';
import type { Issue } from '../errors.ts';
import { CREW_TYPES, GRADES, ORIGIN_CODES } from '../vocabulary.ts';
import { code, flag, id, instant, optional } from './columns.ts';
import { eventFeed } from './feed.ts';

export const incidents = eventFeed({
  system: 'control-works',
  name: 'incidents',
  title: 'Incidents: logs with their grade, area and origin',
  key: ['incident_no'],
  datedBy: { instant: 'created_at' },
  dateInKey: false,
  reach: 1,
  row: () =>
    z.object({
      incident_no: id,
      received_at: optional(instant),
      created_at: instant,
      initial_grade: optional(code(GRADES)),
      final_grade: optional(code(GRADES)),
      graded_at: optional(instant),
      area_code: optional(id),
      rural_flag: optional(flag),
      type_code: optional(id),
      origin_code: code(ORIGIN_CODES),
      closing_code: optional(id),
      closed_at: optional(instant),
      merged_into: optional(id),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
  check: (row) =>
    row.merged_into === row.incident_no
      ? [
          {
            code: 'MERGED_INTO_ITSELF',
            column: 'merged_into',
            message: 'an incident cannot be merged into itself',
            value: row.merged_into,
            allowed: 'another incident, or blank',
          },
        ]
      : [],
});

export const attendances = eventFeed({
  system: 'control-works',
  name: 'attendances',
  title: 'Attendances: who was sent to an incident, and when they arrived',
  key: ['incident_no', ['employee_no', 'callsign'], 'despatched_at'],
  datedBy: { instant: 'despatched_at' },
  // The date follows from an instant of the key, so it cannot move between versions.
  dateInKey: true,
  reach: 1,
  row: () =>
    z.object({
      incident_no: id,
      employee_no: optional(id),
      despatched_at: instant,
      callsign: optional(id),
      area_code: optional(id),
      grade_at_despatch: optional(code(GRADES)),
      enroute_at: optional(instant),
      arrived_at: optional(instant),
      cleared_at: optional(instant),
      stood_down_at: optional(instant),
      crew_type: optional(code(CREW_TYPES)),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
  check: (row): Issue[] =>
    row.employee_no === null && row.callsign === null
      ? [
          {
            code: 'NOBODY_NAMED',
            column: 'employee_no',
            message: 'neither a number nor a callsign says who attended',
            allowed: 'an employee number, a callsign, or both',
          },
        ]
      : [],
});

export const statuses = eventFeed({
  system: 'control-works',
  name: 'statuses',
  title: 'Statuses: what a unit on the radio was doing, and under which callsign',
  key: ['employee_no', 'from_at'],
  datedBy: { instant: 'from_at' },
  dateInKey: true,
  reach: 1,
  row: () =>
    z.object({
      employee_no: id,
      from_at: instant,
      to_at: optional(instant),
      status_code: id,
      callsign: optional(id),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
  policyCodes: { status_code: 'statusClasses' },
  check: (row) =>
    row.to_at !== null && row.to_at < row.from_at
      ? [
          {
            code: 'DATES_REVERSED',
            column: 'to_at',
            message: 'the status ends before it starts',
            value: row.to_at,
            allowed: `${row.from_at} or later`,
          },
        ]
      : [],
});
