import * as z from 'zod';
import {
  ARREST_ROLES,
  INTELLIGENCE_STATES,
  OUTCOME_CODES,
  RECORDED_STATUSES,
  SEARCH_ROLES,
  SUBJECT_KINDS,
} from '../vocabulary.ts';
import { code, date, flag, id, instant, optional, text, wholeNumber } from './columns.ts';
import { eventFeed } from './feed.ts';

export const arrests = eventFeed({
  system: 'connect',
  name: 'arrests',
  title: 'Arrests: one row an officer and arrest',
  key: ['arrest_id', 'officer_no'],
  datedBy: { instant: 'arrested_at' },
  dateInKey: false,
  reach: 1,
  row: () =>
    z.object({
      arrest_id: id,
      officer_no: id,
      role: code(ARREST_ROLES),
      arrested_at: instant,
      custody_no: optional(id),
      offence_group: optional(text),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
});

/** No field about the person searched exists here, so none can be stored. */
export const stopSearches = eventFeed({
  system: 'connect',
  name: 'stop-searches',
  title: 'Stop and search: one row an officer and search',
  key: ['search_id', 'officer_no'],
  datedBy: { instant: 'searched_at' },
  dateInKey: false,
  reach: 1,
  row: () =>
    z.object({
      search_id: id,
      officer_no: id,
      role: code(SEARCH_ROLES),
      searched_at: instant,
      subject_kind: code(SUBJECT_KINDS),
      power_code: text,
      object_code: optional(text),
      outcome_code: optional(text),
      linked_flag: optional(flag),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
});

export const forceReports = eventFeed({
  system: 'connect',
  name: 'force-reports',
  title: 'Use of force: one report is one officer and one person',
  key: ['report_id'],
  datedBy: { instant: 'used_at' },
  dateInKey: false,
  reach: 1,
  row: () =>
    z.object({
      report_id: id,
      officer_no: id,
      subject_seq: optional(wholeNumber(1, 999)),
      used_at: instant,
      submitted_at: optional(instant),
      tactic_groups: optional(text),
      incident_no: optional(id),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
});

/** That a report was submitted, never what it says. */
export const intelligenceReports = eventFeed({
  system: 'connect',
  name: 'intelligence-reports',
  title: 'Intelligence reports submitted (PIR)',
  key: ['report_id'],
  datedBy: { instant: 'submitted_at' },
  dateInKey: false,
  reach: 1,
  row: () =>
    z.object({
      report_id: id,
      submitter_no: id,
      submitted_at: instant,
      state: code(INTELLIGENCE_STATES),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
});

export const outcomes = eventFeed({
  system: 'connect',
  name: 'outcomes',
  title: 'Crime outcomes, with the officer in the case at their date',
  key: ['crime_no', 'outcome_seq'],
  datedBy: { date: 'outcome_date' },
  dateInKey: false,
  reach: 1,
  row: () =>
    z.object({
      crime_no: id,
      outcome_seq: wholeNumber(0, 9999),
      outcome_code: optional(code(OUTCOME_CODES)),
      outcome_date: date,
      oic_no: optional(id),
      team_code_at_outcome: optional(id),
      offence_group: optional(text),
      recorded_status: code(RECORDED_STATUSES),
      reversed_at: optional(instant),
      updated_at: instant,
      deleted_at: optional(instant),
    }),
});
