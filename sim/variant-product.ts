import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Variant } from './variants.ts';
import type { Product } from './workers.ts';

const ROOT = join(import.meta.dirname, '..');

/** The product with the edits of a variant made, bundled anew; nothing of the source tree is touched. */
export async function productOf(variant: Variant): Promise<Product> {
  // Below the project, for the packages are found from there.
  const local = join(ROOT, '.local');
  mkdirSync(local, { recursive: true });
  const folder = mkdtempSync(join(local, 'variant-'));
  try {
    const outfile = join(folder, 'product.mjs');
    await build({
      entryPoints: [join(ROOT, 'sim/handlers.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
      plugins: [editing(variant)],
    });
    return (await import(pathToFileURL(outfile).href)) as Product;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function editing({ name, edits }: Variant): Plugin {
  return {
    name: 'variant',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const own = edits.filter(({ file }) => path === join(ROOT, file));
        if (own.length === 0) return null;
        const contents = own.reduce(
          (text, { file, from, to }) => {
            const [before, after, ...more] = text.split(from);
            if (after === undefined || more.length > 0) throw new Error(`${name}: ${file} has not exactly one: ${from}`);
            return `${before}${to}${after}`;
          },
          readFileSync(path, 'utf8'),
        );
        return { contents, loader: 'ts' };
      });
    },
  };
}
