import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, type IPolicyValidationPlugin, Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { platformOf } from './platform.ts';
import { readSettings, type Settings } from './settings.ts';
import { ApiStack } from './stacks/api.ts';
import { DashboardStack } from './stacks/dashboard.ts';
import { DataStack } from './stacks/data.ts';
import { EDGE_REGION, EdgeStack } from './stacks/edge.ts';
import { IdentityStack } from './stacks/identity.ts';
import { IngestionStack } from './stacks/ingestion.ts';
import { InsideStack } from './stacks/inside.ts';
import { ObservabilityStack } from './stacks/observability.ts';

export interface Assembly {
  /** Settings file of the stage. */
  readonly settings: string;
  readonly bundles: string;
  readonly out: string;
  /** Which code this is, as the deployed stage says it. */
  readonly release?: string;
  readonly plugins?: readonly IPolicyValidationPlugin[];
}

/** The whole of a stage, synthesized into `out`. Each stack leans on those before it alone. */
export function synthesize({ settings: file, bundles, out, release = 'unreleased', plugins = [] }: Assembly): void {
  const settings = readSettings(file);
  const root = join(import.meta.dirname, '..');
  const app = new App({ outdir: out, context: readContext(join(root, 'cdk.json')) });
  if (plugins.length > 0) Validations.of(app).addPlugins(...plugins);
  const { stage, account, region, alarms, landingZone, privateApi, retention, web } = settings;
  const env = { account, region };
  // A stack that keeps something is not deleted by mistake.
  const kept = { env, terminationProtection: settings.alarms !== null };
  const data = new DataStack(app, `${stage}-data`, { ...kept, settings });
  const platform = platformOf(data.platformKey, settings);
  const { pool, signIn } = new IdentityStack(app, `${stage}-identity`, { ...kept, settings: settings.identity });
  const ingestion = new IngestionStack(app, `${stage}-ingestion`, { env, data, platform, settings, bundles });
  const { workQueue } = ingestion;
  const api = new ApiStack(app, `${stage}-api`, { env, data, pool, platform, workQueue, settings, bundles });
  new CfnOutput(api, 'ReleaseOutput', { value: release });
  if (web !== null) {
    const { requestsPerTokenIn5Minutes } = settings.api;
    const edgeEnv = { account, region: EDGE_REGION };
    const edge = new EdgeStack(app, `${stage}-edge`, { env: edgeEnv, settings: web, requestsPerTokenIn5Minutes });
    new DashboardStack(app, `${stage}-dashboard`, { env, api: api.api, signIn, edge, settings: web });
  }
  if (privateApi !== null && landingZone.network !== null) {
    const inside = { network: landingZone.network, platform, bundles, settings: privateApi };
    new InsideStack(app, `${stage}-inside`, { env, api: api.api, signIn, ...inside });
  }
  if (alarms !== null) {
    const watched = { queues: ingestion.queues, deadQueues: ingestion.deadQueues, trailDays: retention.trail, stage };
    const functions = [...ingestion.functions, ...api.functions];
    const apiFunctions = api.functions;
    new ObservabilityStack(app, `${stage}-observability`, {
      ...{ env: kept.env, terminationProtection: true, data, api: api.api, platform, functions, apiFunctions, settings: alarms },
      ...watched,
    });
  }
  bound(app, settings);
  app.synth();
}

/** No role of ours does more than the landing zone lets any role do. */
function bound(app: App, { landingZone: { permissionsBoundary } }: Settings): void {
  if (permissionsBoundary === null) return;
  for (const stack of app.node.children.filter((child) => Stack.isStack(child)))
    PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', permissionsBoundary));
}

function readContext(file: string): Record<string, unknown> {
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
