import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { RouteId } from '../lib/api/routes.ts';
import { type Answered, ask, type Question, Refused, urlOf } from './client.ts';
import type { Session } from './session.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('nobody is signed in');
  return session;
}

export type WithoutAnswer = { readonly state: 'loading' } | { readonly state: 'refused'; readonly refused: Refused };
export type State<R extends RouteId> = WithoutAnswer | { readonly state: 'answered'; readonly answer: Answered<R> };

/** Asks when the question changes. An answer to an older question is dropped. */
export function useAnswer<R extends RouteId>(asked: Question<R>): State<R> {
  const session = useSession();
  const key = urlOf(asked);
  const [found, set] = useState<{ key: string; state: State<R> }>({ key, state: { state: 'loading' } });
  useEffect(() => {
    let wanted = true;
    ask(session, asked).then(
      (answer) => wanted && set({ key, state: { state: 'answered', answer } }),
      (cause: unknown) => {
        const refused = cause instanceof Refused ? cause : new Refused(0, 'UNKNOWN', String(cause));
        if (wanted) set({ key, state: { state: 'refused', refused } });
      },
    );
    return () => {
      wanted = false;
    };
  }, [session, key]);
  return found.key === key ? found.state : { state: 'loading' };
}
