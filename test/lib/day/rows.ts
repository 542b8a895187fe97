import { dutyDayOf } from '../../../lib/calendar.ts';
import type { PlacedFact } from '../../../lib/day/merge.ts';
import { CATALOGUE, type EventName } from '../../../lib/sources/catalogue.ts';
import { columnsOf, naturalKey } from '../../../lib/sources/feed.ts';
import { policy } from '../world.ts';

const UPDATED = '2026-11-21T08:00:00Z';

/** A fact of any event feed: columns that are not named are blank. */
export function factOf(feed: EventName, row: Record<string, unknown>, dropName = `${feed}_20261121T090000Z.csv`): PlacedFact {
  const definition = CATALOGUE[feed];
  const blank = Object.fromEntries(columnsOf(definition).map(([name]) => [name, null]));
  const r: Record<string, unknown> = { ...blank, updated_at: UPDATED, ...row };
  const dated = definition.shape === 'event' ? definition.datedBy : { date: 'date' };
  const date = 'date' in dated ? String(r[dated.date]) : dutyDayOf(Date.parse(String(r[dated.instant])), policy.dutyDayStart);
  return { date, dropName, fact: { k: naturalKey(definition, r), v: String(r.updated_at), l: 2, r } };
}

export const incident = (no: string, created: string, over: Record<string, unknown> = {}) =>
  factOf('incidents', {
    incident_no: no,
    created_at: created,
    initial_grade: 'P1',
    final_grade: 'P1',
    area_code: 'A',
    rural_flag: false,
    origin_code: 'PUBLIC',
    ...over,
  });

export const attendance = (no: string, officer: string | null, despatched: string, over: Record<string, unknown> = {}) =>
  factOf('attendances', { incident_no: no, employee_no: officer, despatched_at: despatched, ...over });

export const status = (officer: string, from: string, to: string | null, code = 'PATROL', over: Record<string, unknown> = {}) =>
  factOf('statuses', { employee_no: officer, from_at: from, to_at: to, status_code: code, ...over });

export const outcome = (crime: string, officer: string | null, code: string | null, over: Record<string, unknown> = {}) =>
  factOf('outcomes', {
    crime_no: crime,
    outcome_seq: 1,
    outcome_code: code,
    outcome_date: '2026-11-20',
    oic_no: officer,
    recorded_status: 'CRIME',
    ...over,
  });

export const force = (report: string, officer: string, used: string, over: Record<string, unknown> = {}) =>
  factOf('force-reports', { report_id: report, officer_no: officer, used_at: used, ...over });

export const intelligence = (report: string, officer: string, submitted: string, state = 'SUBMITTED') =>
  factOf('intelligence-reports', { report_id: report, submitter_no: officer, submitted_at: submitted, state });
