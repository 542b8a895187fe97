import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Arrivals, Latencies, openLoop } from './latency.ts';

/** What a client process is to ask; it comes as JSON on its standard input. */
export interface Asking {
  readonly endpoint: string;
  /** In turn. */
  readonly questions: readonly { readonly token: string; readonly path: string }[];
  /** So many, so many at once; or when they are due. */
  readonly pace: { readonly total: number; readonly atOnce: number } | Arrivals;
}

/** What it prints when it is done. */
export interface Asked {
  readonly requests: number;
  readonly seconds: number;
  readonly latencies: string;
  readonly statuses: Readonly<Record<string, number>>;
  /** Of a burst, until its last answer. */
  readonly burstMs: number;
}

const { endpoint, questions, pace } = JSON.parse(await text(process.stdin)) as Asking;
const { hostname, port } = new URL(endpoint);
const agent = new Agent({ keepAlive: true, maxSockets: 'atOnce' in pace ? pace.atOnce : 256 });
const statuses: Record<string, number> = {};
const note = (status: string) => {
  statuses[status] = (statuses[status] ?? 0) + 1;
};

function ask(n: number): Promise<void> {
  const { token, path } = questions[n % questions.length] ?? { token: '', path: '/' };
  return new Promise((resolve) => {
    const sent = request({ hostname, port, path, agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      note(String(response.statusCode));
      response.resume();
      response.on('end', resolve);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      note(error.code ?? 'error');
      resolve();
    });
    sent.end();
  });
}

async function inLines({ total, atOnce }: { total: number; atOnce: number }) {
  const latencies = new Latencies();
  let next = 0;
  const line = async () => {
    while (next < total) {
      next += 1;
      const began = performance.now();
      await ask(next);
      latencies.add(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return { requests: total, latencies, burstMs: 0 };
}

const began = performance.now();
const { latencies, ...rest } = await ('total' in pace ? inLines(pace) : openLoop(pace, ask));
const asked: Asked = { ...rest, latencies: String(latencies), statuses, seconds: (performance.now() - began) / 1000 };
process.stdout.write(JSON.stringify(asked));
agent.destroy();
