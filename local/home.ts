import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { LocalDate } from '../lib/dates.ts';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { loadAssembly } from './cloud/template.ts';
import { localAssembly } from './demo-run.ts';
import { readOutputs } from './outputs.ts';
import type { SignIn } from './sign-in.ts';
import { type Stores, storesAt, storesOf } from './stores.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where `npm start` keeps everything; deleting it starts afresh. `DASHBOARD_HOME` names another place. */
export const HOME = resolve(process.env.DASHBOARD_HOME ?? join(ROOT, '.local'));
export const DATA = join(HOME, 'data');
export const INBOX = join(HOME, 'inbox');
/** The file of `cdk deploy --outputs-file`: with it the deployment that it names is meant, and not this machine's. */
const { DEPLOYMENT_OUTPUTS } = process.env;
const RUNNING = join(HOME, 'running.json');
const CHOICE = join(HOME, 'demo.json');
const SETTLED = join(HOME, 'settled');

export interface Running {
  readonly pid: number;
  readonly endpoint: string;
  readonly apiEndpoint: string;
  readonly identity: SignIn;
  readonly credentials: Cloud['credentials'];
}

/** The demo force of this home: chosen at its first start and kept, so that later mornings fit what is there. */
export interface DemoChoice {
  readonly people: number;
  /** The first day that was loaded. */
  readonly start: LocalDate;
  readonly seed: number;
}

export function keepChoice(wanted: DemoChoice): DemoChoice {
  const kept = readChoice();
  if (kept !== null) return kept;
  mkdirSync(HOME, { recursive: true });
  writeFileSync(CHOICE, JSON.stringify(wanted));
  return wanted;
}

/** Null before the first start. */
export function readChoice(): DemoChoice | null {
  return existsSync(CHOICE) ? (JSON.parse(readFileSync(CHOICE, 'utf8')) as DemoChoice) : null;
}

/** True when the last stop left nothing in the queues, which live in memory; asked once, at the start. */
export function takeSettled(): boolean {
  const settled = existsSync(SETTLED);
  rmSync(SETTLED, { force: true });
  return settled;
}

export function markSettled(): void {
  writeFileSync(SETTLED, '');
}

/** Makes a folder with rebuilt data a home of its own, of the same demo force: `DASHBOARD_HOME` may name it. */
export function handOver(folder: string): void {
  if (existsSync(CHOICE)) copyFileSync(CHOICE, join(folder, basename(CHOICE)));
  writeFileSync(join(folder, basename(SETTLED)), '');
}

export function announce(cloud: Cloud): void {
  mkdirSync(HOME, { recursive: true });
  const { endpoint, apiEndpoint, credentials } = cloud;
  const { endpoint: pages, clientId, callbackUrls, scopes } = cloud.identity;
  const identity = { endpoint: pages, clientId, callbackUrls, scopes };
  const running: Running = { pid: process.pid, endpoint, apiEndpoint, identity, credentials };
  writeFileSync(RUNNING, JSON.stringify(running), { mode: 0o600 });
}

export function withdraw(): void {
  rmSync(RUNNING, { force: true });
}

/** The `npm start` of this checkout if one is running. */
export function findRunning(): Running | null {
  if (!existsSync(RUNNING)) return null;
  const running = JSON.parse(readFileSync(RUNNING, 'utf8')) as Running;
  try {
    process.kill(running.pid, 0);
    return running;
  } catch {
    return null;
  }
}

/** Whether there is somebody who empties the queues. */
export function somethingRuns(): boolean {
  return DEPLOYMENT_OUTPUTS !== undefined || findRunning() !== null;
}

/** The stores of the running `npm start`: whatever changes what is published needs its workers. */
export async function withRunning<T>(use: (stores: Stores) => Promise<T>): Promise<T> {
  if (!somethingRuns()) throw new Error('This changes what is published: it needs a running `npm start`.');
  return withStores(use);
}

/** The sign-in pages and the stores of the running `npm start`. */
export async function withSignIn<T>(use: (stores: Stores, running: Running) => Promise<T>): Promise<T> {
  const running = findRunning();
  if (running === null) throw new Error('A token comes from the sign-in: it needs a running `npm start`.');
  return withStores((stores) => use(stores, running));
}

/** The stores of this machine: those of the running `npm start`, else opened for this one question. */
export async function withStores<T>(use: (stores: Stores) => Promise<T>): Promise<T> {
  if (DEPLOYMENT_OUTPUTS !== undefined) return use(storesAt({ output: readOutputs(DEPLOYMENT_OUTPUTS) }));
  const running = findRunning();
  const assembly = await localAssembly();
  if (running !== null) {
    const resources = loadAssembly(assembly, running.endpoint);
    return use(storesOf({ endpoint: running.endpoint, credentials: running.credentials, resources, region: resources.region }));
  }
  if (!existsSync(DATA)) throw new Error('There is nothing here yet: run `npm start` first.');
  const cloud = await startCloud({ assembly, data: DATA, workers: false });
  try {
    return await use(storesOf(cloud));
  } finally {
    await cloud.stop();
  }
}
