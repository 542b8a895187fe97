import { demoFiles, morningFiles } from '../demo/files.ts';
import { atLocalTime } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { DEMO_FORCE } from '../local/demo-run.ts';
import { allPointers, type Summary, summarise } from '../local/summary.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { type Bench, openBench } from './deployment.ts';
import { lines, usedLines } from './report.ts';

const END = '2026-11-20';
const SEED = 7;
/** With so many days everything that a night looks at is there already: the open days and those ahead. */
const SHORT = 60;
/** Each day once, and of those whose last file came while they were being scored some again: more the busier the machine is. */
const MOST_AGAIN = 1.25;

interface Grown {
  readonly days: number;
  readonly loadPerDay: number;
  readonly night: number;
  readonly watch: number;
  readonly morning: number;
  readonly generationsOfMorning: number;
  readonly right: boolean;
}

/** The same night and the same morning after two months and after a year: what takes longer grows with the history. */
export async function benchYear(say: (text: string) => void, { people, days }: { people: number; days: number }) {
  const grown: Grown[] = [];
  for (const history of [Math.min(SHORT, days), days]) grown.push(await afterHistory(say, people, history));
  const [short, long] = grown as [Grown, Grown];
  const against = (name: 'loadPerDay' | 'night' | 'watch' | 'morning') =>
    `${short[name].toFixed(2)} s after ${short.days} days, ${long[name].toFixed(2)} s after ${long.days}: ${(long[name] / short[name]).toFixed(2)} times`;
  say(
    lines({
      'loading, a day': against('loadPerDay'),
      'a night, with every open day': against('night'),
      'the watch alone': against('watch'),
      'a morning': against('morning'),
      'generations of a morning': `${short.generationsOfMorning} and ${long.generationsOfMorning}`,
    }),
  );
  return grown.every(({ right }) => right) && short.generationsOfMorning === long.generationsOfMorning;
}

async function afterHistory(say: (text: string) => void, people: number, days: number): Promise<Grown> {
  const bench = await openBench({ onDisk: true, startAt: atLocalTime(addDays(END, 1), '10:00') });
  try {
    const { cloud, used } = bench;
    const next = addDays(END, 1);
    const load = await timed(() => bench.drop(demoFiles({ people, days, end: END, seed: SEED })));
    const loaded = await summaryOf(bench);
    const dates = (await allPointers(bench.stores)).length;
    say(`${days} days of ${people} people loaded in ${load.toFixed(0)} s: ${loaded.generations} generations of ${dates} dates`);
    say(usedLines(used));
    bench.forget();
    const night = await timed(async () => {
      cloud.clock.advance(atLocalTime(addDays(next, 1), '08:00') - cloud.clock.now());
      await cloud.clock.settle();
    });
    const watch = used.seconds.watch ?? 0;
    bench.forget();
    const after = { people, days: days + 1, end: next, seed: SEED };
    const morning = await timed(() => bench.drop(morningFiles(after, next)));
    const closed = await summaryOf(bench);
    say(`a night and a morning after ${days} days; of the morning:`);
    say(usedLines(used));
    return {
      days,
      loadPerDay: load / days,
      night,
      watch,
      morning,
      generationsOfMorning: closed.generations - loaded.generations,
      right:
        loaded.controlTotalsClose &&
        closed.controlTotalsClose &&
        loaded.generations >= dates &&
        loaded.generations <= MOST_AGAIN * dates,
    };
  } finally {
    await bench.stop();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function summaryOf({ stores }: Bench): Promise<Summary> {
  return summarise(stores, policyOn(readForceFolder(DEMO_FORCE).policies, END).smallUnit);
}
