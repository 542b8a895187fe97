import { type CursorScope, cursorOf, positionIn } from '../../lib/api/cursor.ts';
import type { AnyAsk } from './ask.ts';
import type { ApiPorts } from './ports.ts';

/** Where the page begins; null on the first one. */
export async function positionOf(ports: ApiPorts, ask: AnyAsk): Promise<string | null> {
  const { cursor } = ask.query as { cursor?: string | undefined };
  return cursor === undefined ? null : positionIn(cursor, scopeOf(ask), await ports.cursorKey());
}

export async function nextCursor(ports: ApiPorts, ask: AnyAsk, position: string | null): Promise<string | null> {
  return position === null ? null : cursorOf(position, scopeOf(ask), await ports.cursorKey());
}

/** Bound to the organisation and not to what is published: a name of a generation would tell that something changed. */
function scopeOf({ route, params, query, rights }: AnyAsk): CursorScope {
  const filters = Object.fromEntries(Object.entries({ ...params, ...query }).map(([name, value]) => [name, String(value)]));
  return { route: route.id, filters, viewer: rights.viewer.id, snapshot: rights.organisation.generation };
}

/** A page of a list in order of name, then number; the position is that of its first one. */
export function pageOf<T extends { readonly name: string; readonly id: string }>(
  all: readonly T[],
  from: string | null,
  size: number,
): { page: T[]; next: string | null } {
  const sorted = all.map((one) => ({ one, key: `${one.name}\0${one.id}` })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const start = from === null ? 0 : sorted.findIndex(({ key }) => key >= from);
  const rest = start < 0 ? [] : sorted.slice(start);
  return { page: rest.slice(0, size).map(({ one }) => one), next: rest[size]?.key ?? null };
}
