import * as z from 'zod';
import { isDate } from '../dates.ts';

/** What a mapping has to know of a column: instants and dates are converted, identifiers normalised. */
export type ColumnKind = 'text' | 'id' | 'code' | 'date' | 'instant' | 'number' | 'flag';

export interface ColumnMeta {
  readonly kind: ColumnKind;
  readonly allowed: string;
  readonly optional?: boolean;
}

const columnMetas = z.registry<ColumnMeta>();

/** The kind of a column and what it allows, in words for a rejected row. */
export function columnMeta(schema: z.ZodType): ColumnMeta {
  const meta = columnMetas.get(schema);
  if (meta === undefined) throw new TypeError('a column without a kind: define it with lib/sources/columns');
  return meta;
}

function column<T extends z.ZodType>(schema: T, kind: ColumnKind, allowed: string): T {
  columnMetas.add(schema, { kind, allowed });
  return schema;
}

/** Text as the source wrote it: nothing is trimmed, control characters are refused. */
export const text = column(z.string().regex(/^[^\p{Cc}]{1,200}$/u), 'text', '1 to 200 characters, no control characters');

/** An identifier of a person, post, unit or record: no spaces at its ends, none of them is a number to us. */
export const id = column(
  z.string().regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._/@+-]{0,62}[\p{L}\p{N}._/-])?$/u),
  'id',
  '1 to 64 letters, digits or . _ / @ + -',
);

export const date = column(z.string().refine(isDate), 'date', 'a calendar date YYYY-MM-DD');

/** UTC, as the mapping leaves it. */
export const instant = column(
  z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  'instant',
  'a date and time such as 2026-11-22T07:00:00, with or without an offset',
);

/** ASCII digits only: `1e3`, `0x10`, ` 7 ` and digits of other scripts are no numbers. */
export function wholeNumber(least: number, most: number) {
  return column(
    z
      .string()
      .regex(/^\d{1,6}$/)
      .transform(Number)
      .refine((n) => n >= least && n <= most),
    'number',
    `a whole number from ${least} to ${most}`,
  );
}

export function decimal(least: number, most: number) {
  return column(
    z
      .string()
      .regex(/^\d{1,6}(?:\.\d{1,4})?$/)
      .transform(Number)
      .refine((n) => n >= least && n <= most),
    'number',
    `a number from ${least} to ${most}, at most four decimals`,
  );
}

export const flag = column(
  z.enum(['Y', 'N']).transform((value) => value === 'Y'),
  'flag',
  'Y or N',
);

export function code<const V extends readonly [string, ...string[]]>(values: V) {
  return column(z.enum(values), 'code', values.join(' '));
}

/** A column that may be blank; blank is null, never zero and never an empty text. */
export function optional<T extends z.ZodType<unknown, string>>(inner: T) {
  const { kind, allowed } = columnMeta(inner);
  const schema = z
    .string()
    .transform((value) => (value === '' ? null : value))
    .pipe(inner.nullable() as z.ZodNullable<T>);
  columnMetas.add(schema, { kind, allowed: `${allowed}, or blank`, optional: true });
  return schema;
}
