import { forbidden, Refusal } from '../../../lib/api/problem.ts';
import { HOUR } from '../../../lib/calendar.ts';
import type { Receipt, VersionVerdict } from '../../../lib/ingest/receipt.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import { CATALOGUE, FEED_NAMES, type FeedName } from '../../../lib/sources/catalogue.ts';
import { warnedFiles } from '../../profiles.ts';
import { readRejected } from '../../quarantine.ts';
import { readReceipt, receiptKey } from '../../registry.ts';
import type { Answers } from '../ask.ts';
import { nextCursor, positionOf } from '../paging.ts';
import type { OperationsPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';
import type { Rights } from '../rights.ts';

/** The feeds of which availability is made. */
const CLOSED = new Set(['absences', 'duties', 'duty-effects', 'restrictions', 'students', 'training', 'tutors']);
const DROPS_A_PAGE = 50;
const ROWS_A_PAGE = 500;

interface Source {
  readonly feed: FeedName;
  readonly system: string;
  /** A steward may read what the rows of the own source hold; an administrator may not. */
  readonly rowsToo: boolean;
  /** How many rows there are, and where the faults are: of a feed of closed records a row more would tell of somebody. */
  readonly countsToo: boolean;
}

/** What sources sent, and what became of it. */
export const drops: Answers<OperationsPorts, 'feeds' | 'drops' | 'drop' | 'dropRejections'> = {
  async feeds({ registry, policies }, { rights }) {
    const sources = FEED_NAMES.flatMap((feed) => sourceIn(rights, feed) ?? []);
    if (sources.length === 0) throw forbidden();
    const newest = await Promise.all(
      sources.map(({ feed }) => registry.query(receiptKey(feed, '').pk, { newestFirst: true, limit: 1 })),
    );
    return {
      payload: {
        feeds: sources.map((source, at) => {
          const [item] = newest[at] ?? [];
          const { feed, system } = source;
          const { title } = CATALOGUE[feed];
          return { feed, system, title, newest: item === undefined ? null : briefOf(readReceipt(item), source) };
        }),
      },
      meta: metaOfOrganisation(rights, policies),
    };
  },

  async drops(ports, ask) {
    const { query, rights } = ask;
    const source = sourceOf(rights, query.feed);
    const from = await positionOf(ports, ask);
    const items = await ports.registry.query(receiptKey(source.feed, '').pk, {
      ...(from === null ? {} : { to: from }),
      newestFirst: true,
      limit: DROPS_A_PAGE + 1,
    });
    const page = items.slice(0, DROPS_A_PAGE).map((item) => briefOf(readReceipt(item), source));
    const after = items[DROPS_A_PAGE];
    const cursor = await nextCursor(ports, ask, after === undefined ? null : String(after.sk));
    return {
      payload: { feed: source.feed, system: source.system, drops: page, cursor },
      meta: metaOfOrganisation(rights, ports.policies),
      next: cursor,
      table: () => ({
        columns: [
          'name',
          'extractTime',
          'state',
          'counts',
          'reason',
          'inFile',
          'accepted',
          'rejected',
          'outOfScope',
          'duplicate',
        ],
        rows: page.map(({ name, extractTime, state, counts, reason, rows }) => [
          ...[name, extractTime, state, counts ? 'yes' : 'no', reason?.code ?? null],
          ...[rows?.inFile, rows?.accepted, rows?.quarantined, rows?.outOfScope, rows?.duplicate].map((value) => value ?? null),
        ]),
      }),
    };
  },

  async drop(ports, { params, rights }) {
    const source = sourceOf(rights, params.feed);
    const receipt = await receiptOf(ports, source, params.name);
    const policy = policyOn(ports.policies, receipt.extractTime.slice(0, 10));
    const files = source.countsToo ? await warnedFiles(ports.registry, source.feed, receipt.extractTime, policy) : [];
    const warnings = files.find((file) => file.receipt.name === receipt.name)?.warnings ?? [];
    const { name, extractTime, accepted, seen, days } = receipt;
    return {
      payload: {
        feed: source.feed,
        system: source.system,
        name,
        extractTime,
        counts: accepted !== null,
        dates: source.countsToo ? Object.keys(days[accepted ?? ''] ?? {}).sort() : null,
        versions: seen.map((version) => ({
          state: version.state,
          decided: version.decided ?? null,
          inForce: isInForce(version, receipt),
          bytes: source.countsToo ? version.bytes : null,
          rows: source.countsToo ? (version.counts ?? null) : null,
          reason: faultOf(version.reason, source),
          flags: source.countsToo ? (version.flags ?? {}) : {},
        })),
        ignored: receipt.ignored ?? 0,
        // Sentences name codes and forms of ids that rows hold.
        warnings: warnings.map(({ check, column = null, sentence }) => ({
          check,
          column,
          sentence: source.rowsToo ? sentence : null,
        })),
      },
      meta: metaOfOrganisation(rights, ports.policies),
    };
  },

  async dropRejections(ports, ask) {
    const { params, rights } = ask;
    const source = sourceOf(rights, params.feed);
    if (!source.countsToo) throw forbidden();
    const receipt = await receiptOf(ports, source, params.name);
    const from = Number((await positionOf(ports, ask)) ?? 0);
    // What counts, else the newest that could be read.
    const version = receipt.seen.find((one) => isInForce(one, receipt)) ?? receipt.seen.find(({ dropId }) => dropId !== null);
    const all = await readRejected(ports.facts, receipt, version, () => noLongerKept(ports, receipt, rights.now));
    const rest = all.filter(({ line }) => line >= from);
    const page = rest.slice(0, ROWS_A_PAGE).map(({ line, issues }) => ({
      line,
      issues: issues.flatMap((issue) => faultOf(issue, source) ?? []),
    }));
    const after = rest[ROWS_A_PAGE];
    const cursor = await nextCursor(ports, ask, after === undefined ? null : String(after.line));
    return {
      payload: {
        feed: source.feed,
        name: receipt.name,
        version: version === undefined ? 0 : receipt.seen.length - receipt.seen.indexOf(version),
        rejected: version?.counts?.quarantined ?? 0,
        kept: all.length,
        rows: page,
        cursor,
      },
      meta: metaOfOrganisation(rights, ports.policies),
      next: cursor,
      table: () => ({
        columns: ['line', 'code', 'column', 'message', 'value', 'allowed'],
        rows: page.flatMap(({ line, issues }) =>
          issues.map(({ code, column, message, value, allowed }) => [line, code, column, message, value, allowed]),
        ),
      }),
    };
  },
};

/** Who may not list a bucket is told the same of what is gone and of what is closed: the age of the extract says which it is. */
function noLongerKept({ rejectedRowsDays }: OperationsPorts, { extractTime }: Receipt, now: number): boolean {
  return now - Date.parse(extractTime) > rejectedRowsDays * 24 * HOUR;
}

/** Throws FORBIDDEN: of a feed that does not exist no more is told than of one of another source. */
function sourceOf(rights: Rights, name: string): Source {
  const source = sourceIn(rights, name);
  if (source === null) throw forbidden();
  return source;
}

function sourceIn({ roles }: Rights, name: string): Source | null {
  const feed = Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name as FeedName] : undefined;
  const rowsToo = roles.some((role) => role === `steward:${feed?.system}`);
  if (feed === undefined || !(rowsToo || roles.includes('administrator'))) return null;
  return { feed: name as FeedName, system: feed.system, rowsToo, countsToo: rowsToo || !CLOSED.has(name) };
}

