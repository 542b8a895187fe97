import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

export interface AssemblyOptions {
  /** Folder of the force's decisions. */
  readonly force: string;
  /** Settings file of the stage. */
  readonly settings: string;
  /** Where bundles and templates are kept between starts. */
  readonly out: string;
}

/** Bundles the functions and synthesizes the templates as for AWS; only when something they are made of has changed. */
export async function prepareAssembly({ force, settings, out }: AssemblyOptions): Promise<string> {
  const assembly = join(out, 'assembly');
  const stamp = join(out, 'stamp');
  const wanted = fingerprint([
    join(ROOT, 'lib'),
    join(ROOT, 'functions'),
    join(ROOT, 'infra'),
    join(ROOT, 'scripts'),
    force,
    settings,
    join(ROOT, 'cdk.json'),
    join(ROOT, 'package-lock.json'),
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return assembly;
  mkdirSync(out, { recursive: true });
  // The CDK's own validation takes seconds and is on in `npm run synth`.
  process.env.CDK_VALIDATION = 'false';
  const [{ bundle }, { synthesize }] = await Promise.all([import('../scripts/bundle.ts'), import('../infra/app.ts')]);
  const bundles = join(out, 'bundles');
  await bundle(force, bundles);
  synthesize({ settings, bundles, out: assembly });
  writeFileSync(stamp, wanted);
  return assembly;
}

function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
