import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { atLocalTime, HOUR, instantToLocal } from '../../lib/calendar.ts';
import { addDays, longDate } from '../../lib/dates.ts';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { ACCEPTED_NOT_EMULATED } from '../cloud/types.ts';
import { localAssembly } from '../demo-run.ts';
import { announce, DATA, type DemoChoice, findRunning, INBOX, keepChoice, markSettled, takeSettled, withdraw } from '../home.ts';
import { watchInbox } from '../inbox.ts';
import { load } from '../load.ts';
import { type Stores, storesOf } from '../stores.ts';
import { allPointers } from '../summary.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';

const USAGE = 'npm start [-- [--port N] [--people 20..13000] [--days 1..366]]';
const OPTIONS = {
  port: { type: 'string', default: '4100' },
  people: { type: 'string', default: '400' },
  days: { type: 'string', default: '60' },
} as const;
const SEED = 1;

const say = (text = '') => process.stdout.write(`${text}\n`);
const began = performance.now();
const step = (text: string) => say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  if (positionals.length > 0) throw new Usage(`${positionals[0]} is not expected\n${USAGE}`);
  const port = wholeNumber(values.port, 'port', 1024, 65_535);
  const people = wholeNumber(values.people, 'people', 20, 13_000);
  const days = wholeNumber(values.days, 'days', 1, 366);
  const running = findRunning();
  if (running !== null) throw new Error(`It is already running at ${running.endpoint} (process ${running.pid}).`);

  step('building the functions and templates');
  const assembly = await localAssembly();
  step('starting the embedded cloud');
  // Time is set by hand while the demo is loaded, so that every day is scored once; then it is the real time.
  const cloud = await startCloud({
    assembly,
    data: DATA,
    port,
    startAt: Date.now() - HOUR,
    onOutput: tellFirstDay(existsSync(DATA)),
  }).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EADDRINUSE'
      ? new Error(`Port ${port} is taken by another program: npm start -- --port ${port + 1}`)
      : cause;
  });
  announce(cloud);
  const settled = takeSettled();
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort();
    });
  }
  try {
    const stores = storesOf(cloud);
    const end = newestWholeDay(Date.now());
    const choice = keepChoice({ people, start: addDays(end, 1 - days), seed: SEED });
    await Promise.race([load({ cloud, stores, choice, end, settled, signal: stopping.signal, step }), aborted(stopping.signal)]);
    cloud.clock.goReal();
    if (!stopping.signal.aborted) {
      await welcome(cloud, stores, choice, end);
      await watchInbox(cloud, stores, stopping.signal, say);
    }
  } finally {
    withdraw();
    const left = cloud.queues.waiting();
    await cloud.stop();
    if (left === 0) markSettled();
    say('Stopped. What was loaded stays in .local for the next start.');
  }
  return 0;
});

/** Says once that there is something to look at, while the rest is still being scored. */
function tellFirstDay(loaded: boolean): (text: string) => void {
  let told = loaded;
  return (text) => {
    if (told || !text.includes('"day scored"')) return;
    told = true;
    step('the first day is published');
  };
}

/** Extracts are taken from 09:00: before, yesterday's are still to come. */
function newestWholeDay(now: number): string {
  const today = instantToLocal(now).slice(0, 10);
  return addDays(today, now >= atLocalTime(today, '09:00') ? -1 : -2);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function welcome(cloud: Cloud, stores: Stores, { people }: DemoChoice, end: string): Promise<void> {
  const pointers = await allPointers(stores);
  const last = pointers.findLast(({ status }) => status === 'final');
  step(
    `ready: ${people} people, ${pointers.filter(({ status }) => status === 'final').length} final days, the last one ${last === undefined ? 'none' : longDate(last.date)}`,
  );
  say();
  say(
    `The embedded cloud listens on ${cloud.endpoint} (this machine only). Accepted, not emulated: ${ACCEPTED_NOT_EMULATED.join(', ')}.`,
  );
  say();
  say('Try, in another terminal:');
  say(`  npm run -s ops -- show day ${end}`);
  say(`  npm run -s ops -- show person 100010 --date ${end}`);
  say(`  npm run -s ops -- show unit A01 --date ${end}`);
  say(`  cp some-file.csv ${join(relative(process.cwd(), INBOX), 'connect', 'arrests')}/     and watch what it changes here`);
  say();
  say('Ctrl+C stops it.');
}
