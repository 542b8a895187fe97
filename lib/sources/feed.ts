import type * as z from 'zod';
import type { LocalDate } from '../dates.ts';
import type { Issue } from '../errors.ts';
import { once } from '../once.ts';
import type { System } from '../vocabulary.ts';
import { type ColumnMeta, columnMeta } from './columns.ts';

/** A half-open range of London days; null is open. */
export interface DayRange {
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

interface FeedBase<Row> {
  readonly system: System;
  readonly name: string;
  readonly title: string;
  /** A column without which the whole file is refused and nothing of it is kept (method: Centurion). */
  readonly refusedWithout?: keyof Row & string;
  readonly row: z.ZodObject;
  /** The natural key; of columns that stand in for each other the first that is not blank counts. */
  readonly key: readonly ((keyof Row & string) | readonly (keyof Row & string)[])[];
  /** Columns whose codes the policy knows: column -> field of the policy that holds them. */
  readonly policyCodes?: Readonly<Partial<Record<keyof Row & string, 'statusClasses'>>>;
  /** What a row says that its single columns cannot. */
  readonly check?: (row: Row) => Issue[];
}

/** Deltas by `updated_at`; a row belongs to one duty date. */
export interface EventFeed<Row = Record<string, unknown>> extends FeedBase<Row> {
  readonly shape: 'event';
  /** The column with the duty date, or with the instant that gives it. */
  readonly datedBy: { readonly date: keyof Row & string } | { readonly instant: keyof Row & string };
  /** A date inside the natural key cannot move between versions of a row. */
  readonly dateInKey: boolean;
  /** How many days before and after its own a row can change the figures of. */
  readonly reach: number;
}

/** A whole extract each time; effective dates inside give the history. */
export interface SnapshotFeed<Row = Record<string, unknown>> extends FeedBase<Row> {
  readonly shape: 'snapshot';
  /** The days whose figures a row can change. */
  readonly effective: (row: Row) => DayRange;
}

export type Feed = EventFeed | SnapshotFeed;

/** The schema of a row is made when the first one is read: whoever lists the feeds needs none, and a file needs one. */
type Definition<F, S extends z.ZodObject> = Omit<F, 'row' | 'shape'> & { readonly row: () => S };

export function eventFeed<S extends z.ZodObject>(definition: Definition<EventFeed<z.output<S>>, S>) {
  return withRow(definition, 'event') as unknown as EventFeed & { readonly row: S };
}

export function snapshotFeed<S extends z.ZodObject>(definition: Definition<SnapshotFeed<z.output<S>>, S>) {
  return withRow(definition, 'snapshot') as unknown as SnapshotFeed & { readonly row: S };
}

function withRow<S extends z.ZodObject>({ row, ...feed }: { readonly row: () => S }, shape: Feed['shape']) {
  const made = once(row);
  return {
    ...feed,
    shape,
    get row(): S {
      return made();
    },
  };
}

export function columnsOf(feed: Feed): readonly (readonly [string, ColumnMeta])[] {
  return Object.entries(feed.row.shape).map(([name, schema]) => [name, columnMeta(schema as z.ZodType)]);
}

/** A feed of which a row that must not be here refuses the file keeps no value of any row but in its facts. */
export function isConfidential(feed: Feed): boolean {
  return feed.refusedWithout !== undefined;
}

/** Columns that say when the source wrote a row, often in one go at night, and not when something happened. */
const STAMPS = new Set(['updated_at', 'deleted_at']);

/** Columns with a time of day at which something happened; a snapshot has none, for its instants bound what is valid. */
export function timeColumnsOf(feed: Feed): readonly string[] {
  if (feed.shape === 'snapshot') return [];
  return columnsOf(feed).flatMap(([name, { kind }]) => (kind === 'instant' && !STAMPS.has(name) ? [name] : []));
}

/** The natural key as one text, unambiguous whatever characters its parts hold. */
export function naturalKey(feed: Feed, row: Record<string, unknown>): string {
  return JSON.stringify(
    feed.key.map((column) => (typeof column === 'string' ? row[column] : row[column.find((one) => row[one] !== null) ?? ''])),
  );
}
