import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { SERVICES } from '../lib/api/route.ts';
import { forceSchema } from '../lib/sources/force.ts';

const ROOT = join(import.meta.dirname, '..');
export const FUNCTIONS = ['ingest', 'score', 'watch', ...SERVICES, 'pages'] as const;
/** The description of the API, which the API itself hands out. */
const OPENAPI = join(ROOT, 'docs', 'openapi.json');

export interface Bundle {
  readonly name: string;
  readonly bytes: number;
  /** Files that it was made of, relative to the root. */
  readonly inputs: readonly string[];
}

/** Bundles every function for a force into one folder each: `index.mjs` and the force's decisions as `force.json`. */
export async function bundle(forceFolder: string, out: string): Promise<Bundle[]> {
  const force = JSON.stringify(readForceFolder(forceFolder), null, 1);
  const { metafile } = await build({
    absWorkingDir: ROOT,
    metafile: true,
    entryPoints: FUNCTIONS.map((name) => ({ in: join(ROOT, 'functions', `${name}.ts`), out: `${name}/index` })),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [environmentCredentials],
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
  const made = Object.values(metafile.outputs);
  return FUNCTIONS.map((name) => {
    const folder = join(out, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'force.json'), force);
    if (name === 'productivity' && existsSync(OPENAPI)) copyFileSync(OPENAPI, join(folder, 'openapi.json'));
    const output = made.find(({ entryPoint }) => entryPoint === `functions/${name}.ts`);
    return { name, bytes: statSync(join(folder, 'index.mjs')).size, inputs: Object.keys(output?.inputs ?? {}) };
  });
}

/** Lambda gives credentials by its environment: the chain of files, SSO and metadata services is left out. */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: 'environment-credentials', namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: join(ROOT, 'node_modules', '@aws-sdk', 'client-s3'),
      loader: 'js',
    }));
  },
};

/** `force.json`, `policies.json` and `mappings/*.json` of a force, checked together. */
export function readForceFolder(folder: string) {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const mappings = readdirSync(folder).includes('mappings')
    ? readdirSync(join(folder, 'mappings'))
        .filter((file) => file.endsWith('.json'))
        .sort()
    : [];
  return forceSchema.parse({
    ...(read('force.json') as object),
    policies: read('policies.json'),
    mappings: mappings.map((file) => read(join('mappings', file))),
  });
}
