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
