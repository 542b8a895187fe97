import type * as z from 'zod';
import { dutyDayOf, HOUR, type LocalDate } from '../calendar.ts';
import { FileRefused, type Issue, ProductError } from '../errors.ts';
import { type Policy, policyOn } from '../policy/policy.ts';
import { columnMeta } from '../sources/columns.ts';
import { type EventFeed, type Feed, naturalKey } from '../sources/feed.ts';
import { type Mapping, rowMapper } from '../sources/mapping.ts';
import type { DropKey } from './drop-key.ts';
import type { Fact } from './facts.ts';
import { readTable } from './read.ts';

/** Rows of one file; they always close: inFile = accepted + quarantined + outOfScope + duplicate. */
export interface RowCounts {
  inFile: number;
  accepted: number;
  quarantined: number;
  outOfScope: number;
  duplicate: number;
}

export interface QuarantinedRow {
  readonly line: number;
  readonly issues: readonly Issue[];
}

export interface AcceptedRow {
  readonly fact: Fact;
  /** The duty day of the row's own instant; null in a snapshot. */
  readonly date: LocalDate | null;
}

export interface Reading {
  readonly state: 'accepted' | 'held' | 'refused';
  /** Why the file was refused or held. */
  readonly reason?: Issue;
  readonly counts: RowCounts;
  readonly accepted: readonly AcceptedRow[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly flags: Readonly<Record<string, number>>;
}

const EMPTY: RowCounts = { inFile: 0, accepted: 0, quarantined: 0, outOfScope: 0, duplicate: 0 };
const DAY_MS = 24 * HOUR;

/**
 * Reads one file by itself: no other file, no clock. What needs another file (unknown person, superseded version,
 * conflict between files) is settled by the score of the day.
 */
export function readDrop(bytes: Uint8Array, drop: DropKey, mapping: Mapping, policies: readonly Policy[]): Reading {
  try {
    return read(bytes, drop, mapping, policies);
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const reason = cause.issues[0] as Issue;
    return { state: 'refused', reason, counts: { ...EMPTY }, accepted: [], quarantined: [], flags: {} };
  }
}

function read(bytes: Uint8Array, drop: DropKey, mapping: Mapping, policies: readonly Policy[]): Reading {
  const policy = policyOn(policies, drop.extractTime.slice(0, 10));
  const { gzipped, feed } = drop;
  const { encoding, delimiter, preamble } = mapping;
  const table = readTable(bytes, { gzipped, encoding, delimiter, preamble, limits: policy.fileLimits });
  const mapper = rowMapper(feed, mapping);
  checkHeader(table.header, mapper.required, mapper.ignored);
  const mapRow = mapper.bind(table.header, drop.extractTime);
  const judge = rowJudge(feed, drop.extractTime, policy, mapping.collarNumbers);

  const counts: RowCounts = { ...EMPTY };
  const candidates: AcceptedRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  const flags: Record<string, number> = {};
  table.forEach((fields, line) => {
    counts.inFile += 1;
    if (fields.length !== table.header.length) {
      quarantined.push({ line, issues: [wrongWidth(fields.length, table.header.length, line)] });
      return;
    }
    const mapped = mapRow(fields, line);
    refuseWithoutNotice(feed, mapped.cells, line);
    if (mapped.outOfScope) {
      counts.outOfScope += 1;
      return;
    }
    const judged = judge(mapped.cells, mapped.issues, mapped.flags, line);
    if (Array.isArray(judged)) quarantined.push({ line, issues: judged });
    else candidates.push(judged as AcceptedRow);
  });

  const accepted = settleVersions(candidates, counts, quarantined);
  if (isConfidential(feed)) forgetValues(quarantined);
  for (const row of accepted) for (const name of row.fact.f ?? []) flags[name] = (flags[name] ?? 0) + 1;
  quarantined.sort((a, b) => a.line - b.line);
  counts.accepted = accepted.length;
  counts.quarantined = quarantined.length;
  closeTotals(counts);
  return { ...verdict(feed, counts, policy), counts, accepted, quarantined, flags };
}

/** A feed of which a row that must not be here refuses the file keeps no value of any rejected row. */
function isConfidential(feed: Feed): boolean {
  return feed.refusedWithout !== undefined;
}

function refuseWithoutNotice(feed: Feed, cells: Record<string, string>, line: number): void {
  const column = feed.refusedWithout;
  if (column === undefined || (cells[column] ?? '') !== '') return;
  throw new FileRefused({
    code: 'NOTICE_MISSING',
    line,
    column,
    message: `a row without ${column}: nothing of this file is kept`,
    allowed: 'rows of which the person has been told',
  });
}

function forgetValues(quarantined: QuarantinedRow[]): void {
  for (const [at, { line, issues }] of quarantined.entries())
    quarantined[at] = { line, issues: issues.map(({ value: _value, ...issue }) => issue) };
}

function verdict(feed: Feed, counts: RowCounts, policy: Policy): { state: Reading['state']; reason?: Issue } {
  const { share, rows } = policy.quarantine;
  if (feed.shape === 'snapshot' && counts.accepted === 0) {
    const message = 'the snapshot has no row without a fault';
    return { state: 'refused', reason: { code: 'NO_GOOD_ROW', message, allowed: 'at least one good row' } };
  }
  if (counts.quarantined > rows && counts.quarantined > share * counts.inFile) {
    const message = `${counts.quarantined} of ${counts.inFile} rows were rejected`;
    return {
      state: 'held',
      reason: { code: 'TOO_MANY_REJECTED', message, allowed: `${rows} rows, or ${share * 100} % of the file` },
    };
  }
  return { state: 'accepted' };
}

function closeTotals(counts: RowCounts): void {
  if (counts.inFile !== counts.accepted + counts.quarantined + counts.outOfScope + counts.duplicate) {
    throw new ProductError('TOTALS_OPEN', 'the rows of the file do not add up');
  }
}

function checkHeader(header: readonly string[], required: readonly string[], ignored: ReadonlySet<string>): void {
  const refuse = (code: string, message: string, value: string) =>
    new FileRefused({ code, message, line: 1, value, allowed: required.join(', ') });
  const wanted = new Set(required);
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw refuse('DUPLICATE_HEADER', `the column ${twice} stands twice`, twice);
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0) throw refuse('MISSING_HEADER', `missing: ${missing.join(', ')}`, header.join(', ').slice(0, 200));
  const extra = header.filter((name) => !wanted.has(name) && !ignored.has(name));
  if (extra.length > 0) throw refuse('EXTRA_HEADER', `not expected: ${extra.join(', ').slice(0, 200)}`, extra[0] as string);
}

