import type { Method, Step } from './rest-api.ts';

export interface Match {
  readonly method: Method;
  /** As they came: a REST API does not decode them. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The method that answers: a literal part goes before a parameter; one slash at the end makes no difference. */
export function matchRoute(root: Step, httpMethod: string, path: string): Match | null {
  const pathParameters: Record<string, string> = {};
  let step = root;
  for (const part of path
    .replace(/(?<=.)\/$/, '')
    .split('/')
    .slice(1)) {
    const literal = step.literal.get(part);
    if (literal === undefined && (step.parameter === null || part === '')) return null;
    if (literal === undefined && step.parameter !== null) pathParameters[step.parameter.name] = part;
    step = literal ?? step.parameter?.step ?? step;
  }
  const method = step.methods.get(httpMethod);
  return method === undefined ? null : { method, pathParameters };
}
