import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { problemOf, Refusal } from '../../lib/api/problem.ts';
import type { Route } from '../../lib/api/route.ts';
import type { RouteId } from '../../lib/api/routes.ts';
import type { Answer, Answers, Ask } from '../api/ask.ts';
import { directoryIdOf } from '../api/identity.ts';
import type { ApiPorts } from '../api/ports.ts';
import { byName, checkRequest, namedIn } from '../api/request.ts';
import { respond, respondProblem } from '../api/respond.ts';
import { loadRights } from '../api/rights.ts';
import type { Observer } from '../observe.ts';
import { logError } from './log-error.ts';

/** What the functions of the API have in common: check, know who asks, answer, and tell a fault as a problem. */
export function httpHandler<P extends ApiPorts, R extends RouteId>(
  ports: P,
  routes: readonly (Route & { readonly id: R })[],
  answers: Answers<P, R>,
  observer: Observer,
) {
  const byRoute = answers as unknown as Partial<Record<string, (ports: P, ask: Ask) => Promise<Answer>>>;
  const known = byName(routes);
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context>().handler(async (event) => {
    const { requestId } = event.requestContext;
    let route = 'none';
    try {
      const checked = checkRequest(event, known);
      route = checked.route.id;
      const answerTo = byRoute[route];
      if (answerTo === undefined) throw new Refusal(404, 'NO_SUCH_ROUTE', 'There is no such route.');
      const id = directoryIdOf(event.requestContext.authorizer?.claims?.username, ports.providers);
      const rights = await loadRights(ports, id, namedIn(checked));
      const ask = { ...checked, rights, requestId } as unknown as Ask;
      return respond(event, ask, await answerTo(ports, ask));
    } catch (cause) {
      return respondProblem(tell(cause, route, requestId, observer), requestId);
    }
  });
}

function tell(cause: unknown, route: string, requestId: string, observer: Observer) {
  const problem = problemOf(cause);
  const { logger, count } = observer;
  if (problem.status >= 500) logError(logger, cause, { route, requestId });
  else logger.info('refused', { route, requestId, status: problem.status, code: problem.code });
  if (problem.status === 403) count('AccessDenied');
  if (problem.code === 'AUDIT_UNAVAILABLE') count('AuditUnavailable');
  return problem;
}