/** Of versions with the same bytes the first one. */
function isInForce({ dropId, state }: VersionVerdict, { accepted }: Receipt): boolean {
  return dropId !== null && dropId === accepted && state === 'accepted';
}

async function receiptOf({ registry }: OperationsPorts, { feed }: Source, name: string): Promise<Receipt> {
  const item = await registry.get(receiptKey(feed, name));
  if (item === undefined) throw new Refusal(404, 'NO_SUCH_DROP', 'No file of this name was dropped, or it is not read yet.');
  return readReceipt(item);
}

function briefOf({ name, extractTime, seen, accepted }: Receipt, source: Source) {
  const [newest] = seen;
  return {
    name,
    extractTime,
    state: newest?.state ?? ('withdrawn' as const),
    reason: faultOf(newest?.reason, source),
    rows: source.countsToo ? (newest?.counts ?? null) : null,
    counts: accepted !== null,
    versions: seen.length,
  };
}

/**
 * A header that is none may be a row, and a message, or what would have been allowed, may repeat one. Of a feed of closed
 * records even the code and the line would tell of somebody: its state says enough.
 */
function faultOf(issue: VersionVerdict['reason'], { rowsToo, countsToo }: Source) {
  if (issue === undefined || !countsToo) return null;
  const { code, line = null, column = null, message, value = null, allowed = null } = issue;
  if (!rowsToo) return { code, line, column, message: null, value: null, allowed: null };
  return { code, line, column, message, value, allowed };
}
