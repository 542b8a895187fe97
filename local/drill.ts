import { type DemoOptions, demoFiles } from '../demo/files.ts';
import { hintsTo } from '../functions/aws/hints.ts';
import { dayKey } from '../functions/published-day.ts';
import { ProductError } from '../lib/errors.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { DEMO_FORCE, type DemoRun, type DemoRunOptions, localAssembly, runDemo } from './demo-run.ts';
import { digest, exportPublished } from './export.ts';
import { rebuild } from './rebuild.ts';
import { scan } from './scan.ts';
import { type Stores, storesOf } from './stores.ts';
import { embeddedTarget } from './targets.ts';

/** A demo force that is published, and what can be done to it. */
interface Site extends DemoRun {
  /** A day that is published. */
  readonly date: string;
  /** The last file of arrests, as it was dropped. */
  readonly file: { readonly key: string; readonly body: string };
  /** False: nobody is told of what happens in the drops bucket. */
  tellEvents(told: boolean): void;
  /** The function that makes the n-th call from now is killed before it. */
  killAt(call: number): void;
}

interface Loss {
  readonly name: string;
  readonly inflict: (site: Site) => Promise<void>;
  /** What brings it back; time that has to pass for it on AWS is not waited for. A deployment beside is given back. */
  readonly heal: (site: Site) => Promise<Cloud | undefined>;
}

const LOSSES: readonly Loss[] = [
  {
    name: 'a function dies at its work',
    async inflict(site) {
      await site.stores.registry.removeMany([dayKey(site.date)]);
      site.killAt(20);
    },
    async heal({ stores, date }) {
      await hintsTo(stores.clients.sqs, stores.queues.WorkQueueUrlOutput)([{ target: 'day', date }]);
      return undefined;
    },
  },
  {
    name: 'the hint of a day is lost',
    inflict: ({ stores, date }) => stores.registry.removeMany([dayKey(date)]),
    heal: (site) => watch(site, 'nightly'),
  },
  {
    name: 'the event of a file is lost',
    async inflict({ stores, cloud, file, tellEvents }) {
      await stores.drops.put(file.key, withoutLastRow(file.body));
      await cloud.clock.settle();
      tellEvents(false);
      await stores.drops.put(file.key, file.body);
      tellEvents(true);
    },
    heal: (site) => watch(site, 'drift'),
  },
  {
    name: 'a file is deleted from the drops bucket',
    inflict: ({ stores, file }) => stores.drops.remove(file.key),
    heal: async () => undefined,
  },
  { name: 'the registry is lost', inflict: loseRegistry, heal: (site) => watch(site, 'drift') },
  {
    name: 'the registry and the facts bucket are lost',
    async inflict(site) {
      await loseRegistry(site);
      for (const key of await site.stores.facts.list('')) await site.stores.facts.remove(key);
    },
    heal: (site) => watch(site, 'drift'),
  },
  {
    name: 'all but the drops and decisions is lost: a rebuild beside',
    async inflict(site) {
      await loseRegistry(site);
      for (const key of await site.stores.facts.list('')) await site.stores.facts.remove(key);
      for (const table of FIGURES) await empty(site.stores, table);
    },
    heal: rebuildBeside,
  },
];

export const LOSS_NAMES: readonly string[] = LOSSES.map(({ name }) => name);

export interface Drilled {
  readonly loss: string;
  /** From the start of the healing to the last day published again. */
  readonly seconds: number;
  /** Everything published is again what it was, to the byte. */
  readonly restored: boolean;
}

/** Loses one thing after the other on an embedded cloud in memory, and measures how long it takes to come back. */
export async function drill(options: Omit<DemoRunOptions, 'data' | 'cloud'>): Promise<Drilled[]> {
  const { progress = () => undefined } = options;
  let told = true;
  let callsLeft = 0;
  const fault = (_service: string, _operation: string, caller: string) => {
    if (caller !== 'function' || callsLeft === 0) return undefined;
    callsLeft -= 1;
    return callsLeft === 0 ? ('kill' as const) : undefined;
  };
  const run = await runDemo({ ...options, data: null, cloud: { fault, deliveries: () => (told ? 1 : 0) } });
  const site: Site = {
    ...run,
    date: options.end,
    file: lastArrests(options),
    tellEvents: (wanted) => void (told = wanted),
    killAt: (call) => void (callsLeft = call),
  };
  try {
    const before = await published(site.stores);
    const done: Drilled[] = [];
    for (const { name, inflict, heal } of LOSSES) {
      progress(name);
      await inflict(site);
      const began = performance.now();
      const beside = await heal(site);
      await site.cloud.clock.settle();
      const seconds = (performance.now() - began) / 1000;
      if (callsLeft > 0) throw new ProductError('NOBODY_KILLED', `${name}: no function got so far`);
      const stores = beside === undefined ? site.stores : storesOf(beside);
      done.push({ loss: name, seconds, restored: (await published(stores)) === before });
      await beside?.stop();
    }
    return done;
  } finally {
    await run.cloud.stop();
  }
}

/** All but the object of the organisation: it comes again with its next change, and nobody but the remover reads it. */
async function published(stores: Stores): Promise<string> {
  return digest((await exportPublished(stores)).filter((line) => !line.startsWith('["organisation object"')));
}

async function watch({ cloud }: Site, task: 'drift' | 'nightly'): Promise<undefined> {
  const { arn } = cloud.resources.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('Watch')) ?? { arn: '' };
  await cloud.lambdas.invoke(arn, { task });
}

const FIGURES = ['organisation', 'productivity', 'availability'] as const;

async function empty(stores: Stores, table: 'registry' | (typeof FIGURES)[number]): Promise<void> {
  const keys: { pk: string; sk: string }[] = [];
  for await (const { pk, sk } of scan(stores, table)) keys.push({ pk, sk });
  await stores[table].removeMany(keys);
}

function loseRegistry({ stores }: Site): Promise<void> {
  return empty(stores, 'registry');
}

async function rebuildBeside({ stores, cloud }: Site): Promise<Cloud> {
  const beside = await startCloud({ assembly: await localAssembly(), data: null, startAt: cloud.clock.now() });
  const force = readForceFolder(DEMO_FORCE);
  await rebuild(stores, embeddedTarget(beside), { order: 'newest', asOf: null, force });
  return beside;
}

function lastArrests(options: DemoOptions): Site['file'] {
  const file = [...demoFiles(options)].findLast(({ key }) => key.startsWith('connect/arrests/'));
  if (file === undefined) throw new ProductError('TOO_SMALL', 'a drill needs a force with arrests: more people, or more days');
  return file;
}

function withoutLastRow(body: string): string {
  return `${body.trimEnd().split('\n').slice(0, -1).join('\n')}\n`;
}
