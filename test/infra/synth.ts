import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../infra/app.ts';
import { FUNCTIONS } from '../../scripts/bundle.ts';
import { DEMO_FORCE } from '../lib/world.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}
export const STACKS = ['data', 'identity', 'ingestion', 'api', 'edge', 'dashboard', 'inside', 'observability'] as const;
export type StackName = (typeof STACKS)[number];
type Settings = { stage: string; account: string; identity: Record<string, unknown>; api: Record<string, unknown> };

/** The templates of the production stage with settings changed; functions are empty, for no template depends on their text. */
export function synthesized(change: (settings: Settings) => object = (settings) => settings): Record<StackName, Template> {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const settings = JSON.parse(readFileSync(join(DEMO_FORCE, 'production.json'), 'utf8')) as Settings;
    const changed = { ...settings, ...change(settings) };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(changed));
    for (const name of FUNCTIONS) {
      mkdirSync(join(folder, 'bundles', name), { recursive: true });
      writeFileSync(join(folder, 'bundles', name, 'index.mjs'), `// ${name}\n`);
    }
    const out = join(folder, 'out');
    synthesize({ settings: join(folder, 'settings.json'), bundles: join(folder, 'bundles'), out });
    const read = (stack: StackName): Template => {
      const file = join(out, `${changed.stage}-${stack}.template.json`);
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Template) : { Resources: {} };
    };
    return Object.fromEntries(STACKS.map((stack) => [stack, read(stack)])) as Record<StackName, Template>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function ofType({ Resources }: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/** The properties of the one resource of a type. */
export function only(template: Template, type: string): Resource['Properties'] {
  const [first, other] = ofType(template, type);
  if (first === undefined || other !== undefined) throw new Error(`none or more than one ${type}`);
  return first[1].Properties;
}
