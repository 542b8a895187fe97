import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../infra/app.ts';
import { FUNCTIONS } from '../../scripts/bundle.ts';
import { type Resource, readTemplates, type StackName, type Template, type Templates } from '../../scripts/gates/template.ts';
import { DEMO_FORCE } from '../lib/world.ts';

type Settings = { stage: string; account: string; identity: Record<string, unknown>; api: Record<string, unknown> };

export type { Resource, StackName, Template };

type Change = (settings: Settings) => object;

/** The templates of the production stage with settings changed; functions are empty, for no template depends on their text. */
export function synthesized(change?: Change): Templates {
  return stageIn(({ stage, ...folders }) => {
    synthesize(folders);
    return readTemplates(folders.out, stage);
  }, change);
}

/** Does something with a stage in a folder of its own, and forgets the folder. */
export function stageIn<T>(
  act: (stage: { stage: string; settings: string; bundles: string; out: string }) => T,
  change: Change = (settings) => settings,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const own = JSON.parse(readFileSync(join(DEMO_FORCE, 'production.json'), 'utf8')) as Settings;
    const changed = { ...own, ...change(own) };
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, JSON.stringify(changed));
    const bundles = join(folder, 'bundles');
    for (const name of FUNCTIONS) {
      mkdirSync(join(bundles, name), { recursive: true });
      writeFileSync(join(bundles, name, 'index.mjs'), `// ${name}\n`);
    }
    return act({ stage: changed.stage, settings, bundles, out: join(folder, 'out') });
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

/** A folder that is gone afterwards. */
export async function temporaryFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'infra-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
