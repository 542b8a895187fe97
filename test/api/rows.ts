import { parse } from 'csv-parse/sync';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import type { FeedName } from '../../lib/sources/catalogue.ts';
import type { DropFile } from '../../local/memory/force.ts';

export type Row = Readonly<Record<string, string>>;

/** Rewrites the rows of files; a feed that the table does not name stays as it is, a file without rows is not sent. */
export function withRows(
  files: readonly DropFile[],
  edits: Readonly<Partial<Record<FeedName, (rows: Row[], extractTime: string) => Row[]>>>,
): DropFile[] {
  return files.flatMap(({ key, body }) => {
    const { feed, extractTime } = parseDropKey(key);
    const edit = edits[feed.name];
    if (edit === undefined) return [{ key, body }];
    const [header = []] = parse(body, { to_line: 1 }) as string[][];
    const rows = edit(parse(body, { columns: true }) as Row[], extractTime);
    if (rows.length === 0) return [];
    const lines = rows.map((row) => header.map((name) => quoted(row[name] ?? '')).join(','));
    return [{ key, body: `${[header.join(','), ...lines].join('\n')}\n` }];
  });
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
