import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo } from '../local/demo-run.ts';
import { signIn } from '../local/sign-in.ts';
import { morningQuestions } from './api-questions.ts';
import { type Asking, askFrom } from './ask-from.ts';
import { heapMb, lines, ownPeakMb } from './report.ts';

const [END, SEED] = ['2026-11-20', 7];
const ALL = { total: 20_000, atOnce: 64 };
/** A force of 13,000 between eight and nine. */
const MORNING = { perSecond: 46, seconds: 60, burst: 140 };

/** The embedded API with real functions, tokens and tables on disk: first as much as it can, then a morning's pace. */
export async function benchLoad(say: (text: string) => void, { people, days }: { people: number; days: number }) {
  const data = mkdtempSync(join(tmpdir(), 'bench-'));
  process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  const { cloud } = await runDemo({ people, days, end: END, seed: SEED, data });
  try {
    const tokens = new Map<string, string>();
    const asked = morningQuestions({ people, seed: SEED, end: END });
    for (const { username } of asked) if (!tokens.has(username)) tokens.set(username, (await signIn(cloud, username)).access);
    const questions = asked.map(({ username, path }) => ({ path, token: tokens.get(username) ?? '' }));
    const ask = (pace: Asking['pace']) => askFrom({ endpoint: cloud.apiEndpoint, questions, pace });
    say(`${days} days of ${people} people loaded; ${questions.length} questions of ${tokens.size} people in turn`);
    await ask({ total: 10 * questions.length, atOnce: 8 });
    const before = heapMb();
    const whole = await ask(ALL);
    say(`${whole.requests} requests, ${ALL.atOnce} at once`);
    say(
      lines({
        'requests a second': Math.round(whole.requests / whole.seconds),
        latencies: whole.latencies,
        statuses: JSON.stringify(whole.statuses),
        'cloud, heap before and after, MB': `${before} and ${heapMb()}`,
        'functions, peak memory in MB': Math.round(cloud.lambdas.peakMemoryKb() / 1024),
      }),
    );
    const morning = await ask(MORNING);
    say(`${MORNING.perSecond} a second for ${MORNING.seconds} s with ${MORNING.burst} more at one moment`);
    say(
      lines({
        'from due to answered': morning.latencies,
        'the burst answered after, ms': morning.burstMs,
        statuses: JSON.stringify(morning.statuses),
        'this process, peak memory in MB': ownPeakMb(),
      }),
    );
    return [whole, morning].every(({ requests, statuses }) => statuses[200] === requests);
  } finally {
    await cloud.stop();
  }
}
