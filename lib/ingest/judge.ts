import type * as z from 'zod';
import { dutyDayOf, HOUR } from '../calendar.ts';
import type { LocalDate } from '../dates.ts';
import type { Issue } from '../errors.ts';
import type { ReadingPolicy } from '../policy/policy.ts';
import { columnMeta } from '../sources/columns.ts';
import { type EventFeed, type Feed, naturalKey } from '../sources/feed.ts';
import type { Fact } from './facts.ts';
import type { AcceptedRow } from './reading.ts';

const DAY_MS = 24 * HOUR;
const LONGEST_VALUE = 200;

type Judge = (
  cells: Record<string, string>,
  issues: readonly Issue[],
  flags: readonly string[],
  line: number,
) => AcceptedRow | Issue[];

/** Judges one row: everything that is wrong with it at once, or the fact that it is and its duty date. */
export function rowJudge(feed: Feed, extractTime: string, policy: ReadingPolicy, collarNumbers: readonly string[]): Judge {
  const extractedAt = Date.parse(extractTime);
  return (cells, mappingIssues, flags, line) => {
    const parsed = feed.row.safeParse(cells);
    const issues = [...mappingIssues.map(shortened), ...schemaIssues(feed, parsed, cells, mappingIssues, line)];
    const faulty = new Set(issues.map(({ column }) => column));
    // What a column says is judged wherever the column itself can be read, also beside a fault in another one.
    issues.push(...unknownToPolicy(feed, cells, faulty, policy).map((issue) => ({ line, ...issue })));
    const dated = feed.shape === 'event' ? dateOf(feed, cells, faulty, policy) : null;
    const days = dated === null ? 0 : (dated.instant - extractedAt) / DAY_MS;
    if (dated !== null && (days < -policy.eventBounds.before || days > policy.eventBounds.after))
      issues.push(outOfRange(dated.column, cells, policy, line));
    if (parsed.success) issues.push(...(feed.check?.(parsed.data) ?? []).map((issue) => ({ line, ...issue })));
    if (!parsed.success || issues.length > 0) return issues;
    const row = parsed.data as Record<string, unknown>;
    const old = dated !== null && days < -policy.eventBounds.flagBefore ? [`OLD:${dated.column}`] : [];
    const rowFlags = [...flags, ...old];
    const fact: Fact = {
      k: naturalKey(feed, row),
      v: row.updated_at as string,
      l: line,
      ...(rowFlags.length > 0 ? { f: rowFlags } : {}),
      ...(collarNumbers.length > 0 ? { c: collarNumbers } : {}),
      r: row,
    };
    return { fact, date: dated?.date ?? null };
  };
}

function shortened(issue: Issue): Issue {
  return issue.value === undefined ? issue : { ...issue, value: issue.value.slice(0, LONGEST_VALUE) };
}

function outOfRange(column: string, cells: Record<string, string>, { eventBounds }: ReadingPolicy, line: number): Issue {
  return {
    line,
    column,
    code: 'OUT_OF_RANGE',
    message: 'too far from the time of the extract',
    value: cells[column] ?? '',
    allowed: `${eventBounds.before} days before to ${eventBounds.after} days after the extract`,
  };
}

/** Codes that a force's own systems define stand in the policy; one that does not is quarantined, never "other". */
function unknownToPolicy(
  feed: Feed,
  cells: Record<string, string>,
  faulty: ReadonlySet<string | undefined>,
  policy: ReadingPolicy,
): Omit<Issue, 'line'>[] {
  return Object.entries(feed.policyCodes ?? {}).flatMap(([column, field]) => {
    const known = Object.keys(policy[field as 'statusClasses']);
    const value = cells[column] ?? '';
    if (value === '' || faulty.has(column) || known.includes(value)) return [];
    return [{ code: 'UNKNOWN_CODE', column, message: 'this code is not known', value, allowed: known.join(' ') }];
  });
}

/** The duty date of a row; null when the column that gives it cannot be read. */
function dateOf(
  feed: EventFeed,
  cells: Record<string, string>,
  faulty: ReadonlySet<string | undefined>,
  policy: ReadingPolicy,
): { date: LocalDate; instant: number; column: string } | null {
  const column = 'date' in feed.datedBy ? feed.datedBy.date : feed.datedBy.instant;
  const value = cells[column] ?? '';
  if (value === '' || faulty.has(column)) return null;
  if ('date' in feed.datedBy) return { date: value, instant: Date.parse(`${value}T12:00:00Z`), column };
  const instant = Date.parse(value);
  return { date: dutyDayOf(instant, policy.dutyDayStart), instant, column };
}

function schemaIssues(
  feed: Feed,
  parsed: z.ZodSafeParseResult<Record<string, unknown>>,
  cells: Record<string, string>,
  known: readonly Issue[],
  line: number,
): Issue[] {
  if (parsed.success) return [];
  const told = new Set(known.map((issue) => issue.column));
  const issues: Issue[] = [];
  for (const { path } of parsed.error.issues) {
    const name = String(path[0]);
    if (told.has(name)) continue;
    told.add(name);
    const meta = columnMeta(feed.row.shape[name] as z.ZodType);
    const value = cells[name] ?? '';
    const [code, message] = value === '' ? ['BLANK', 'this column must not be blank'] : faultOf(meta.kind);
    issues.push({ line, column: name, code, message, value: value.slice(0, LONGEST_VALUE), allowed: meta.allowed });
  }
  return issues;
}

function faultOf(kind: string): [code: string, message: string] {
  if (kind === 'code' || kind === 'flag') return ['UNKNOWN_CODE', 'this code is not known'];
  if (kind === 'number') return ['NOT_A_NUMBER', 'this is no number in range'];
  return ['BAD_VALUE', 'this value is not allowed here'];
}
