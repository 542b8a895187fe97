import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newestWholeDay } from '../../demo/files.ts';
import { demoForce } from '../../demo/force.ts';
import { personasOf, rolesOfPersonas } from '../../demo/personas.ts';
import { HOUR } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';
import { buildWeb } from '../../scripts/web.ts';
import { startCloud } from '../cloud/cloud.ts';
import { localAssemblyFor } from '../demo-run.ts';
import { NOBODY, usersOf } from '../directory.ts';
import { serveDocs } from '../docs-server.ts';
import { grantRole } from '../grant-role.ts';
import { announce, DATA, findRunning, keepChoice, markSettled, takeSettled, withdraw } from '../home.ts';
import { watchInbox } from '../inbox.ts';
import { load } from '../load.ts';
import { storesOf } from '../stores.ts';
import { serveWeb } from '../web-server.ts';
import { readiness, welcome } from '../welcome.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';

const USAGE = 'npm start [-- [--port N] [--api-port N] [--people 20..13000] [--days 1..366]]';
const OPTIONS = {
  port: { type: 'string', default: '4100' },
  'api-port': { type: 'string', default: '4200' },
  people: { type: 'string', default: '400' },
  days: { type: 'string', default: '60' },
} as const;
const SEED = 1;
const ROOT = join(import.meta.dirname, '..', '..');

const say = (text = '') => process.stdout.write(`${text}\n`);
const began = performance.now();
const step = (text: string) => say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  if (positionals.length > 0) throw new Usage(`${positionals[0]} is not expected\n${USAGE}`);
  const port = wholeNumber(values.port, 'port', 1024, 65_535);
  // The pages of the sign-in, the description and the dashboard are beside the API.
  const apiPort = wholeNumber(values['api-port'], 'api-port', 1024, 65_532);
  const people = wholeNumber(values.people, 'people', 20, 13_000);
  const days = wholeNumber(values.days, 'days', 1, 366);
  const running = findRunning();
  if (running !== null) throw new Error(`It is already running at ${running.endpoint} (process ${running.pid}).`);

  step('building the functions and templates');
  const assembly = await localAssemblyFor(apiPort + 3);
  const pages = join(ROOT, '.local', 'web');
  await buildWeb(pages);
  step('starting the embedded cloud');
  let users = NOBODY;
  // Time is set by hand while the demo is loaded, so that every day is scored once; then it is the real time.
  const cloud = await startCloud({
    assembly,
    data: DATA,
    port,
    apiPort,
    identityPort: apiPort + 1,
    startAt: Date.now() - HOUR,
    onOutput: tellFirstDay(existsSync(DATA)),
    users: () => users,
  }).catch((cause: NodeJS.ErrnoException & { port?: number }) => {
    throw cause.code === 'EADDRINUSE' ? portTaken(cause.port ?? port, port) : cause;
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
  const { identity, apiEndpoint } = cloud;
  const config = {
    signIn: identity.endpoint,
    clientId: identity.clientId,
    scopes: identity.scopes.filter((one) => !one.endsWith('/write')),
  };
  const beside: { url: string; stop(): Promise<void> }[] = [];
  const serve = async (own: number, opened: Promise<(typeof beside)[number]>) => {
    const server = await opened.catch(async (cause: NodeJS.ErrnoException) => {
      withdraw();
      for (const other of beside) await other.stop();
      await cloud.stop();
      throw cause.code === 'EADDRINUSE' ? portTaken(own, port) : cause;
    });
    beside.push(server);
    return server.url;
  };
  const docs = await serve(apiPort + 2, serveDocs(apiPort + 2));
  const dashboard = await serve(apiPort + 3, serveWeb({ port: apiPort + 3, folder: pages, apiEndpoint, config }));
  try {
    const stores = storesOf(cloud);
    const end = newestWholeDay(Date.now());
    const choice = keepChoice({ people, start: addDays(end, 1 - days), seed: SEED });
    const personas = personasOf(demoForce(choice));
    users = usersOf(stores, personas);
    await Promise.race([load({ cloud, stores, choice, end, settled, signal: stopping.signal, step }), aborted(stopping.signal)]);
    cloud.clock.goReal();
    if (!stopping.signal.aborted) {
      for (const { person, role } of rolesOfPersonas(personas))
        await grantRole(stores, person, role, { by: 'demo', reason: 'persona of the demo force' });
      step(await readiness(stores, choice));
      say(await welcome({ cloud, stores, personas, end, docs, dashboard }));
      await watchInbox(cloud, stores, stopping.signal, say);
    }
  } finally {
    withdraw();
    const left = cloud.queues.waiting();
    for (const server of beside) await server.stop();
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** The option of a port that another program has. */
function portTaken(taken: number, port: number): Error {
  const [option, other] = taken === port ? ['port', port + 1] : ['api-port', taken + 100];
  return new Error(`Port ${taken} is taken by another program: npm start -- --${option} ${other}`);
}
