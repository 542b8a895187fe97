import type { LocalDate } from '../lib/dates.ts';
import { type Fact, parseFacts } from '../lib/ingest/facts.ts';
import type { Objects } from './aws/objects.ts';

export interface FactCache {
  facts(key: string): Promise<readonly Fact[]>;
}

/** The duty dates that any accepted file ever spoke of, in order. */
export async function factDates(facts: Objects): Promise<LocalDate[]> {
  const folders = await facts.folders('facts/');
  return folders.map((prefix) => prefix.split('/')[1] as string).filter((name) => name !== 'snapshot');
}

/** Fact objects never change under their name, so a warm function keeps the latest; bounded by the text it holds. */
export function factCache(objects: Objects, mostBytes = 64 * 1024 * 1024): FactCache {
  const held = new Map<string, { facts: readonly Fact[]; bytes: number }>();
  let bytes = 0;
  return {
    async facts(key) {
      const known = held.get(key);
      if (known !== undefined) {
        held.delete(key);
        held.set(key, known);
        return known.facts;
      }
      const body = await objects.get(key);
      const facts = parseFacts(new TextDecoder().decode(body));
      held.set(key, { facts, bytes: body.length });
      bytes += body.length;
      for (const [oldest, { bytes: freed }] of held) {
        if (bytes <= mostBytes || oldest === key) break;
        held.delete(oldest);
        bytes -= freed;
      }
      return facts;
    },
  };
}
