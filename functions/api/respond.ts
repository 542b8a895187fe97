import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { csvOf } from '../../lib/api/csv.ts';
import { type Problem, Refusal } from '../../lib/api/problem.ts';
import type { Answer, Ask } from './ask.ts';
import { headerOf } from './header.ts';

const COMMON = { 'x-content-type-options': 'nosniff' } as const;
/** Lambda answers with 6 MB at most; what comes near is asked for in parts. */
const LARGEST = 5_000_000;

/** Bodies with their tags, of answers that were made once and are given again. */
const BODIES = new WeakMap<Answer, { readonly body: string; readonly etag: string }>();

/** Productivity may be kept and asked again by its tag; nothing about a person's availability is ever kept. */
export function respond(event: APIGatewayProxyEvent, { route }: Pick<Ask, 'route'>, answer: Answer): APIGatewayProxyResult {
  const asCsv = route.csv === true && answer.table !== undefined && wantsCsv(event);
  const type = asCsv ? 'text/csv; charset=utf-8; header=present' : 'application/json';
  const headers = { ...COMMON, 'content-type': type, vary: 'accept, authorization' };
  if (route.servedBy !== 'productivity' || route.method !== 'GET') {
    const body = checkedSize(asCsv ? csv(answer) : json(answer));
    return { statusCode: answer.status ?? 200, headers: { ...headers, 'cache-control': 'no-store' }, body };
  }
  const { body, etag } = asCsv ? tagged(csv(answer)) : (BODIES.get(answer) ?? tagged(json(answer)));
  if (!asCsv) BODIES.set(answer, { body, etag });
  const lasting = { ...headers, etag, 'cache-control': 'private, no-cache' };
  if (
    headerOf(event, 'if-none-match')
      .split(',')
      // CloudFront marks the tag of what it packs as weak.
      .some((tag) => tag.trim().replace(/^W\//, '') === etag)
  )
    return { statusCode: 304, headers: lasting, body: '' };
  return { statusCode: 200, headers: lasting, body };
}

function tagged(body: string) {
  return { body: checkedSize(body), etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}

function checkedSize(body: string): string {
  if (body.length > LARGEST) throw new Refusal(422, 'ANSWER_TOO_LARGE', 'The answer would be too large: ask for less at once.');
  return body;
}

export function respondProblem(problem: Problem, requestId: string): APIGatewayProxyResult {
  const headers = { ...COMMON, 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  const told = problem.status >= 500 ? { ...problem, instance: `urn:request:${requestId}` } : problem;
  return { statusCode: problem.status, headers, body: JSON.stringify(told) };
}

function json({ meta, payload }: Answer): string {
  // The description of the API is served as it is.
  return JSON.stringify('openapi' in payload ? payload : { meta, ...payload });
}

/** A file that lacks rows looks whole: when there is a next page, it is refused instead. */
function csv({ table, next }: Answer): string {
  if (next !== undefined && next !== null)
    throw new Refusal(422, 'TOO_LONG_FOR_CSV', 'A CSV file holds one page and this is more: ask for a shorter range.');
  return csvOf(table?.() ?? { columns: [], rows: [] });
}

/** `q=0` says that it is not wanted. */
function wantsCsv(event: APIGatewayProxyEvent): boolean {
  return headerOf(event, 'accept')
    .split(',')
    .map((one) => one.split(';').map((part) => part.trim().toLowerCase()))
    .some(([type, ...parameters]) => type === 'text/csv' && !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one)));
}
