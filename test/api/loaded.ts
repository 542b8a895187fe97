import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import type { MemoryForce } from '../../local/memory/force.ts';
import { signIn } from '../../local/sign-in.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { type Reply, replyOf } from './world.ts';

export interface LoadedApi {
  readonly cloud: Cloud;
  readonly stores: Stores;
  /** Asks as somebody, by directory id. */
  ask(username: string, path: string, init?: RequestInit): Promise<Reply>;
  token(username: string): Promise<string>;
  /** Calls of DynamoDB that functions made since the last time this was asked, by operation. */
  calls(): string[];
  /** All that functions wrote on their output, and the access log of the gateway. */
  output(): string;
  stop(): Promise<void>;
}

const TABLES = ['registry', 'trust', 'organisation', 'productivity', 'availability'] as const;

/** What was published in memory, behind the real gateway and functions: a cloud that only answers. Loads in seconds. */
export async function openLoaded(memory: MemoryForce): Promise<LoadedApi> {
  let made: string[] = [];
  const written: string[] = [];
  const cloud = await startCloud({
    assembly: await localAssembly(),
    data: null,
    startAt: memory.now,
    workers: false,
    onOutput: (text) => void written.push(text),
    onAccess: (line) => void written.push(line),
    fault(service, operation, caller) {
      if (service === 'dynamodb' && caller === 'function') made.push(operation);
      return undefined;
    },
  });
  const stores = storesOf(cloud);
  for (const name of TABLES) await stores[name].putMany(memory.tables[name].all().filter(({ pk }) => isServed(pk)));
  const tokens = new Map<string, Promise<string>>();
  const token = (username: string) => {
    const known = tokens.get(username) ?? signIn(cloud, username).then(({ access }) => access);
    tokens.set(username, known);
    return known;
  };
  return {
    ...{ cloud, stores, token },
    async ask(username, path, init = {}) {
      const headers = { authorization: `Bearer ${await token(username)}`, ...init.headers };
      return replyOf(await fetch(`${cloud.apiEndpoint}${path}`, { redirect: 'manual', ...init, headers }));
    },
    calls() {
      const calls = made;
      made = [];
      return calls;
    },
    output: () => written.join(''),
    stop: () => cloud.stop(),
  };
}

/** The API never looks at receipts and rows. */
function isServed(pk: string): boolean {
  return !/^(?:DROP|ROW|MOVED)#/.test(pk);
}
