import { fits } from './json-schema.ts';
import type { Match } from './match.ts';

/** What the template's validators check: that parameters are there and that a JSON body fits its model, no more. */
export function checkRequest(
  { method, pathParameters }: Match,
  query: URLSearchParams,
  contentType: string | undefined,
  body: Buffer,
): 'BAD_REQUEST_PARAMETERS' | 'BAD_REQUEST_BODY' | null {
  const missing = method.requiredParameters.some((parameter) => {
    const [place = '', name = ''] = parameter.split('.', 2);
    return ((place === 'path' ? pathParameters[name] : query.get(name)) ?? '').trim() === '';
  });
  if (missing) return 'BAD_REQUEST_PARAMETERS';
  // A body of another type has no model and passes; the function refuses it.
  const isJson = /^application\/json\s*(?:;|$)/i.test(contentType ?? 'application/json');
  if (method.model === null || !isJson) return null;
  try {
    const value: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
    return fits(method.model, value) ? null : 'BAD_REQUEST_BODY';
  } catch (cause) {
    if (cause instanceof SyntaxError) return 'BAD_REQUEST_BODY';
    throw cause;
  }
}
