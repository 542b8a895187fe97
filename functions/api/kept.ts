import type { RouteId } from '../../lib/api/routes.ts';
import type { Answer, Ask } from './ask.ts';
import type { ProductivityPorts } from './ports.ts';

/** Days or windows that all kept answers show together: about 90 MB of the function's 1,024. */
const MOST_SHOWN = 20_000;
/** What an answer without days counts for, such as a list of names. */
const LEAST_SHOWN = 30;

interface Kept {
  /** The one asked for longest ago is first. */
  readonly answers: Map<string, { readonly answer: Answer; readonly shown: number }>;
  shown: number;
}
const KEPT = new WeakMap<ProductivityPorts, Kept>();

/** Something published, in one of its states. */
interface Published {
  readonly rev: number;
  readonly generation: string | null;
}

/**
 * Makes an answer to everybody once: it is kept under the question, the day, the organisation and the states of what it
 * shows, which is all that it depends on: who asks is none of it. What is not open to everybody has no such ports.
 * An answer of pages names the viewer in its cursor and is made anew.
 */
export async function kept<R extends RouteId>(
  ports: ProductivityPorts,
  { route, params, query, rights }: Pick<Ask<R>, 'route' | 'params' | 'query' | 'rights'>,
  published: readonly (Published | null)[],
  make: () => Promise<Answer<R>>,
): Promise<Answer<R>> {
  if ('cursor' in query) return make();
  const own = KEPT.get(ports) ?? { answers: new Map(), shown: 0 };
  KEPT.set(ports, own);
  const { generation, rev } = rights.organisation;
  const states = published.map((one) => (one === null ? '-' : `${one.rev} ${one.generation}`)).join();
  const name = JSON.stringify([route.id, params, query, rights.today, generation, rev, states]);
  const answer = (own.answers.get(name)?.answer as Answer<R> | undefined) ?? (await make());
  if ('cursor' in answer.payload && answer.payload.cursor !== null) return answer;
  forget(own, name);
  const shown = LEAST_SHOWN + published.length;
  own.answers.set(name, { answer, shown });
  own.shown += shown;
  for (const oldest of own.answers.keys()) {
    if (own.shown <= MOST_SHOWN) break;
    forget(own, oldest);
  }
  return answer;
}

function forget(own: Kept, name: string): void {
  own.shown -= own.answers.get(name)?.shown ?? 0;
  own.answers.delete(name);
}
