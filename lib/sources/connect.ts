import * as z from 'zod';
import { ARREST_ROLES, SEARCH_ROLES, SUBJECT_KINDS } from '../vocabulary.ts';
import { code, flag, id, instant, optional, text } from './columns.ts';
import { eventFeed } from './feed.ts';

export const arrests = eventFeed({
  system: 'connect',
  name: 'arrests',
  title: 'Arrests: one row an officer and arrest',
  key: ['arrest_id', 'officer_no'],
  datedBy: { instant: 'arrested_at' },
  dateInKey: false,
  reach: 1,
  row: z.object({
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
  row: z.object({
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
