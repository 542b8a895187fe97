import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Force, forceSchema } from '../lib/sources/force.ts';

const name = z.string().min(1);

/** What each function is given by its template; what is missing stops it at the start, by name. */
export const environments = {
  ingest: z.object({
    DROPS_BUCKET: name,
    FACTS_BUCKET: name,
    REGISTRY_TABLE: name,
    TRUST_TABLE: name,
    WORK_QUEUE: z.url(),
  }),
  score: z.object({
    FACTS_BUCKET: name,
    REGISTRY_TABLE: name,
    TRUST_TABLE: name,
    ORGANISATION_TABLE: name,
    PRODUCTIVITY_TABLE: name,
    AVAILABILITY_TABLE: name,
    WORK_QUEUE: z.url(),
    DAY_SPACING_SECONDS: z.coerce.number().int().min(0),
  }),
  watch: z.object({
    DROPS_BUCKET: name,
    FACTS_BUCKET: name,
    REGISTRY_TABLE: name,
    ORGANISATION_TABLE: name,
    PRODUCTIVITY_TABLE: name,
    AVAILABILITY_TABLE: name,
    DROPS_QUEUE: z.url(),
    WORK_QUEUE: z.url(),
  }),
} as const;
export type Environment<F extends keyof typeof environments> = z.output<(typeof environments)[F]>;

/** The only place that reads the environment. */
export function readEnvironment<F extends keyof typeof environments>(of: F): Environment<F> {
  return Object.freeze(environments[of].parse(process.env)) as Environment<F>;
}

/** The force's own decisions lie beside the bundle, as data. */
export function readForce(bundle: string): Force {
  return forceSchema.parse(JSON.parse(readFileSync(new URL('./force.json', bundle), 'utf8')));
}