function wrongWidth(found: number, wanted: number, line: number): Issue {
  return {
    code: 'FIELD_COUNT',
    message: `${found} fields`,
    line,
    value: String(found),
    allowed: `${wanted} fields, as in the header`,
  };
}

type Judge = (
  cells: Record<string, string>,
  issues: readonly Issue[],
  flags: readonly string[],
  line: number,
) => AcceptedRow | Issue[];

function rowJudge(feed: Feed, extractTime: string, policy: Policy, collarNumbers: readonly string[]): Judge {
  const extractedAt = Date.parse(extractTime);
  return (cells, mappingIssues, flags, line) => {
    const parsed = feed.row.safeParse(cells);
    if (!parsed.success || mappingIssues.length > 0)
      return [...mappingIssues, ...schemaIssues(feed, parsed, cells, mappingIssues, line)];
    const row = parsed.data as Record<string, unknown>;
    const found = [...(feed.check?.(row) ?? []), ...unknownToPolicy(feed, row, policy)].map((issue) => ({ line, ...issue }));
    const dated = feed.shape === 'event' ? dateOf(feed, row, policy) : null;
    const rowFlags = [...flags];
    if (dated !== null) {
      const days = (dated.instant - extractedAt) / DAY_MS;
      if (days < -policy.eventBounds.before || days > policy.eventBounds.after) {
        const allowed = `${policy.eventBounds.before} days before to ${policy.eventBounds.after} days after the extract`;
        found.push({
          line,
          column: dated.column,
          code: 'OUT_OF_RANGE',
          message: 'too far from the time of the extract',
          value: cells[dated.column] ?? '',
          allowed,
        });
      } else if (days < -policy.eventBounds.flagBefore) rowFlags.push(`OLD:${dated.column}`);
    }
    if (found.length > 0) return found;
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

/** Codes that a force's own systems define stand in the policy; one that does not is quarantined, never "other". */
function unknownToPolicy(feed: Feed, row: Record<string, unknown>, policy: Policy): Issue[] {
  return Object.entries(feed.policyCodes ?? {}).flatMap(([column, field]) => {
    const known = Object.keys(policy[field as 'statusClasses']);
    const value = row[column];
    if (value === null || known.includes(String(value))) return [];
    return [{ code: 'UNKNOWN_CODE', column, message: 'this code is not known', value: String(value), allowed: known.join(' ') }];
  });
}

function dateOf(
  feed: EventFeed,
  row: Record<string, unknown>,
  policy: Policy,
): { date: LocalDate; instant: number; column: string } {
  if ('date' in feed.datedBy) {
    const date = row[feed.datedBy.date] as string;
    return { date, instant: Date.parse(`${date}T12:00:00Z`), column: feed.datedBy.date };
  }
  const instant = Date.parse(row[feed.datedBy.instant] as string);
  return { date: dutyDayOf(instant, policy.dutyDayStart), instant, column: feed.datedBy.instant };
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
    issues.push({ line, column: name, code, message, value: value.slice(0, 200), allowed: meta.allowed });
  }
  return issues;
}

function faultOf(kind: string): [code: string, message: string] {
  if (kind === 'code' || kind === 'flag') return ['UNKNOWN_CODE', 'this code is not known'];
  if (kind === 'number') return ['NOT_A_NUMBER', 'this is no number in range'];
  return ['BAD_VALUE', 'this value is not allowed here'];
}

/** Within a file: equal rows count once; the same version with other content is a conflict and neither row is taken. */
function settleVersions(rows: readonly AcceptedRow[], counts: RowCounts, quarantined: QuarantinedRow[]): AcceptedRow[] {
  const groups = Map.groupBy(rows, ({ fact }) => `${fact.k} ${fact.v}`);
  const settled: AcceptedRow[] = [];
  for (const group of groups.values()) {
    const [first, ...others] = group as [AcceptedRow, ...AcceptedRow[]];
    if (others.every(({ fact }) => JSON.stringify(fact.r) === JSON.stringify(first.fact.r))) {
      settled.push(first);
      counts.duplicate += others.length;
      continue;
    }
    const lines = group.map(({ fact }) => fact.l);
    for (const line of lines) {
      const issue = {
        code: 'CONFLICT',
        line,
        message: `lines ${lines.join(', ')} have the same key and updated_at but other content`,
        allowed: 'one content a version',
      };
      quarantined.push({ line, issues: [issue] });
    }
  }
  return settled;
}
