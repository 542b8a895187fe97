import { setTimeout as wait } from 'node:timers/promises';
import { demoFiles, morningFiles } from '../../demo/files.ts';
import { readReceipt, receiptKey } from '../../functions/registry.ts';
import { addDays, atLocalTime, HOUR, instantToLocal, longDate } from '../../lib/calendar.ts';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import { readForceFolder } from '../../scripts/bundle.ts';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { ACCEPTED_NOT_EMULATED } from '../cloud/types.ts';
import { DEMO_FORCE, localAssembly } from '../demo-run.ts';
import { announce, DATA, findRunning, INBOX, withdraw } from '../home.ts';
import { makeInbox, takeArrivals } from '../inbox.ts';
import { showDrop, showRejections } from '../show.ts';
import { type Stores, storesOf } from '../stores.ts';
import { allPointers } from '../summary.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';

const USAGE = 'npm start [-- --port N]';
const PEOPLE = 400;
const DAYS = 60;
const SEED = 1;

const say = (text = '') => process.stdout.write(`${text}\n`);
const began = performance.now();
const step = (text: string) => say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), { port: { type: 'string', default: '4100' } }, USAGE);
  if (positionals.length > 0) throw new Usage(`${positionals[0]} is not expected\n${USAGE}`);
  const port = wholeNumber(values.port, 'port', 1024, 65_535);
  const running = findRunning();
  if (running !== null) throw new Error(`It is already running at ${running.endpoint} (process ${running.pid}).`);

  step('building the functions and templates');
  const assembly = await localAssembly();
  step('starting the embedded cloud');
  // Time is set by hand while the demo is loaded, so that every day is scored once; then it is the real time.
  const cloud = await startCloud({ assembly, data: DATA, port, startAt: Date.now() - HOUR }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw cause.code === 'EADDRINUSE'
        ? new Error(`Port ${port} is taken by another program: npm start -- --port ${port + 1}`)
        : cause;
    },
  );
  announce(cloud);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort();
    });
  }
  try {
    const stores = storesOf(cloud);
    const end = addDays(
      instantToLocal(Date.now()).slice(0, 10),
      Date.now() >= atLocalTime(instantToLocal(Date.now()).slice(0, 10), '09:00') ? -1 : -2,
    );
    await Promise.race([load(cloud, stores, end), aborted(stopping.signal)]);
    cloud.clock.goReal();
    if (!stopping.signal.aborted) {
      await welcome(cloud, stores, end);
      await watchInbox(cloud, stores, stopping.signal);
    }
  } finally {
    withdraw();
    await cloud.stop();
    say('Stopped. What was loaded stays in .local for the next start.');
  }
  return 0;
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** The first time all days, later the mornings that are missing; then one look for whatever an earlier stop left undone. */
async function load(cloud: Cloud, stores: Stores, end: string): Promise<void> {
  const present = new Set((await stores.drops.versions('')).map(({ key }) => key));
  const options = { people: PEOPLE, days: DAYS, end, seed: SEED };
  const newest = [...present]
    .filter((key) => key.startsWith('fusion/people/'))
    .sort()
    .at(-1);
  const files = newest === undefined ? demoFiles(options) : missing(options, newest);
  const hold = cloud.clock.busy();
  let dropped = 0;
  for (const { key, body } of files) {
    if (present.has(key)) continue;
    if (dropped === 0) step(`making the extracts of the demo force: ${PEOPLE} invented people`);
    await stores.drops.put(key, body);
    dropped += 1;
  }
  if (dropped > 0) step(`${dropped} extracts dropped; reading and scoring them`);
  hold();
  await cloud.clock.settle();
  const watch = cloud.resources.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('Watch'));
  if (watch !== undefined) await cloud.lambdas.invoke(watch.arn, { task: 'drift' });
  await cloud.clock.settle();
}

function* missing(options: { people: number; days: number; end: string; seed: number }, newestKey: string) {
  const newest = instantToLocal(Date.parse(parseDropKey(newestKey).extractTime)).slice(0, 10);
  for (let morning = addDays(newest, 1); morning <= addDays(options.end, 1); morning = addDays(morning, 1))
    yield* morningFiles(options, addDays(morning, -1));
}

async function welcome(cloud: Cloud, stores: Stores, end: string): Promise<void> {
  const pointers = await allPointers(stores);
  const last = pointers.findLast(({ status }) => status === 'final');
  step(
    `ready: ${pointers.filter(({ status }) => status === 'final').length} final days, the last one ${last === undefined ? 'none' : longDate(last.date)}`,
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
  say('  cp some-file.csv .local/inbox/connect/arrests/     and watch what it changes here');
  say();
  say('Ctrl+C stops it.');
}

/** A file copied into the inbox becomes a drop; its receipt, its rejected rows and the days it changed are told. */
async function watchInbox(cloud: Cloud, stores: Stores, signal: AbortSignal): Promise<void> {
  const { feeds } = readForceFolder(DEMO_FORCE);
  makeInbox(INBOX, feeds);
  while (!signal.aborted) {
    await wait(500, undefined, { signal }).catch(() => undefined);
    for (const { key, name, body } of takeArrivals(INBOX, feeds, Date.now())) {
      say();
      say(key.endsWith(`/${name}`) ? `Taken: ${key}` : `Taken: ${name}, as ${key} (the time of pick-up)`);
      const before = new Map((await allPointers(stores)).map(({ date, generation }) => [date, generation]));
      const earlier = await receiptRev(stores, key);
      await stores.drops.put(key, body);
      await waitFor(async () => (await receiptRev(stores, key)) > earlier, signal);
      say(await showDrop(stores, key, false));
      const rejected = await showRejections(stores, key, false);
      if (rejected !== '') say(rejected);
      await quiet(cloud, signal);
      const changed = (await allPointers(stores)).filter(({ date, generation }) => before.get(date) !== generation);
      say(
        changed.length === 0
          ? 'No published day changed.'
          : `Days changed: ${changed.map(({ date, status }) => `${date} (${status})`).join(', ')}`,
      );
    }
  }
}

async function receiptRev({ registry }: Stores, key: string): Promise<number> {
  const { feed, name } = parseDropKey(key);
  const item = await registry.get(receiptKey(feed.name, name));
  return item === undefined ? 0 : readReceipt(item).rev;
}

async function waitFor(done: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < 600 && !signal.aborted && !(await done()); tries += 1) await wait(100);
}

/** Until nothing has waited in the queues for a moment. */
async function quiet(cloud: Cloud, signal: AbortSignal): Promise<void> {
  let calm = 0;
  await waitFor(async () => {
    calm = cloud.queues.waiting() === 0 ? calm + 1 : 0;
    return calm > 3;
  }, signal);
}
