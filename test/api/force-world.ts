import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { signIn } from '../../local/sign-in.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { directoryOf, forceFiles, NOW } from './force.ts';
import { putStanding } from './force-grants.ts';
import { type Reply, replyOf } from './world.ts';

/** The small force behind the API; people by the words of the table of verdicts. */
export interface ForceWorld {
  readonly cloud: Cloud;
  readonly stores: Stores;
  /** All that the functions wrote to their logs. */
  readonly output: readonly string[];
  ask(viewer: string, path: string, init?: RequestInit): Promise<Reply>;
  send(viewer: string, method: 'POST' | 'DELETE', path: string, body?: object): Promise<Reply>;
  /** Lets time pass and what it brings about be done; who asks after it signs in again. */
  later(by: number): Promise<void>;
  stop(): Promise<void>;
}

export async function openForce(options: Partial<CloudOptions> = {}): Promise<ForceWorld> {
  const output: string[] = [];
  const cloud = await startCloud({
    ...{ assembly: await localAssembly(), data: null, startAt: Date.parse(NOW), onOutput: (text) => void output.push(text) },
    ...options,
  });
  const stores = storesOf(cloud);
  const hold = cloud.clock.busy();
  for (const { key, body } of forceFiles()) await stores.drops.put(key, body);
  hold();
  await cloud.clock.settle();
  await putStanding(stores);
  const tokens = new Map<string, Promise<string>>();
  const token = (viewer: string) => {
    const known = tokens.get(viewer) ?? signIn(cloud, directoryOf(viewer)).then(({ access }) => access);
    tokens.set(viewer, known);
    return known;
  };
  const ask: ForceWorld['ask'] = async (viewer, path, init = {}) => {
    const headers = { authorization: `Bearer ${await token(viewer)}`, ...init.headers };
    return replyOf(await fetch(`${cloud.apiEndpoint}${path}`, { ...init, headers }));
  };
  return {
    cloud,
    stores,
    output,
    ask,
    send: (viewer, method, path, body) =>
      ask(viewer, path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    async later(by) {
      await cloud.clock.settle();
      cloud.clock.advance(by);
      await cloud.clock.settle();
      tokens.clear();
    },
    stop: () => cloud.stop(),
  };
}
