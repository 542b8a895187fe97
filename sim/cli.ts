import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { inParallel } from '../functions/parallel.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import * as product from './handlers.ts';
import { PROFILES, type Profile } from './profiles.ts';
import { Run } from './run.ts';
import { shrink } from './shrink.ts';
import { productOf } from './variant-product.ts';
import { VARIANTS } from './variants.ts';
import type { Product } from './workers.ts';

const HELP = `npm run sim -- [--seeds N] [--from S] [--profile NAME] [--variant NAME]

Runs ingest, score and watch against a cloud in memory in which everything goes wrong that can.
  --seeds    how many of each profile (100)
  --from     the first seed (0)
  --profile  one of ${Object.keys(PROFILES).join(', ')}; all when left out
  --variant  a protocol that is wrong: part of its name, as in sim/variants.ts
Prints the shrunk trace of the first seed that breaks an invariant and ends with 1.`;

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly profile: string | undefined;
  readonly variant: string | undefined;
}

function optionsOf(args: string[]): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { seeds: text, from: text, profile: text, variant: text, help: { type: 'boolean' } },
  });
  if (values.help) return null;
  const [seeds = Number.NaN, from = Number.NaN] = [values.seeds ?? '100', values.from ?? '0'].map(wholeNumber);
  if (values.profile !== undefined && PROFILES[values.profile] === undefined)
    throw new Error(`there is no profile ${values.profile}`);
  return { seeds, from, profile: values.profile, variant: values.variant };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
}

/** Seed after seed of one profile; true when every one holds. */
async function runSeeds(subject: Product, profile: Profile, { seeds, from }: Options): Promise<boolean> {
  const force = readForceFolder('config/demo');
  const began = performance.now();
  let steps = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await new Run(subject, force, profile, seed).run();
    steps += outcome.steps;
    if (outcome.violation === null) continue;
    const smallest = await shrink(outcome, (without) => new Run(subject, force, profile, seed, without).run());
    console.log(`${profile.name}, seed ${seed}: ${smallest.violation}\n${smallest.trace.join('\n')}`);
    console.log(`${profile.name}, seed ${seed}: ${smallest.violation} (the first of ${seed - from + 1} seeds that fails)`);
    return false;
  }
  console.log(`${profile.name}: ${seeds} seeds hold, ${steps} steps, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return true;
}

/** Every profile in a process of its own. */
async function runProfiles({ seeds, from }: Options): Promise<boolean> {
  const codes = await inParallel(Object.keys(PROFILES), availableParallelism(), async (profile) => {
    const args = [import.meta.filename, '--profile', profile, '--seeds', String(seeds), '--from', String(from)];
    const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
    return code as number;
  });
  return codes.every((code) => code === 0);
}

async function runVariant(name: string, options: Options): Promise<boolean> {
  const variant = VARIANTS.find((one) => one.name.includes(name));
  const profile = PROFILES[options.profile ?? variant?.profile ?? ''];
  if (variant === undefined || profile === undefined) throw new Error(`there is no variant ${name}`);
  return await runSeeds(await productOf(variant), { ...profile, watch: variant.watch ?? profile.watch }, options);
}

async function main(): Promise<boolean> {
  const options = optionsOf(process.argv.slice(2));
  if (options === null) {
    console.log(HELP);
    return true;
  }
  if (options.variant !== undefined) return await runVariant(options.variant, options);
  const profile = PROFILES[options.profile ?? ''];
  return profile === undefined ? await runProfiles(options) : await runSeeds(product, profile, options);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 2;
}
