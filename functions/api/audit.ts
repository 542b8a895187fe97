import * as z from 'zod';
import type { Permit } from '../../lib/access/decide.ts';
import { Refusal } from '../../lib/api/problem.ts';
import { formatInstant } from '../../lib/dates.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Attributes, Key } from '../aws/table.ts';
import { inParallel } from '../parallel.ts';
import type { AnyAsk } from './ask.ts';

/** Who looked at whom, on which days, at which fields, by which relation. */
const seenSchema = z.object({
  at: z.string(),
  viewer: z.string(),
  what: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  fields: z.string(),
  /** Of one person; of a packed row or roll-up by relation, so that each member finds the own one. */
  relation: z.string().nullable(),
  members: z.record(z.string(), z.array(z.string())).nullable(),
  /** Members of a row who were left out of the answer. */
  omitted: z.array(z.string()),
});
export type Seen = z.output<typeof seenSchema>;

export function seenOfPerson(person: string): string {
  return `SEEN#P#${person}`;
}
export function seenOfUnit(unit: string): string {
  return `SEEN#U#${unit}`;
}

export interface RowSeen {
  readonly unit: string;
  readonly permits: readonly Permit[];
  readonly omitted: readonly string[];
}

const AT_ONCE = 8;

/** Written before the answer; when it cannot be written there is no answer. */
export class Audit {
  readonly #trust: Table;
  readonly #ask: AnyAsk;
  readonly #at: string;
  readonly #items: (Key & Attributes)[] = [];

  constructor(trust: Table, ask: AnyAsk) {
    this.#trust = trust;
    this.#ask = ask;
    this.#at = formatInstant(ask.rights.now);
  }

  person({ subject, relation, fields }: Permit, from: string | null, to: string | null): void {
    this.#add(seenOfPerson(subject), { from, to, fields, relation, members: null, omitted: [] });
  }

  /** One of each packed row or roll-up that was used. */
  row({ unit, permits, omitted }: RowSeen, date: string): void {
    const members: Record<string, string[]> = {};
    for (const { relation, subject } of permits) {
      members[relation] ??= [];
      members[relation].push(subject);
    }
    const fields = permits.every((permit) => permit.fields === 'cover') ? 'cover' : 'leader';
    this.#add(seenOfUnit(unit), { from: date, to: date, fields, relation: null, members, omitted: [...omitted] });
  }

  #add(pk: string, seen: Omit<Seen, 'at' | 'viewer' | 'what'>): void {
    const { rights, route, requestId } = this.#ask;
    const at = this.#at;
    const sk = `${at}#${requestId}#${String(this.#items.length).padStart(4, '0')}`;
    const { generation } = rights.organisation;
    this.#items.push({ pk, sk, at, viewer: rights.viewer.id, what: route.id, organisation: generation, ...seen });
  }

  async write(): Promise<void> {
    try {
      // One by one and only where nothing stands: this function may add to the record and never change it.
      const written = await inParallel(this.#items, AT_ONCE, (item) => this.#trust.putIfRev({ ...item, rev: 1 }, 0));
      if (written.includes(false)) throw new Error('an entry of this name stands already');
    } catch {
      throw new Refusal(503, 'AUDIT_UNAVAILABLE', 'The look could not be recorded, so nothing is shown. Try again.');
    }
  }
}

export function readSeen(item: Attributes): Seen {
  return seenSchema.parse(item);
}
