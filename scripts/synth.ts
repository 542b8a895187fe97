import { join } from 'node:path';
import { synthesize } from '../infra/app.ts';
import { bundle } from './bundle.ts';
import { buildWeb } from './web.ts';

// The CDK's own checks of the templates stay on here; only the unit tests turn them off.
process.env.CDK_DISABLE_CLI_TELEMETRY = 'true';
const root = join(import.meta.dirname, '..');
const stage = process.argv[2] ?? 'production';
const bundles = join(root, 'dist');
await bundle(join(root, 'config', 'demo'), bundles);
const pages = join(bundles, 'web');
await buildWeb(pages);
const out = join(root, 'cdk.out');
synthesize({ settings: join(root, 'config', 'demo', `${stage}.json`), bundles, out });
process.stdout.write(`The templates of stage ${stage} lie in cdk.out.\n`);
