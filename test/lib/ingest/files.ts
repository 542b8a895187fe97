import { FileRefused, type Issue } from '../../../lib/errors.ts';
import { formatDropKey, parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { readDrop } from '../../../lib/ingest/reading.ts';
import { CATALOGUE, type FeedName } from '../../../lib/sources/catalogue.ts';
import { columnsOf } from '../../../lib/sources/feed.ts';
import { canonicalMapping, type Mapping } from '../../../lib/sources/mapping.ts';
import { force } from '../world.ts';

export const AT = Date.parse('2026-11-20T09:00:00Z');
export const header = (feed: FeedName) =>
  columnsOf(CATALOGUE[feed])
    .map(([name]) => name)
    .join(',');
export const ARRESTS = header('arrests');
export const arrest = (over: Partial<Record<string, string>> = {}) => {
  const row: Record<string, string> = {
    arrest_id: 'A1',
    officer_no: '100001',
    role: 'ARRESTING',
    arrested_at: '2026-11-19T12:00:00',
    custody_no: '',
    offence_group: '',
    updated_at: '2026-11-19T13:00:00Z',
    deleted_at: '',
    ...over,
  } as Record<string, string>;
  return Object.values(row).join(',');
};
export const bytes = (text: string) => new TextEncoder().encode(text);

export function read(
  body: string | Uint8Array,
  { feed = 'arrests', suffix = '.csv', mapping }: { feed?: FeedName; suffix?: string; mapping?: Mapping } = {},
) {
  const drop = parseDropKey(formatDropKey(CATALOGUE[feed].system, feed, AT, suffix));
  return readDrop(
    typeof body === 'string' ? bytes(body) : body,
    drop,
    mapping ?? canonicalMapping(CATALOGUE[feed]),
    force.policies,
  );
}
export const file = (...rows: string[]) => `${[ARRESTS, ...rows].join('\n')}\n`;
export const refusal = (body: string | Uint8Array, options?: Parameters<typeof read>[1]) => {
  const { state, reason } = read(body, options);
  return `${state} ${reason?.code}${reason?.line === undefined ? '' : ` line ${reason.line}`}`;
};
export const rejected = (over: Partial<Record<string, string>>) =>
  read(file(arrest({ arrest_id: 'B' }), arrest(over))).quarantined.flatMap(({ line, issues }) =>
    issues.map(({ code, column }) => `${line} ${column} ${code}`),
  );

/** What was told of a file that is not read at all. */
export function refusedBy(call: () => unknown): readonly Issue[] {
  try {
    call();
  } catch (cause) {
    if (cause instanceof FileRefused) return cause.issues;
    throw cause;
  }
  return [];
}
export const fileOf = (feed: FeedName, ...rows: readonly Readonly<Record<string, string>>[]) => {
  const names = columnsOf(CATALOGUE[feed]).map(([name]) => name);
  return `${[names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].join('\n')}\n`;
};

const UPDATED = '2026-11-19T13:00:00Z';
/** A good row of some feeds, made of what must not be blank. */
export const ROWS = {
  arrests: {
    arrest_id: 'A1',
    officer_no: '100001',
    role: 'ARRESTING',
    arrested_at: '2026-11-19T12:00:00Z',
    updated_at: UPDATED,
  },
  'stop-searches': {
    search_id: 'S1',
    officer_no: '100001',
    role: 'LEAD',
    searched_at: '2026-11-19T12:00:00Z',
    subject_kind: 'PERSON',
    power_code: 'PACE 1',
    updated_at: UPDATED,
  },
  outcomes: { crime_no: 'C1', outcome_seq: '1', outcome_date: '2026-11-19', recorded_status: 'CRIME', updated_at: UPDATED },
  statuses: { employee_no: '100001', from_at: '2026-11-19T12:00:00Z', status_code: 'PATROL', updated_at: UPDATED },
  units: { unit_code: 'U1', effective_from: '1990-01-01', unit_type: 'TEAM', name: 'Ash', updated_at: '1990-01-01T00:00:00Z' },
} as const satisfies Partial<Record<FeedName, Readonly<Record<string, string>>>>;
