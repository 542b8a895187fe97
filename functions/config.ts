import { readFileSync } from 'node:fs';
import type * as z from 'zod';

/** What a function is given by its template, checked; what is missing stops it at the start, by name. The only place that reads the environment. Read once: not worth compiling. */
export function readEnvironment<S extends z.ZodObject>(schema: S): Readonly<z.output<S>> {
  return Object.freeze(schema.parse(process.env, { jitless: true }));
}

/** A file that lies beside the bundle. */
export function readBeside(bundle: string, file: string): string {
  return readFileSync(new URL(`./${file}`, bundle), 'utf8');
}
