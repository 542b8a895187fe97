import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, type Settings } from '../infra/settings.ts';
import { EDGE_REGION } from '../infra/stacks/edge.ts';

export const ROOT = join(import.meta.dirname, '..');
/** Where `build` lays the assembly, and where the outputs of a deployment come to lie. */
export const ASSEMBLY = join(ROOT, 'cdk.out');

/** A stage of a force as the commands know it. */
export interface Stage {
  readonly force: string;
  readonly name: string;
  readonly settings: Settings;
  /** Of its stacks, in the order in which they are deployed. */
  readonly stacks: readonly StageStack[];
}

export interface StageStack {
  readonly name: string;
  readonly region: string;
}

/** Reads `config/<force>/<stage>.json`; throws with the name of the file, or with each setting that is wrong. */
export function readStage(force: string, name: string): Stage {
  const file = settingsFile(force, name);
  if (!existsSync(file))
    throw new Error(`There is no config/${force}/${name}.json: copy config/demo/production.json and change it.`);
  const settings = readSettings(file);
  if (settings.stage !== name)
    throw new Error(`config/${force}/${name}.json says stage "${settings.stage}": the two must be the same.`);
  const { region, web, privateApi, alarms } = settings;
  const has: readonly (readonly [stack: string, there: boolean, region: string])[] = [
    ['data', true, region],
    ['identity', true, region],
    ['ingestion', true, region],
    ['api', true, region],
    ['edge', web !== null, EDGE_REGION],
    ['dashboard', web !== null, region],
    ['inside', privateApi !== null, region],
    ['observability', alarms !== null, region],
  ];
  const stacks = has.filter(([, there]) => there).map(([stack, , own]) => ({ name: `${name}-${stack}`, region: own }));
  return { force, name, settings, stacks };
}

export function settingsFile(force: string, name: string): string {
  return join(ROOT, 'config', force, `${name}.json`);
}
