import * as z from 'zod';
import type { Key } from './aws/table.ts';

export const organisationPointerSchema = z.object({
  rev: z.int().positive(),
  generation: z.string(),
  hash: z.string(),
  asOf: z.string(),
  /** Extract time of the oldest of the four extracts it stands on. */
  dataTo: z.string(),
  /** Hash of the receipts that were looked at. */
  inputs: z.string(),
  flippedAt: z.string(),
  cuts: z.int(),
});
export type OrganisationPointer = z.output<typeof organisationPointerSchema>;

export const ORGANISATION_POINTER: Key = { pk: 'ORG#current', sk: 'POINTER' };
