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

export type State<R extends RouteId> =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly refused: Refused }
  | { readonly state: 'answered'; readonly answer: Answered<R> };

/** Asks when the question changes; null asks nothing and stays loading. An answer to an older question is dropped. */
export function useAnswer<R extends RouteId>(asked: Question<R> | null): State<R> {
  const session = useSession();
  const key = asked === null ? null : urlOf(asked);
  const [found, set] = useState<{ key: string | null; state: State<R> }>({ key: null, state: { state: 'loading' } });
  useEffect(() => {
    if (asked === null) return;
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
  return found.key === key && key !== null ? found.state : { state: 'loading' };
}
