import { crc32, inflateRawSync } from 'node:zlib';
import { FileRefused } from '../errors.ts';

const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

function fault(message: string): FileRefused {
  return new FileRefused({ code: 'BAD_GZIP', message, allowed: 'one gzip member, complete, with a right checksum' });
}

/**
 * Unpacks exactly one gzip member (RFC 1952). zlib's own reader joins a second member on in silence, so the
 * header and trailer are read here. Stops at `limits.bytes` and at `limits.ratio` times the packed size.
 */
export function gunzip(packed: Uint8Array, limits: { bytes: number; ratio: number }): Uint8Array {
  const start = endOfHeader(packed);
  const longest = Math.min(limits.bytes, Math.max(packed.length * limits.ratio, 1024));
  let unpacked: { buffer: Uint8Array; engine: { bytesWritten: number } };
  try {
    const options = { info: true, maxOutputLength: longest };
    unpacked = inflateRawSync(packed.subarray(start), options) as unknown as typeof unpacked;
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new FileRefused({
        code: 'TOO_LARGE',
        message: 'the file unpacks to more than is allowed',
        allowed: `${limits.bytes} bytes and ${limits.ratio} times the packed size`,
      });
    }
    throw fault('the packed data is damaged or cut off');
  }
  const end = start + unpacked.engine.bytesWritten;
  if (packed.length < end + 8) throw fault('the file is cut off');
  const trailer = new DataView(packed.buffer, packed.byteOffset + end, 8);
  if (trailer.getUint32(0, true) !== crc32(unpacked.buffer)) throw fault('the checksum does not match');
  if (trailer.getUint32(4, true) !== unpacked.buffer.length % 2 ** 32) throw fault('the length does not match');
  if (packed.length > end + 8) throw fault('more data follows the first member');
  return unpacked.buffer;
}

function endOfHeader(packed: Uint8Array): number {
  if (packed.length < 18 || packed[0] !== 0x1f || packed[1] !== 0x8b || packed[2] !== 8) throw fault('this is no gzip file');
  const flags = packed[3] as number;
  if (flags > 31) throw fault('the header has unknown flags');
  let at = 10;
  if (flags & EXTRA) at += 2 + (packed[at] as number) + 256 * (packed[at + 1] as number);
  for (const field of [NAME, COMMENT]) {
    if (flags & field) {
      const zero = packed.indexOf(0, at);
      if (zero < 0) throw fault('the header is cut off');
      at = zero + 1;
    }
  }
  if (flags & HEADER_CRC) at += 2;
  if (at >= packed.length) throw fault('the header is cut off');
  return at;
}
