import { isDate } from '../lib/dates.ts';
import type { Address } from './router.ts';

/** A date of the address; what is none there, or is no date, is the usual one. */
export function dateOf({ query }: Address, name: string, usual: string): string {
  const given = query.get(name) ?? '';
  return isDate(given) && given >= '2000' && given < '2100' ? given : usual;
}
