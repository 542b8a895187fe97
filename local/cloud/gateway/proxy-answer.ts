import { validateHeaderName, validateHeaderValue } from 'node:http';

/** What goes back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const REMAPPED = new Set(['authorization', 'connection', 'content-length', 'date', 'server', 'www-authenticate']);
const PARTS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** What a function answered, as API Gateway takes it; null when it is no proxy response, which is a 502. */
export function answerOf(value: unknown): Answer | null {
  if (typeof value !== 'object' || value === null || !Object.keys(value).every((name) => PARTS.has(name))) return null;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = value as Readonly<Record<string, unknown>>;
  const status = Number(statusCode);
  if (!['number', 'string'].includes(typeof statusCode) || !Number.isInteger(status) || status < 100 || status > 599) return null;
  if (body !== undefined && body !== null && typeof body !== 'string') return null;
  const single = entriesOf(headers);
  const many = entriesOf(multiValueHeaders);
  if (single === null || many === null || ![...single, ...many].every(isHeader)) return null;
  // Of a name that stands in both, the many values count.
  const names = new Set(many.map(([name]) => name.toLowerCase()));
  const all = [...single.filter(([name]) => !names.has(name.toLowerCase())), ...many]
    .filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
    .map(([name, text]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, text] as const);
  const typed = all.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status,
    headers: typed ? all : [...all, ['Content-Type', 'application/json']],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function entriesOf(headers: unknown): (readonly [string, string])[] | null {
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== 'object' || Array.isArray(headers)) return null;
  const entries = Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  return entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    ? entries.map(([name, value]) => [name, String(value)] as const)
    : null;
}

function isHeader([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
