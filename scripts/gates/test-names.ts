import { readFileSync } from 'node:fs';

/** Names of the tests of a file as they stand in it, with the placeholders of tables. */
export function testNames(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\bit(?:\.each[\s\S]*?\))?\(\s*(['"])(.+?)\1,/g)].map(([, , name]) => String(name));
}
