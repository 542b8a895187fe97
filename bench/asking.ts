// The client process of `askFrom`: what to ask comes on its standard input, what came of it goes to standard output.

import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { inParallel } from '../functions/parallel.ts';
import type { Asked, Asking } from './ask-from.ts';
import { Latencies, openLoop } from './latency.ts';

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

async function together({ total, atOnce }: { total: number; atOnce: number }) {
  const latencies = new Latencies();
  await inParallel([...Array(total).keys()], atOnce, async (n) => {
    const began = performance.now();
    await ask(n);
    latencies.add(performance.now() - began);
  });
  return { requests: total, latencies, burstMs: 0 };
}

const began = performance.now();
const { latencies, ...rest } = await ('total' in pace ? together(pace) : openLoop(pace, ask));
const asked: Asked = { ...rest, latencies: String(latencies), statuses, seconds: (performance.now() - began) / 1000 };
process.stdout.write(JSON.stringify(asked));
agent.destroy();
