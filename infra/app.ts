import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readSettings } from './settings.ts';
import { ApiStack } from './stacks/api.ts';
import { DashboardStack } from './stacks/dashboard.ts';
import { DataStack } from './stacks/data.ts';
import { IdentityStack } from './stacks/identity.ts';
import { IngestionStack } from './stacks/ingestion.ts';

export interface Assembly {
  /** Settings file of the stage. */
  readonly settings: string;
  readonly bundles: string;
  /** The built pages; only looked at by a stage that has them. */
  readonly pages?: string;
  readonly out: string;
}

/** The whole of a stage; synthesizes into `out` and returns the app. */
export function synthesize({ settings: file, bundles, pages, out }: Assembly): void {
  const settings = readSettings(file);
  const root = join(import.meta.dirname, '..');
  const app = new App({ outdir: out, context: readContext(join(root, 'cdk.json')) });
  const env = { account: settings.account, region: settings.region };
  const data = new DataStack(app, `${settings.stage}-data`, { env, settings });
  const { workQueue } = new IngestionStack(app, `${settings.stage}-ingestion`, { env, data, settings, bundles });
  const { pool, signIn } = new IdentityStack(app, `${settings.stage}-identity`, { env, settings: settings.identity });
  const { api } = new ApiStack(app, `${settings.stage}-api`, { env, data, pool, workQueue, settings, bundles });
  if (settings.web !== null && pages !== undefined)
    new DashboardStack(app, `${settings.stage}-dashboard`, { env, api, signIn, settings: settings.web, pages });
  app.synth();
}

function readContext(file: string): Record<string, unknown> {
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
