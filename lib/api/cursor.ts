import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './problem.ts';

/** What a cursor is good for; it is of no use to another viewer, for another question, or on another organisation. */
export interface CursorScope {
  readonly route: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly viewer: string;
  readonly snapshot: string;
}

/** Where the next page starts, signed (HMAC-SHA-256). The position is a name or a date that the viewer has seen. */
export function cursorOf(position: string, scope: CursorScope, key: Uint8Array): string {
  const text = Buffer.from(position, 'utf8').toString('base64url');
  return `${text}.${signature(text, scope, key).toString('base64url')}`;
}

/** Throws BAD_CURSOR for one that was changed, or made for somebody or something else. */
export function positionIn(cursor: string, scope: CursorScope, key: Uint8Array): string {
  const [text = '', given = '', ...rest] = cursor.split('.');
  const wanted = signature(text, scope, key);
  const found = Buffer.from(given, 'base64url');
  // Base64 has several spellings of some bytes: only the one that was given out counts.
  const canonical = rest.length === 0 && found.toString('base64url') === given;
  if (!canonical || found.length !== wanted.length || !timingSafeEqual(found, wanted)) {
    throw new Refusal(400, 'BAD_CURSOR', 'The cursor does not belong to this question: start with the first page.');
  }
  return Buffer.from(text, 'base64url').toString('utf8');
}

function signature(text: string, { route, filters, viewer, snapshot }: CursorScope, key: Uint8Array): Buffer {
  const named = Object.entries(filters).filter(([name]) => name !== 'cursor');
  const scope = JSON.stringify([route, named.sort(([a], [b]) => (a < b ? -1 : 1)), viewer, snapshot, text]);
  return createHmac('sha256', key).update(scope).digest();
}
