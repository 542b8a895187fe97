import { type DemoFile, demoFiles } from '../demo/files.ts';
import { atLocalTime } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { type Item, itemsOf } from '../lib/generation/items.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { DEMO_FORCE } from '../local/demo-run.ts';
import type { Stores } from '../local/stores.ts';
import { allPointers, readGeneration, summarise } from '../local/summary.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { type Bench, openBench, type Used } from './deployment.ts';
import { timedMorning } from './morning-files.ts';
import { lines, usedLines } from './report.ts';

/** What a morning may cost: beyond it the bill of a large force grows by writes that nobody reads. */
export const MOST_GENERATIONS = 25;

export interface MorningOptions {
  readonly people: number;
  /** Days of history before the morning. */
  readonly days: number;
  readonly onDisk: boolean;
  readonly step?: (text: string) => void;
}

export interface Morning {
  readonly files: number;
  /** New generations a date. */
  readonly generations: Readonly<Record<string, number>>;
  readonly total: number;
  /** What these generations are in the tables; a kilobyte begun is a write unit. */
  readonly items: number;
  readonly writeUnits: number;
  /** When the last file was dropped and when its figures were published, as the clock of the cloud has it. */
  readonly lastFile: number;
  readonly lastPublished: number;
  readonly closes: boolean;
  readonly used: Used;
}

const END = '2026-11-20';
const SEED = 7;

/** Some days of history at once, then one morning's files over two hours with the pace of production. */
export async function runMorning({ people, days, onDisk, step = () => undefined }: MorningOptions): Promise<Morning> {
  const options = { people, days: days + 1, end: END, seed: SEED };
  const bench = await openBench({ onDisk, startAt: atLocalTime(END, '10:00') });
  try {
    const { cloud, stores } = bench;
    const history = [...demoFiles({ ...options, days, end: addDays(END, -1) })];
    await loadHistory(bench, history);
    step(`${history.length} files of ${days} days of ${people} people loaded`);
    const before = await generationsOf(stores);
    bench.forget();
    const files = timedMorning(options, history);
    for (const file of files) cloud.clock.at(file.at, 'work', () => void put(bench, file));
    await cloud.clock.settle();
    step(`${files.length} files of the morning published`);
    const after = await generationsOf(stores);
    const made = [...after].flatMap(([date, names]) => {
      const fresh = names.filter(({ name }) => before.get(date)?.some((known) => known.name === name) !== true);
      return fresh.length === 0 ? [] : [{ date, fresh }];
    });
    const { smallUnit } = policyOn(readForceFolder(DEMO_FORCE).policies, END);
    const [items, writeUnits] = await weigh(stores, made, smallUnit);
    return {
      files: files.length,
      generations: Object.fromEntries(made.map(({ date, fresh }) => [date, fresh.length])),
      total: made.reduce((sum, { fresh }) => sum + fresh.length, 0),
      items,
      writeUnits,
      lastFile: Math.max(...files.map(({ at }) => at)),
      lastPublished: Math.max(...made.flatMap(({ fresh }) => fresh.map(({ at }) => at))),
      closes: (await summarise(stores, smallUnit)).controlTotalsClose,
      used: bench.used,
    };
  } finally {
    await bench.stop();
  }
}

async function loadHistory({ cloud, drop }: Bench, files: readonly DemoFile[]): Promise<void> {
  await drop(files);
  cloud.clock.advance(Math.max(0, atLocalTime(addDays(END, 1), '08:00') - cloud.clock.now()));
  await cloud.clock.settle();
}

async function put({ cloud, stores }: Bench, { key, body }: DemoFile): Promise<void> {
  const done = cloud.clock.busy();
  await stores.drops.put(key, body).finally(done);
}

interface Made {
  readonly name: string;
  readonly at: number;
}

async function generationsOf(stores: Stores): Promise<Map<string, Made[]>> {
  const pointers = await allPointers(stores);
  return new Map(
    pointers.map(({ date, history }) => [
      date,
      history.flatMap(({ generation, at }) => (generation === null ? [] : [{ name: generation, at: Date.parse(at) }])),
    ]),
  );
}

async function weigh(
  stores: Stores,
  made: readonly { readonly date: string; readonly fresh: readonly Made[] }[],
  smallUnit: number,
): Promise<[items: number, writeUnits: number]> {
  let [items, units] = [0, 0];
  for (const { date, fresh } of made) {
    for (const { name } of fresh) {
      const { productivity, availability } = itemsOf(await readGeneration(stores, date, name), name, smallUnit);
      const all: readonly Item[] = [...productivity, ...availability];
      items += all.length;
      units += all.reduce((sum, item) => sum + Math.ceil(Buffer.byteLength(JSON.stringify(item)) / 1024), 0);
    }
  }
  return [items, units];
}

export async function benchMorning(say: (text: string) => void, { people, days }: { people: number; days: number }) {
  const morning = await runMorning({ people, days, onDisk: true, step: say });
  const { files, total, generations, items, writeUnits, lastFile, lastPublished, closes, used } = morning;
  say(`${files} files, ${total} generations: ${JSON.stringify(generations)}`);
  say(
    lines({
      'items written': items,
      'write units': writeUnits,
      'minutes from last file to its figures': (lastPublished - lastFile) / 60_000,
      'control totals': closes ? 'close' : 'DO NOT CLOSE',
    }),
  );
  say(usedLines(used));
  return closes && total <= MOST_GENERATIONS;
}
