import type { RouteId } from '../../lib/api/routes.ts';
import type { Answer, Ask } from './ask.ts';
import type { ProductivityPorts } from './ports.ts';

/** So many answers about so many days at most: the largest hold some 80 MB. */
const MOST_ANSWERS = 256;
const MOST_STATES = 100;

const KEPT = new WeakMap<ProductivityPorts, Map<string, Answer>>();

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
  if ('cursor' in query || published.length > MOST_STATES) return make();
  const answers = KEPT.get(ports) ?? new Map<string, Answer>();
  KEPT.set(ports, answers);
  const { generation, rev } = rights.organisation;
  const states = published.map((one) => (one === null ? '-' : `${one.rev} ${one.generation}`)).join();
  const name = JSON.stringify([route.id, params, query, rights.today, generation, rev, states]);
  const answer = (answers.get(name) as Answer<R> | undefined) ?? (await make());
  if ('cursor' in answer.payload && answer.payload.cursor !== null) return answer;
  // What was asked for last stands last, and the first goes when there are too many.
  answers.delete(name);
  answers.set(name, answer);
  if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value ?? name);
  return answer;
}
