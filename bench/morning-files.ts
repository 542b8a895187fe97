import { type DemoFile, morningFiles } from '../demo/files.ts';
import { atLocalTime, MINUTE } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { formatDropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import { CATALOGUE } from '../lib/sources/catalogue.ts';

const LATE_DAYS = 7;
const PLANNED_DAYS = 8;
/** Each system exports its files one after the other, half an hour after the one before. */
const SYSTEMS = ['fusion', 'mytime', 'centurion', 'control-works', 'connect'];
const BETWEEN_SYSTEMS = 30 * MINUTE;
const BETWEEN_FILES = 20_000;
const WORKED = ['EARLY', 'DAY', 'LATE', 'NIGHT'];

export interface TimedFile extends DemoFile {
  /** When it is dropped; the extract time of its key. */
  readonly at: number;
}

/**
 * The files of one morning over two hours from 09:00, one a feed. The duties hold a late booking of each of the seven
 * days before and a change of each of the eight that are planned.
 */
export function timedMorning(options: Parameters<typeof morningFiles>[0], known: readonly DemoFile[]): TimedFile[] {
  const { end } = options;
  const start = atLocalTime(addDays(end, 1), '09:00');
  const files = new Map([...morningFiles(options, end)].map(({ key, body }) => [parseDropKey(key).feed.name, body]));
  return SYSTEMS.flatMap((system, job) => {
    const own = [...files].filter(([feed]) => CATALOGUE[feed].system === system);
    return own.map(([feed, body], n) => {
      const at = start + job * BETWEEN_SYSTEMS + n * BETWEEN_FILES;
      const rows = feed === 'duties' ? changedDuties(end, at, known) : '';
      return { key: formatDropKey(system, feed, at), body: body + rows, at };
    });
  });
}

/** One duty of each day with half an hour more of break than the last file says. */
function changedDuties(end: string, at: number, known: readonly DemoFile[]): string {
  const duties = known.filter(({ key }) => key.includes('/duties/')).toReversed();
  const header = duties[0]?.body.split('\n', 1)[0]?.split(',') ?? [];
  const column = (name: string) => header.indexOf(name);
  const updated = new Date(at - 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const dates = Array.from({ length: LATE_DAYS + PLANNED_DAYS }, (_, n) => addDays(end, n - LATE_DAYS));
  return dates
    .filter((date) => date !== end)
    .map((date) => {
      const row = duties
        .flatMap(({ body }) => body.split('\n'))
        .map((line) => line.split(','))
        .find((fields) => fields[column('duty_date')] === date && WORKED.includes(fields[column('duty_code')] ?? ''));
      if (row === undefined) throw new Error(`no duty on ${date}: take more people`);
      row[column('break_mins')] = String(Number(row[column('break_mins')]) + 30);
      row[column('updated_at')] = updated;
      return `${row.join(',')}\n`;
    })
    .join('');
}
