import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from '../lib/api/openapi.ts';

/** Where the description of the API is committed; a test compares it with the routes. */
export const OPENAPI = join(import.meta.dirname, '..', 'docs', 'openapi.json');

export function openApiText(): string {
  return `${JSON.stringify(openApi(), null, 1)}\n`;
}

if (import.meta.main) {
  writeFileSync(OPENAPI, openApiText());
  process.stdout.write('The description of the API lies in docs/openapi.json.\n');
}
