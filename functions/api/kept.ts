import type { RouteId } from '../../lib/api/routes.ts';
import type { Answer, Ask } from './ask.ts';
import type { ProductivityPorts } from './ports.ts';

/** An answer about a month has some 20 KB. */
const MOST_KEPT = 256;

const KEPT = new WeakMap<ProductivityPorts, Map<string, Answer>>();

/** State of something published, and which one of its states. */
interface Published {
  readonly rev: number;
  readonly generation: string | null;
}

/**
 * Makes an answer to everybody once: it is kept under the question, the day, the organisation and the states of what it
 * shows, which are all that it depends on. Who asks is none of it, so one with a cursor is not kept. What is not open to
 * everybody has no such ports.
 */
export async function kept<R extends RouteId>(
  ports: ProductivityPorts,
  { route, params, query, rights }: Pick<Ask<R>, 'route' | 'params' | 'query' | 'rights'>,
  published: readonly (Published | null)[],
  make: () => Promise<Answer<R>>,
): Promise<Answer<R>> {
  const answers = KEPT.get(ports) ?? new Map<string, Answer>();
  KEPT.set(ports, answers);
  const { generation, rev } = rights.organisation;
  const states = published.map((one) => (one === null ? '-' : `${one.rev} ${one.generation}`)).join();
  const name = `${JSON.stringify([route.id, params, query, rights.today, generation, rev])} ${states}`;
  const known = answers.get(name);
  if (known !== undefined) {
    // The one that was asked for longest ago goes first.
    answers.delete(name);
    answers.set(name, known);
    return known as Answer<R>;
  }
  const made = await make();
  if ('cursor' in query || ('cursor' in made.payload && made.payload.cursor !== null)) return made;
  answers.set(name, made);
  if (answers.size > MOST_KEPT) answers.delete(answers.keys().next().value ?? name);
  return made;
}
