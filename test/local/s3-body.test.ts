import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openObjectStore } from '../../local/cloud/object-store.ts';
import { bodyOf } from '../../local/cloud/s3-body.ts';

const CHUNKED = { 'content-encoding': 'aws-chunked' };
const sumOf = (text: string) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(text));
  return sum.toString('base64');
};
const sent = (sum: string) => `6\r\nabc\r\nd\r\nb\r\nefghijklmno\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`;
const MEANT = 'abc\r\ndefghijklmno';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size), 'latin1');
}

async function read(text: string, size: number, headers: Record<string, string> = CHUNKED): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bodyOf(headers, inPieces(text, size))) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

describe('the body of an upload', () => {
  it.each([1, 2, 3, 4, 5, 7, 11, 1000])('in chunks is put together, when it arrives %i bytes at a time', async (size) => {
    expect(await read(sent(sumOf(MEANT)), size)).toBe(MEANT);
  });

  it('as it is passes through, and is compared with the checksum in its header', async () => {
    expect(await read(MEANT, 4, { 'x-amz-checksum-crc32': sumOf(MEANT) })).toBe(MEANT);
    await expect(read(MEANT, 4, { 'x-amz-checksum-crc32': sumOf('other') })).rejects.toMatchObject({ code: 'BadDigest' });
  });

  it.each([
    ['another checksum behind it', sent(sumOf('other')), 'BadDigest'],
    ['its last chunks missing', sent(sumOf(MEANT)).slice(0, 20), 'IncompleteBody'],
    ['no size where one should be', `zz\r\n${sent('')}`, 'IncompleteBody'],
  ])('with %s is refused', async (_, text, code) => {
    await expect(read(text, 3)).rejects.toMatchObject({ code });
  });

  it('that is refused leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'objects-'));
    try {
      const store = openObjectStore(folder, true);
      await store.put('good', bodyOf(CHUNKED, inPieces(sent(sumOf(MEANT)), 3)), Date.now);
      await expect(store.put('bad', bodyOf(CHUNKED, inPieces(sent('x'), 3)), Date.now)).rejects.toThrow();
      expect(store.keys()).toEqual(['good']);
      expect(readdirSync(folder)).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
