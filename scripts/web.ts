import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compile, NodePackageImporter } from 'sass';

const ROOT = join(import.meta.dirname, '..');
const WEB = join(ROOT, 'web');

export interface BuiltWeb {
  /** Packed sizes in bytes. */
  readonly script: number;
  readonly style: number;
}

/** The pages of the dashboard as three files: what S3 serves on AWS, and `npm start` on one machine. */
export async function buildWeb(out: string): Promise<BuiltWeb> {
  mkdirSync(out, { recursive: true });
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(WEB, 'main.tsx')],
    outfile: join(out, 'app.js'),
    write: false,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  const script = outputFiles[0]?.contents ?? new Uint8Array();
  const { css } = compile(join(WEB, 'styles', 'app.scss'), {
    style: 'compressed',
    quietDeps: true,
    importers: [new NodePackageImporter(ROOT)],
  });
  writeFileSync(join(out, 'app.js'), script);
  writeFileSync(join(out, 'app.css'), css);
  copyFileSync(join(WEB, 'index.html'), join(out, 'index.html'));
  return { script: gzipSync(script).length, style: gzipSync(css).length };
}
