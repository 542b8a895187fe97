import type { ComponentChildren } from 'preact';
import type { RouteId } from '../../lib/api/routes.ts';
import type { Answered, Question, Refused } from '../client.ts';
import { useAnswer, useSession, type WithoutAnswer } from '../use-answer.ts';
import { Freshness } from './freshness.tsx';

interface Props<R extends RouteId> {
  readonly of: Question<R>;
  /** What is being fetched, such as "your availability". */
  readonly what: string;
  /** Without the line that says up to when it holds: another one on the page does. */
  readonly quiet?: boolean;
  readonly children: (answer: Answered<R>) => ComponentChildren;
}

/** A part of a page that is asked from the API: each of its states is said in words. */
export function Answer<R extends RouteId>({ of, what, quiet = false, children }: Props<R>) {
  const found = useAnswer(of);
  if (found.state !== 'answered') return <Unanswered found={found} what={what} route={of.route} />;
  return (
    <>
      {quiet ? null : <Freshness meta={found.answer.meta} />}
      {children(found.answer)}
    </>
  );
}

/** What is said while there is no answer, and why there will be none. */
export function Unanswered({ found, what, route }: { found: WithoutAnswer; what: string; route?: RouteId }) {
  if (found.state === 'refused') return <Refusal refused={found.refused} what={what} route={route} />;
  return (
    <p class="govuk-body app-loading" aria-live="polite">
      Loading {what}.
    </p>
  );
}

/** Where it is not the line of command that decides. */
const WHO_MAY: Readonly<Partial<Record<string, string>>> = {
  feeds: 'It is for stewards of a source and for administrators.',
  drops: 'It is for the steward of the source and for administrators.',
  drop: 'It is for the steward of the source and for administrators.',
  dropRejections: 'It is for the steward of the source, and partly for administrators.',
  me: 'Only people who work here now may.',
};

export function Refusal({ refused, what, route }: { refused: Refused; what: string; route?: RouteId | undefined }) {
  const session = useSession();
  const { status, code, message } = refused;
  if (status === 401)
    return (
      <div class="govuk-inset-text" role="alert">
        <p class="govuk-body">You have been signed out. Nothing that you typed was sent.</p>
        <button type="button" class="govuk-button" onClick={() => session.signInAgain()}>
          Sign in again
        </button>
      </div>
    );
  if (status === 403)
    return (
      <p class="govuk-inset-text">
        You may not see {what}.{' '}
        {WHO_MAY[route ?? ''] ?? 'It is open to the person, the first-line leader and the chain of command.'}{' '}
        <a class="govuk-link" href="/how">
          Who sees what
        </a>
      </p>
    );
  if (code === 'BAD_CURSOR')
    return (
      <p class="govuk-inset-text" role="alert">
        This page of the list has changed or is somebody else’s. <a href={location.pathname}>Start at its first page</a>.
      </p>
    );
  const title = status === 0 ? message : code === 'NO_WINDOW' ? 'No period of four weeks is complete yet.' : message;
  return (
    <p class="govuk-inset-text" role="alert">
      {title}
    </p>
  );
}
