import type { LocalDate } from '../dates.ts';
import type { RowOf } from '../sources/catalogue.ts';
import type { OrganisationSources } from './snapshot.ts';

/** What extracts that are held back say of people who left and of postings that ended. */
export interface Held {
  readonly people: readonly RowOf<'people'>[];
  readonly assignments: readonly RowOf<'assignments'>[];
}

/**
 * The last good extracts, with every leaver and every ended posting of those that are held back: rights may shrink at once,
 * and never grow by an extract that nobody has looked at (access: Verdicts).
 */
export function shrunk(sources: OrganisationSources, held: Held): OrganisationSources {
  const left = ends(
    held.people,
    ({ employee_no }) => employee_no,
    ({ leave_date }) => leave_date,
  );
  const ended = ends(
    held.assignments,
    ({ assignment_id, effective_from }) => `${assignment_id} ${effective_from}`,
    ({ effective_to }) => effective_to,
  );
  return {
    ...sources,
    people: sources.people.map((row) => ({ ...row, leave_date: earlier(row.leave_date, left.get(row.employee_no)) })),
    assignments: sources.assignments.map((row) => ({
      ...row,
      effective_to: earlier(row.effective_to, ended.get(`${row.assignment_id} ${row.effective_from}`)),
    })),
  };
}

function ends<R>(rows: readonly R[], key: (row: R) => string, end: (row: R) => LocalDate | null): Map<string, LocalDate> {
  const found = new Map<string, LocalDate>();
  for (const row of rows) {
    const date = earlier(end(row), found.get(key(row)));
    if (date !== null) found.set(key(row), date);
  }
  return found;
}

function earlier(a: LocalDate | null, b: LocalDate | undefined): LocalDate | null {
  if (a === null || b === undefined) return a ?? b ?? null;
  return a < b ? a : b;
}
