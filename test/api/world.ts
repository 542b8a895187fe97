import { demoFiles } from '../../demo/files.ts';
import { type DemoForce, makeForce } from '../../demo/force.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { runDemo } from '../../local/demo-run.ts';
import { signIn } from '../../local/sign-in.ts';
import type { Stores } from '../../local/stores.ts';

/** A small force over some days, of which one window of four weeks has ended. */
export const WORLD = { people: 60, days: 12, end: '2026-11-12', seed: 7 } as const;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any route
  readonly json: any;
}

export interface ApiWorld {
  readonly cloud: Cloud;
  readonly stores: Stores;
  readonly force: DemoForce;
  /** Asks as somebody, by employee number. */
  ask(person: string, path: string, init?: RequestInit): Promise<Reply>;
  token(person: string): Promise<string>;
  stop(): Promise<void>;
}

/** The directory ids of the demo force, as its people extract has them. */
function directoryIds(): Map<string, string> {
  for (const { key, body } of demoFiles(WORLD)) {
    if (!key.startsWith('fusion/people/')) continue;
    const [header = '', ...rows] = body.trimEnd().split('\n');
    const names = header.split(',');
    const [number, directory] = [names.indexOf('employee_no'), names.indexOf('directory_id')];
    return new Map(rows.map((row) => [row.split(',')[number] ?? '', row.split(',')[directory] ?? '']));
  }
  throw new Error('the demo force has no people');
}

/** The API of a small force on the embedded cloud, with real tokens. */
export async function openApi(): Promise<ApiWorld> {
  const { cloud, stores } = await runDemo({ ...WORLD, data: null });
  const directory = directoryIds();
  const tokens = new Map<string, Promise<string>>();
  const token = (person: string) => {
    const known = tokens.get(person) ?? signIn(cloud, directory.get(person) ?? person).then(({ access }) => access);
    tokens.set(person, known);
    return known;
  };
  return {
    cloud,
    stores,
    force: makeForce(WORLD.people, WORLD.seed, '2026-01-05'),
    token,
    async ask(person, path, init = {}) {
      const headers = { authorization: `Bearer ${await token(person)}`, ...init.headers };
      return replyOf(await fetch(`${cloud.apiEndpoint}${path}`, { ...init, headers }));
    },
    stop: () => cloud.stop(),
  };
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}
