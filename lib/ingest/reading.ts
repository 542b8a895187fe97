import type { LocalDate } from '../dates.ts';
import { FileRefused, type Issue, ProductError } from '../errors.ts';
import { policyOn } from '../policy/in-force.ts';
import type { ReadingPolicy } from '../policy/policy.ts';
import { type Feed, isConfidential } from '../sources/feed.ts';
import { type Mapping, rowMapper } from '../sources/mapping.ts';
import { heldBy } from './checks.ts';
import type { DropKey } from './drop-key.ts';
import type { Fact } from './facts.ts';
import { rowJudge } from './judge.ts';
import { type Profile, profileOf } from './profile.ts';
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
  /** In order of their lines, the first ten thousand of them. */
  readonly quarantined: readonly QuarantinedRow[];
  readonly flags: Readonly<Record<string, number>>;
  /** Null of a refused file: nothing of it is kept. */
  readonly profile: Profile | null;
}

/** Duty dates of one file: three years and more. Every date is a day to be published, so one wrong column must not make thousands. */
const MOST_DATES = 1200;
/** Rejected rows that are kept with their reasons; the others are counted. */
const MOST_TOLD = 10_000;

const EMPTY: RowCounts = { inFile: 0, accepted: 0, quarantined: 0, outOfScope: 0, duplicate: 0 };

/**
 * Reads one file by itself: no other file, no clock. What needs another file (unknown person, superseded version,
 * conflict between files) is settled by the score of the day.
 */
export function readDrop(bytes: Uint8Array, drop: DropKey, mapping: Mapping, policies: readonly ReadingPolicy[]): Reading {
  try {
    return read(bytes, drop, mapping, policies);
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const reason = cause.issues[0] as Issue;
    return { state: 'refused', reason, counts: { ...EMPTY }, accepted: [], quarantined: [], flags: {}, profile: null };
  }
}

function read(bytes: Uint8Array, drop: DropKey, mapping: Mapping, policies: readonly ReadingPolicy[]): Reading {
  const policy = policyOn(policies, drop.extractTime.slice(0, 10));
  const { gzipped, feed } = drop;
  const { encoding, delimiter, preamble } = mapping;
  const table = readTable(bytes, { gzipped, encoding, delimiter, preamble, limits: policy.fileLimits });
  const mapper = rowMapper(feed, mapping);
  checkHeader(feed, table.header, mapper.required, mapper.ignored);
  const mapRow = mapper.bind(table.header, drop.extractTime);
  const judge = rowJudge(feed, drop.extractTime, policy, mapping.collarNumbers);

  const counts: RowCounts = { ...EMPTY };
  const candidates: AcceptedRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  const flags: Record<string, number> = {};
  table.forEach((fields, line) => {
    counts.inFile += 1;
    if (fields.length !== table.header.length) {
      // Nobody can tell whether such a row has its notice.
      if (isConfidential(feed)) throw withoutNotice(feed, line);
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
  checkDates(accepted);
  const profile = profileOf(drop, accepted, counts);
  const judged = verdict(feed, counts, profile, policy);
  const told = quarantined.slice(0, MOST_TOLD);
  return { ...judged, counts, accepted, quarantined: told, flags, profile: judged.state === 'refused' ? null : profile };
}

function checkDates(accepted: readonly AcceptedRow[]): void {
  const dates = new Set(accepted.map(({ date }) => date)).size;
  if (dates <= MOST_DATES) return;
  throw new FileRefused({
    code: 'TOO_MANY_DATES',
    message: `the rows of the file lie on ${dates} duty dates: send it by year`,
    allowed: `${MOST_DATES} duty dates a file`,
  });
}

function refuseWithoutNotice(feed: Feed, cells: Record<string, string>, line: number): void {
  const column = feed.refusedWithout;
  if (column !== undefined && (cells[column] ?? '') === '') throw withoutNotice(feed, line);
}

function withoutNotice({ refusedWithout = '' }: Feed, line: number): FileRefused {
  return new FileRefused({
    code: 'NOTICE_MISSING',
    line,
    column: refusedWithout,
    message: `a row without ${refusedWithout}: nothing of this file is kept`,
    allowed: 'rows of which the person has been told',
  });
}

function forgetValues(quarantined: QuarantinedRow[]): void {
  for (const [at, { line, issues }] of quarantined.entries())
    quarantined[at] = { line, issues: issues.map(({ value: _value, ...issue }) => issue) };
}

type Verdict = Pick<Reading, 'state' | 'reason'>;

function verdict(feed: Feed, counts: RowCounts, profile: Profile, policy: ReadingPolicy): Verdict {
  const { share, rows } = policy.quarantine;
  // An event file may hold nothing but what another product counts; one with nothing but faults says nothing.
  const good = feed.shape === 'snapshot' ? counts.accepted : counts.accepted + counts.outOfScope;
  const held = counts.quarantined > rows && counts.quarantined > share * counts.inFile;
  if (good === 0 && (feed.shape === 'snapshot' || !held)) {
    const message = 'the file has no row without a fault';
    return { state: 'refused', reason: { code: 'NO_GOOD_ROW', message, allowed: 'at least one good row' } };
  }
  if (held) {
    const message = `${counts.quarantined} of ${counts.inFile} rows were rejected`;
    return {
      state: 'held',
      reason: { code: 'TOO_MANY_REJECTED', message, allowed: `${rows} rows, or ${share * 100} % of the file` },
    };
  }
  const reason = heldBy(profile, policy);
  return reason === null ? { state: 'accepted' } : { state: 'held', reason };
}

function closeTotals(counts: RowCounts): void {
  if (counts.inFile !== counts.accepted + counts.quarantined + counts.outOfScope + counts.duplicate) {
    throw new ProductError('TOTALS_OPEN', 'the rows of the file do not add up');
  }
}

/** Everything that is wrong with a header at once. Of a confidential feed nothing is repeated: it may be a row. */
function checkHeader(feed: Feed, header: readonly string[], required: readonly string[], ignored: ReadonlySet<string>): void {
  const wanted = new Set(required);
  const faults = [
    ['DUPLICATE_HEADER', 'twice', header.filter((name, at) => header.indexOf(name) !== at)],
    ['MISSING_HEADER', 'missing', required.filter((name) => !header.includes(name))],
    ['EXTRA_HEADER', 'not expected', header.filter((name) => !wanted.has(name) && !ignored.has(name))],
  ] as const;
  const found = faults.filter(([, , names]) => names.length > 0);
  const [first] = found;
  if (first === undefined) return;
  const secret = (word: string) => isConfidential(feed) && word !== 'missing';
  const told = found.map(
    ([, word, names]) => `${word}: ${secret(word) ? `${names.length} columns` : names.join(', ').slice(0, 200)}`,
  );
  throw new FileRefused({
    code: first[0],
    message: told.join('; '),
    line: 1,
    ...(isConfidential(feed) ? {} : { value: (first[0] === 'MISSING_HEADER' ? header : first[2]).join(', ').slice(0, 200) }),
    allowed: required.join(', '),
  });
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
