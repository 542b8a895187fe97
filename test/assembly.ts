import { pacedAssembly } from '../bench/deployment.ts';
import { localAssembly } from '../local/demo-run.ts';

/** Once before all test files: two of them at the same time would write the same folder. */
export default async function setup(): Promise<void> {
  process.env.CDK_VALIDATION = 'false';
  await localAssembly();
  await pacedAssembly();
}
