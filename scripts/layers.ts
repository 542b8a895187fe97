import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What a folder may import: other folders (a name stands for all below it) and packages. */
interface Layer {
  readonly folder: string;
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

/** In the order of the data; each folder of `lib` may import itself, those before it, and `lib`'s own files. */
const WAY = ['policy', 'sources', 'ingest', 'organisation', 'day', 'productivity', 'availability', 'generation', 'access', 'api'];
const PURE = ['zod', 'temporal-polyfill', 'csv-parse/sync', 'node:crypto', 'node:zlib'];
const SDK = ['@aws-sdk/', '@smithy/'];
const ANY = [''];

/** The most special folder of a file decides; a file of no layer is a violation as well. */
const LAYERS: readonly Layer[] = [
  { folder: 'lib', folders: [], packages: PURE },
  ...WAY.map((name, at) => ({
    folder: `lib/${name}`,
    folders: ['lib/*', ...WAY.slice(0, at + 1).map((before) => `lib/${before}`)],
    packages: PURE,
  })),
  {
    folder: 'functions',
    folders: ['lib', 'functions'],
    packages: ['zod', 'node:', 'aws-lambda', '@middy/', '@aws-lambda-powertools/'],
  },
  { folder: 'functions/aws', folders: ['lib', 'functions/*'], packages: ['zod', 'node:', ...SDK] },
  { folder: 'infra', folders: ['infra', 'lib/*', 'lib/api'], packages: ['zod', 'node:', 'aws-cdk-lib', 'constructs'] },
  { folder: 'demo', folders: ['lib'], packages: [] },
  { folder: 'web', folders: ['web', 'lib'], packages: ['preact'] },
  { folder: 'local', folders: ['local', 'functions', 'lib', 'demo', 'scripts', 'infra', 'web'], packages: ANY },
  { folder: 'scripts', folders: ['scripts', 'lib', 'infra', 'web'], packages: ANY },
  { folder: 'deploy', folders: ['deploy', 'infra', 'lib/*', 'lib/api', 'scripts'], packages: ANY },
  { folder: 'bench', folders: ['bench', 'local', 'demo', 'functions', 'lib', 'scripts'], packages: ANY },
  { folder: 'sim', folders: ['sim', 'functions', 'lib', 'demo', 'scripts'], packages: ANY },
  { folder: 'test', folders: ANY, packages: ANY },
];

const IMPORT = /^(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|\bimport(?:\s+|\(\s*)'([^']+)'/gm;

/** Every import that the table above does not allow, as a sentence that names the file. */
export function layerViolations(root: string): string[] {
  return sources(root).flatMap((file) => violationsOf(file, readFileSync(join(root, file), 'utf8')));
}

export function violationsOf(file: string, text: string): string[] {
  const layer = LAYERS.filter(({ folder }) => within(file, folder)).reduce<Layer | null>(
    (best, one) => (best === null || one.folder.length > best.folder.length ? one : best),
    null,
  );
  if (layer === null) return [`${file}: belongs to no layer`];
  const imported = [...text.matchAll(IMPORT)].map(([, from, bare]) => (from ?? bare) as string);
  return imported.filter((name) => !allows(layer, file, name)).map((name) => `${file}: ${layer.folder} may not import ${name}`);
}

function allows(layer: Layer, file: string, name: string): boolean {
  if (!name.startsWith('.')) return layer.packages.some((start) => name === start || name.startsWith(prefixOf(start)));
  const target = normalize(join(dirname(file), name));
  if (dirname(target) === layer.folder) return true;
  return layer.folders.some((folder) =>
    folder.endsWith('/*') ? dirname(target) === folder.slice(0, -2) : folder === '' || within(target, folder),
  );
}

function prefixOf(start: string): string {
  return start === '' || start.endsWith('/') || start.endsWith(':') ? start : `${start}/`;
}

function within(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

function sources(root: string): string[] {
  const outside = new Set(['node_modules', 'dist', 'cdk.out', 'reports']);
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      if (entry.name.startsWith('.') || outside.has(entry.name)) return [];
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return walk(path);
      return /\.(ts|tsx|mjs)$/.test(entry.name) && path.includes('/') ? [path] : [];
    });
  return walk('');
}
