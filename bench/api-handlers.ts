import { demoFiles } from '../demo/files.ts';
import { inParallel } from '../functions/parallel.ts';
import { atLocalTime } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { memoryApi } from '../local/memory/api.ts';
import { memoryForce } from '../local/memory/force.ts';
import { morningQuestions, type Question } from './api-questions.ts';
import { Latencies, openLoop } from './latency.ts';
import { heapMb, lines, median, ownPeakMb } from './report.ts';

const [END, SEED] = ['2026-11-20', 7];
const REQUESTS = 20_000;
const AT_ONCE = 64;
const ROUNDS = 7;
/** 43 forces of 13,000 on their mornings. */
const FORCES = { perSecond: 840, seconds: 30, burst: 2500 };

/** The handlers of the API with their store in memory, in this process: what they cost without network, gateway and DynamoDB. */
export async function benchHandlers(say: (text: string) => void, { people, days }: { people: number; days: number }) {
  const memory = memoryForce(atLocalTime(addDays(END, 1), '10:00'));
  await memory.publish(demoFiles({ people, days, end: END, seed: SEED }));
  say(`${days} days of ${people} people published in memory`);
  // Who looked is not kept: it would fill this process.
  const trust = { ...memory.tables.trust, putIfRev: async () => true };
  const api = memoryApi({ ...memory, tables: { ...memory.tables, trust } });
  const questions = morningQuestions({ people, seed: SEED, end: END });
  const wrong: string[] = [];
  const ask = async ({ username, path }: Question) => {
    const { statusCode, body } = await api(username, path);
    if (statusCode !== 200) wrong.push(`${statusCode} ${path} ${body}`);
  };
  const any = (n: number) => ask(questions[n % questions.length] as Question);
  // The first round is compiled.
  for (let n = 0; n < 30 * questions.length; n += 1) await any(n);

  const heapBefore = heapMb();
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rates.push(Math.round(REQUESTS / (await throughput(any))));
  say(lines({ [`requests a second, ${AT_ONCE} at once`]: `${median(rates)} (${Math.min(...rates)} to ${Math.max(...rates)})` }));
  for (const question of new Map(questions.map((one) => [one.username + one.path, one])).values())
    say(`  ${shortened(question).padEnd(58)}${await latenciesOf(question, ask)}\n`);
  const { requests, latencies, burstMs } = await openLoop(FORCES, any);
  say(`${FORCES.perSecond} a second for ${FORCES.seconds} s with ${FORCES.burst} more at one moment: ${requests} requests`);
  say(
    lines({
      'from due to answered': latencies.toString(),
      'the burst answered after, ms': burstMs,
      'heap before and after, MB': `${heapBefore} and ${heapMb()}`,
      'this process, peak memory in MB': ownPeakMb(),
      'answers that are not 200': wrong.length,
    }),
  );
  for (const line of wrong.slice(0, 5)) say(line);
  return wrong.length === 0;
}

async function throughput(any: (n: number) => Promise<void>): Promise<number> {
  const began = performance.now();
  await inParallel([...Array(REQUESTS).keys()], AT_ONCE, any);
  return (performance.now() - began) / 1000;
}

async function latenciesOf(question: Question, ask: (question: Question) => Promise<void>): Promise<Latencies> {
  const latencies = new Latencies();
  for (let n = 0; n < 3000; n += 1) {
    const began = performance.now();
    await ask(question);
    latencies.add(performance.now() - began);
  }
  return latencies;
}

function shortened({ path }: Question): string {
  return path
    .replace(/\?.*/, '')
    .replace(/\d{4}-\d\d-\d\d/, '{date}')
    .replace(/\d{6}/, '{person}');
}
