import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ServiceError } from './errors.ts';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The body of an upload as it was meant, piece by piece: chunked signing undone, checksums compared at its end. */
export async function* bodyOf(headers: Headers, request: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunked =
    String(headers['content-encoding'] ?? '').includes('aws-chunked') ||
    String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const trailers: Record<string, string> = {};
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let crc = 0;
  for await (const piece of chunked ? unchunked(request, trailers) : request) {
    sha256.update(piece);
    md5.update(piece);
    crc = crc32(piece, crc);
    yield piece;
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc);
  const sums = {
    'x-amz-checksum-crc32': sum.toString('base64'),
    'x-amz-checksum-sha256': sha256.digest('base64'),
    'content-md5': md5.digest('base64'),
  };
  for (const [name, actual] of Object.entries(sums)) {
    const wanted = trailers[name] ?? headers[name];
    if (wanted !== undefined && wanted !== actual) throw new ServiceError(400, 'BadDigest', `${name} does not match the body`);
  }
}

/** Chunks, each behind a line with its size in hexadecimal; after the last, of size 0, come the trailers. */
async function* unchunked(request: AsyncIterable<Buffer>, trailers: Record<string, string>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let left = 0;
  // A chunk ends with a line break of its own.
  let lineBreak = 0;
  let last = false;
  for await (const piece of request) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    while (!last) {
      if (left > 0) {
        const data = held.subarray(0, left);
        held = held.subarray(data.length);
        left -= data.length;
        if (data.length > 0) yield data;
        if (left > 0) break;
      }
      const end = held.indexOf('\r\n', lineBreak);
      if (end < 0) break;
      left = Number.parseInt(held.toString('latin1', lineBreak, end), 16);
      if (Number.isNaN(left)) throw damaged();
      held = held.subarray(end + 2);
      lineBreak = 2;
      last = left === 0;
    }
  }
  if (!last) throw damaged();
  for (const line of held.toString('latin1').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
}

function damaged(): ServiceError {
  return new ServiceError(400, 'IncompleteBody', 'the chunks of the body are damaged');
}
