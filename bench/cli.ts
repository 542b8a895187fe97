import { main, readArguments, Usage, wholeNumber } from '../local/cli/arguments.ts';
import { benchHandlers } from './api-handlers.ts';
import { benchLoad } from './api-load.ts';
import { benchStart } from './api-start.ts';
import { benchBackfill } from './backfill.ts';
import { largeFile } from './large-file.ts';
import { benchMorning } from './morning.ts';
import { benchWeb } from './web.ts';
import { benchYear } from './year.ts';

const USAGE =
  'npm run bench -- morning|large-file|year|backfill|api-handlers|api-load|api-start|web [--people N] [--days N] [--before FOLDER]';
const OPTIONS = { people: { type: 'string' }, days: { type: 'string' }, before: { type: 'string' } } as const;

interface Size {
  readonly people: number;
  readonly days: number;
  /** A folder with an earlier build of the pages. */
  readonly before: string | null;
}

/** Each says its figures and gives whether what it counts is right; times are told and never judged. */
const BENCHES: Readonly<
  Record<string, { size: Pick<Size, 'people' | 'days'>; run: (say: (text: string) => void, size: Size) => Promise<boolean> }>
> = {
  morning: { size: { people: 13_000, days: 9 }, run: benchMorning },
  'large-file': { size: { people: 0, days: 0 }, run: largeFile },
  year: { size: { people: 400, days: 365 }, run: benchYear },
  'api-start': { size: { people: 0, days: 0 }, run: benchStart },
  'api-load': { size: { people: 400, days: 28 }, run: benchLoad },
  'api-handlers': { size: { people: 400, days: 28 }, run: benchHandlers },
  web: { size: { people: 0, days: 0 }, run: benchWeb },
  backfill: { size: { people: 120, days: 1095 }, run: benchBackfill },
};

const began = performance.now();
const say = (text: string) =>
  process.stdout.write(
    text.startsWith(' ') ? text : `${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${text.trimEnd()}\n`,
  );

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const bench = BENCHES[positionals[0] ?? ''];
  if (bench === undefined || positionals.length > 1) throw new Usage(USAGE);
  const people = values.people === undefined ? bench.size.people : wholeNumber(values.people, 'people', 20, 20_000);
  const days = values.days === undefined ? bench.size.days : wholeNumber(values.days, 'days', 1, 1100);
  const right = await bench.run(say, { people, days, before: values.before ?? null });
  say(right ? 'what is counted is right' : 'WHAT IS COUNTED IS WRONG');
  return right ? 0 : 1;
});
