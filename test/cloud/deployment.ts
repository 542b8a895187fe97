import { startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { readOutputs } from '../../local/outputs.ts';
import { type Stores, storesAt, storesOf } from '../../local/stores.ts';

export interface TestDeployment {
  readonly stores: Stores;
  readonly output: (stackSuffix: string, name: string) => string;
  /** How long published days may take, in milliseconds. */
  readonly patience: number;
  stop(): Promise<void>;
}

/**
 * The deployment that the tests in this folder run on. `TEST_DEPLOYMENT_OUTPUTS` names the file of `cdk deploy
 * --outputs-file`; `AWS_ENDPOINT_URL` points at an emulator, without it the account is the one of the standard AWS
 * variables. Without either the embedded cloud is started, in real time.
 */
export async function openDeployment({ workers }: { workers: boolean }): Promise<TestDeployment> {
  const file = process.env.TEST_DEPLOYMENT_OUTPUTS;
  if (file === undefined) {
    if (process.env.AWS_ENDPOINT_URL !== undefined) throw new Error('AWS_ENDPOINT_URL needs TEST_DEPLOYMENT_OUTPUTS beside it');
    const cloud = await startCloud({ assembly: await localAssembly(), data: null, workers });
    const { output } = cloud.resources;
    return { stores: storesOf(cloud), output, patience: 240_000, stop: () => cloud.stop() };
  }
  const output = readOutputs(file);
  return { stores: storesAt({ output }), output, patience: 600_000, stop: async () => undefined };
}
