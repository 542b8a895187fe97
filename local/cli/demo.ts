import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantToLocal } from '../../lib/calendar.ts';
import { addDays, isDate } from '../../lib/dates.ts';
import { runDemo } from '../demo-run.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';

const USAGE = 'npm run demo -- [--people 60|400|13000] [--days 1..366] [--end YYYY-MM-DD] [--seed N] [--json]';
const OPTIONS = {
  people: { type: 'string', default: '400' },
  days: { type: 'string', default: '60' },
  end: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const;

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  if (positionals.length > 0) throw new Usage(`${positionals[0]} is not expected\n${USAGE}`);
  const end = values.end ?? addDays(instantToLocal(Date.now()).slice(0, 10), -1);
  if (!isDate(end)) throw new Usage(`--end is ${end}: a date such as 2026-11-22`);
  const people = wholeNumber(values.people, 'people', 20, 20_000);
  const days = wholeNumber(values.days, 'days', 1, 366);
  const seed = wholeNumber(values.seed, 'seed', 0, 999_999_999);

  const began = performance.now();
  const elapsed = () => Math.round((performance.now() - began) / 100) / 10;
  const folder = mkdtempSync(join(tmpdir(), 'productivity-demo-'));
  const stop = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

  const progress = (text: string) => process.stderr.write(`${String(elapsed()).padStart(6)} s  ${text}\n`);
  const { cloud, summary } = await runDemo({ people, days, end, seed, data: folder, progress });
  await cloud.stop();
  const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
  const peakMemoryMb = Math.round(Math.max(own, cloud.lambdas.peakMemoryKb()) / 1024);
  const result = { people, days, ...summary, seconds: elapsed(), peakMemoryMb };
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : report(result));
  return summary.controlTotalsClose ? 0 : 1;
});

function report({
  drops,
  rows,
  published,
  ...rest
}: Awaited<ReturnType<typeof runDemo>>['summary'] & {
  people: number;
  days: number;
  seconds: number;
  peakMemoryMb: number;
}): string {
  const line = (name: string, value: string) => `  ${name.padEnd(18)}${value}\n`;
  const parts = (record: Record<string, number>) =>
    Object.entries(record)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  return [
    `Demo force of ${rest.people} people over ${rest.days} days\n`,
    line('Files', parts(drops)),
    line(
      'Rows',
      parts({
        inFile: rows.inFile,
        accepted: rows.accepted,
        quarantined: rows.quarantined,
        outOfScope: rows.outOfScope,
        duplicate: rows.duplicate,
      }),
    ),
    line('Days published', parts(published)),
    line('Generations', String(rest.generations)),
    line('Officer days', String(rest.officerDays)),
    line('Availability days', String(rest.availabilityDays)),
    line('Unit days', String(rest.unitDays)),
    line('Control totals', rest.controlTotalsClose ? 'close' : 'DO NOT CLOSE'),
    line('Time and memory', `${rest.seconds} s, ${rest.peakMemoryMb} MB in the largest process`),
  ].join('');
}
