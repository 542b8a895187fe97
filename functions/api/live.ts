import type { LocalDate } from '../../lib/dates.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Attributes } from '../aws/table.ts';
import type { PublishedDay } from '../published-day.ts';

/** A day of which something is published. */
export type Live = PublishedDay & { readonly generation: string };

export function isLive(pointer: PublishedDay | null): pointer is Live {
  return pointer !== null && pointer.generation !== null;
}

/** Where the items of a published day lie within their partition. */
export function sortKey({ date, generation }: Live): string {
  return `D#${date}#${generation}`;
}

/** The items of one partition on published days, by date: one read a hundred days, none without a day. */
export async function itemsOfDays(
  table: Table,
  pk: string,
  pointers: readonly (PublishedDay | null)[],
): Promise<Map<LocalDate, Attributes>> {
  const keys = pointers.filter(isLive).map((pointer) => ({ pk, sk: sortKey(pointer) }));
  const items = keys.length === 0 ? [] : await table.getMany(keys);
  return new Map(items.map((item) => [String(item.date), item]));
}
