import { isDate } from '../lib/dates.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { digestOfHashes, publishedLines, verdictLines } from './export.ts';
import type { Stores } from './stores.ts';

/** What a deployment published and what became of its files, by the hash of each line. */
export interface Print {
  readonly digest: string;
  readonly lines: number;
  /** Hash of a line -> what it is about, without naming anybody. */
  readonly labels: ReadonlyMap<string, string>;
}

export async function printOf(stores: Stores): Promise<Print> {
  const labels = new Map<string, string>();
  for (const lines of [publishedLines(stores), verdictLines(stores)]) {
    // No two lines are alike: each holds its key.
    for await (const line of lines) labels.set(sha256(line), labelOf(line));
  }
  return { digest: digestOfHashes([...labels.keys()]), lines: labels.size, labels };
}

/** What stands in one of two only, a sentence each, in order. */
export function differences(source: Print, target: Print): string[] {
  const only = (one: Print, other: Print) =>
    new Set([...one.labels].flatMap(([hash, label]) => (other.labels.has(hash) ? [] : [label])));
  const [inSource, inTarget] = [only(source, target), only(target, source)];
  return [...inSource.union(inTarget)].sort().map((label) => {
    if (!inTarget.has(label)) return `${label}: in the source only`;
    return inSource.has(label) ? `${label}: differs` : `${label}: in the target only`;
  });
}

/** Kind, date and unit; never a number of a person, nor anything that a line says. */
export function labelOf(line: string): string {
  const value = JSON.parse(line) as readonly unknown[] | { pk: string; sk: string };
  if ('pk' in value) return itemLabel(value.pk, value.sk);
  const [kind, subject] = value;
  if (kind === 'file') return `file of ${fileLabel(String(subject))}`;
  return isDate(String(subject)) ? `${kind} ${subject}` : String(kind);
}

/** The part at the end of a name is anybody's choice: left out. */
function fileLabel(key: string): string {
  return key.replace(/^(.*)\/[^/]*_(\d{8}T\d{6}Z).*$/, '$1, $2');
}

function itemLabel(pk: string, sk: string): string {
  const [kind = '', subject = ''] = pk.split('#');
  if (kind === 'O') return `item of the organisation, ${pk.split('#')[2] ?? ''}`;
  const [of, date] = kind === 'D' ? [kind, subject] : sk.split('#');
  const when = of === 'W' ? `window ${date}` : `day ${date}`;
  if (kind === 'P') return `${when}, item of a person`;
  if (kind === 'D') return `${when}, people of a team ${sk.split('#')[0]}`;
  return `${when}, item ${pk}`;
}
