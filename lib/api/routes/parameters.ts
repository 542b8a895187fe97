import * as z from 'zod';
import { METRICS } from '../../vocabulary.ts';

/** Ids are looked up as they come and never stand in an error: any text of a sensible length will do. */
export const id = whole(z.string().min(1).max(64));
/** Days before and after it, as windows need them, are days as well. */
export const date = z.iso.date().refine((day) => '1900' <= day && day < '2200', 'a day of the years 1900 to 2199');
export const metric = z.enum(METRICS);
export const cursor = z.string().min(1).max(1024);
export const none = z.strictObject({});
export const ofPerson = z.strictObject({ person: id });
export const ofUnit = z.strictObject({ unit: id });
export const range = z.strictObject({ from: date, to: date });
export const rolling = z.enum(['1', '7', '28', '91', '365']);

/** Half of a letter that takes two is no text that could be stored. */
export function whole(text: z.ZodString): z.ZodString {
  return text.refine((value) => value.isWellFormed(), 'no Unicode text');
}
