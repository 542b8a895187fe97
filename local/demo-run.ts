import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoOptions, demoFiles } from '../demo/files.ts';
import { readSettings, type Settings } from '../infra/settings.ts';
import { atLocalTime } from '../lib/calendar.ts';
import { addDays } from '../lib/dates.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { prepareAssembly } from './assembly.ts';
import { type Cloud, type CloudOptions, startCloud } from './cloud/cloud.ts';
import { type Stores, storesOf } from './stores.ts';
import { type Summary, summarise } from './summary.ts';

const ROOT = join(import.meta.dirname, '..');
export const DEMO_FORCE = join(ROOT, 'config', 'demo');

export interface DemoRun {
  readonly cloud: Cloud;
  readonly stores: Stores;
  readonly summary: Summary;
  /** How often each target was scored, by what the functions logged. */
  readonly scored: ReadonlyMap<string, number>;
}

export interface DemoRunOptions extends DemoOptions {
  readonly data: string | null;
  readonly cloud?: Partial<CloudOptions>;
  /** Changes the order or content of what is dropped. */
  readonly files?: (files: { key: string; body: string }[]) => { key: string; body: string }[];
  readonly progress?: (text: string) => void;
}

export function localAssembly(force = DEMO_FORCE, name = 'demo'): Promise<string> {
  return prepareAssembly({ force, settings: join(DEMO_FORCE, 'local.json'), out: join(ROOT, '.local', 'assemblies', name) });
}

/** The demo force under settings that differ from those of one machine, in a folder of its own. */
export function assemblyWith(name: string, change: object): Promise<string> {
  const out = join(ROOT, '.local', 'assemblies', name);
  mkdirSync(out, { recursive: true });
  const settings = join(out, 'settings.json');
  writeFileSync(settings, JSON.stringify({ ...readStage('local'), ...change }));
  return prepareAssembly({ force: DEMO_FORCE, settings, out });
}

/** With the dashboard at another port: people come back from the sign-in to addresses that are registered alone. */
export function localAssemblyFor(webPort: number): Promise<string> {
  const { identity } = readStage('local');
  const own = `http://127.0.0.1:${webPort}/`;
  if (identity.callbackUrls.includes(own)) return localAssembly();
  const addresses = { callbackUrls: [...identity.callbackUrls, own], logoutUrls: [...identity.logoutUrls, own] };
  return assemblyWith(`web-${webPort}`, { identity: { ...identity, ...addresses } });
}

/** The settings of a stage of the demo force. */
export function readStage(stage: 'local' | 'production'): Settings {
  return readSettings(join(DEMO_FORCE, `${stage}.json`));
}

/** The demo force in one shot: every extract dropped through the front door at 10:00 London on the morning after its end. */
export async function runDemo(options: DemoRunOptions): Promise<DemoRun> {
  const { progress = () => undefined } = options;
  progress('building the functions and templates');
  const assembly = await localAssembly();
  const scored = new Map<string, number>();
  const cloud = await startCloud({
    assembly,
    data: options.data,
    startAt: atLocalTime(addDays(options.end, 1), '10:00'),
    ...options.cloud,
    onOutput(text) {
      options.cloud?.onOutput?.(text);
      for (const line of text.split('\n')) {
        const date =
          /"message":"day scored","date":"([\d-]+)"/.exec(line)?.[1] ??
          (/"message":"day scored"/.test(line) ? /"date":"([\d-]+)"/.exec(line)?.[1] : undefined);
        if (date !== undefined) scored.set(date, (scored.get(date) ?? 0) + 1);
      }
    },
  });
  const stores = storesOf(cloud);
  progress('dropping the extracts');
  const hold = cloud.clock.busy();
  const files = [...demoFiles(options)];
  let dropped = 0;
  for (const { key, body } of options.files?.(files) ?? files) {
    await stores.drops.put(key, body);
    dropped += 1;
  }
  hold();
  progress(`${dropped} files dropped; ingesting and scoring`);
  await cloud.clock.settle();
  progress('checking the totals');
  const { smallUnit } = policyOn(readForceFolder(DEMO_FORCE).policies, options.end);
  return { cloud, stores, summary: await summarise(stores, smallUnit), scored };
}
