import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../infra/app.ts';
import { houseRules } from '../infra/house-rules.ts';
import { PAGE_FILES } from '../lib/api/page-headers.ts';
import { bundle } from '../scripts/bundle.ts';
import { buildWeb } from '../scripts/web.ts';
import { ASSEMBLY, ROOT, settingsFile } from './stage.ts';

/** Bundles of the functions, the pages and the templates of a stage, checked by the CDK's rules and ours; throws if one finds something. */
export async function build(force: string, stage: string, release: string): Promise<void> {
  const bundles = join(ROOT, 'dist');
  await bundle(join(ROOT, 'config', force), bundles);
  const pages = join(bundles, 'web');
  await buildWeb(pages);
  copyPages(pages, join(bundles, 'pages'));
  synthesize({ settings: settingsFile(force, stage), bundles, out: ASSEMBLY, release, plugins: [houseRules()] });
}

/** Inside a network a function serves the pages, which lie beside it. */
export function copyPages(from: string, to: string): void {
  for (const name of ['index.html', ...Object.keys(PAGE_FILES).map((path) => path.slice(1))])
    copyFileSync(join(from, name), join(to, name));
}
