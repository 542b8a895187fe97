import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist');
for (const { name, bytes } of await bundle(join(root, 'config', 'demo'), out)) {
  const packed = gzipSync(readFileSync(join(out, name, 'index.mjs'))).length;
  process.stdout.write(`${name.padEnd(12)} ${Math.round(bytes / 1024)} KB, packed ${Math.round(packed / 1024)} KB\n`);
}
