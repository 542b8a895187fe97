import { dutyDayOf } from '../calendar.ts';
import type { EpochMs, LocalDate } from '../dates.ts';
import type { Policy } from '../policy/policy.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { Grade } from '../vocabulary.ts';
import type { PlacedFact } from './merge.ts';

export interface Incident {
  readonly id: string;
  /** The duty day of its creation: the date on which areas and the force count its response time. */
  readonly date: LocalDate;
  readonly area: string | null;
  readonly createdAt: EpochMs;
  readonly gradedAt: EpochMs | null;
  readonly initialGrade: Grade | null;
  readonly finalGrade: Grade | null;
  readonly rural: boolean;
  /** Found by an officer, not reported by the public: nobody waited for a response. */
  readonly selfInitiated: boolean;
}

export interface Incidents {
  /** The incident that a number stands for after merges; the number itself when nothing is known of it. */
  idOf(number: string): string;
  find(id: string): Incident | undefined;
  readonly all: readonly Incident[];
}

const LONGEST_CHAIN = 20;

/** Incidents around a day. A merged log is the log it was merged into; a loop of merges stays what it is. */
export function incidentsOf(rows: readonly PlacedFact[], policy: Policy): Incidents {
  const byNumber = new Map(rows.map(({ fact }) => [fact.r.incident_no as string, fact.r as RowOf<'incidents'>]));
  const idOf = (number: string): string => {
    const seen = new Set([number]);
    let id = number;
    for (let next = byNumber.get(id)?.merged_into ?? null; next !== null && seen.size < LONGEST_CHAIN; ) {
      if (seen.has(next)) return number;
      seen.add(next);
      id = next;
      next = byNumber.get(id)?.merged_into ?? null;
    }
    return id;
  };
  const all = new Map<string, Incident>();
  for (const number of [...byNumber.keys()].sort()) {
    // The first of the merged logs speaks for a target that is not here itself.
    const id = idOf(number);
    const row = byNumber.get(id) ?? byNumber.get(number);
    if (row !== undefined && !all.has(id)) all.set(id, incidentOf(id, row, policy));
  }
  return { idOf, find: (id) => all.get(id), all: [...all.values()] };
}

function incidentOf(id: string, row: RowOf<'incidents'>, policy: Policy): Incident {
  const createdAt = Date.parse(row.created_at);
  return {
    id,
    date: dutyDayOf(createdAt, policy.dutyDayStart),
    area: row.area_code,
    createdAt,
    gradedAt: row.graded_at === null ? null : Date.parse(row.graded_at),
    initialGrade: row.initial_grade,
    finalGrade: row.final_grade ?? row.initial_grade,
    rural: row.rural_flag ?? false,
    selfInitiated: row.origin_code === 'OFFICER',
  };
}

/** The grade at an instant: the first one until it was graded again. */
export function gradeAt({ initialGrade, finalGrade, gradedAt }: Incident, instant: EpochMs): Grade | null {
  return gradedAt === null || gradedAt <= instant ? finalGrade : initialGrade;
}
