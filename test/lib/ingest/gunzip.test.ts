import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lib/ingest/gunzip.ts';
import { bytes, refusedBy } from './files.ts';

const LIMITS = { bytes: 5000, ratio: 200 };
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
const [TEXT_FLAG, CRC_FLAG, EXTRA_FLAG, NAME_FLAG, COMMENT_FLAG] = [1, 2, 4, 8, 16];

/** `hello` packed behind a header with these flags and the parts that they announce. */
const packed = (flags = 0, ...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat([
    Buffer.from(HEADER.with(3, flags)),
    ...parts.map((part) => Buffer.from(part as string)),
    gzipSync('hello').subarray(HEADER.length),
  ]);
const unpack = (body: Uint8Array, limits = LIMITS) => Buffer.from(gunzip(body, limits)).toString();
const fault = (body: Uint8Array, limits = LIMITS) => refusedBy(() => gunzip(body, limits));
const bad = (message: string) => [{ code: 'BAD_GZIP', message, allowed: 'one gzip member, complete, with a right checksum' }];

describe('the header of a gzip file', () => {
  it.each([
    ['no more than it must', 0, []],
    ['the flag of a text', TEXT_FLAG, []],
    ['a checksum of the header, which is passed over', CRC_FLAG, [[7, 0]]],
    ['an extra field without content', EXTRA_FLAG, [[0, 0]]],
    ['an extra field of 3 bytes', EXTRA_FLAG, [[3, 0], 'abc']],
    ['an extra field of 515 bytes, zeros in it', EXTRA_FLAG, [[3, 2], Array(515).fill(0)]],
    ['a name', NAME_FLAG, ['arrests.csv\0']],
    ['a blank name', NAME_FLAG, ['\0']],
    ['a comment', COMMENT_FLAG, ['weekly\0']],
    ['a name and a comment', NAME_FLAG + COMMENT_FLAG, ['arrests.csv\0', 'weekly\0']],
    ['everything', 31, [[2, 0], 'ab', 'arrests.csv\0', 'weekly\0', [7, 9]]],
  ])('may have %s', (_, flags, parts) => {
    expect(unpack(packed(flags, ...parts))).toBe('hello');
  });

  it.each([
    ['of another file', Buffer.from('x'.repeat(30)), 'this is no gzip file'],
    ['with another first byte', packed().with(0, 0x1e), 'this is no gzip file'],
    ['with another second byte', packed().with(1, 0x8a), 'this is no gzip file'],
    ['with another way of packing', packed().with(2, 7), 'this is no gzip file'],
    ['of a file too short to be one', packed().subarray(0, 17), 'this is no gzip file'],
    ['with a flag that nobody has defined', packed(32), 'the header has unknown flags'],
    [
      'with a name that does not end',
      Buffer.from([...HEADER.with(3, NAME_FLAG), ...bytes('arrests.csv')]),
      'the header is cut off',
    ],
    ['with a comment that does not end', Buffer.from([...HEADER.with(3, 24), ...bytes('arrests\0wee')]), 'the header is cut off'],
    ['that is the whole file', Buffer.from([...HEADER.with(3, NAME_FLAG), ...bytes('arrests\0')]), 'the header is cut off'],
    ['with an extra field beyond the end', packed(EXTRA_FLAG, [0, 1]), 'the header is cut off'],
    ['with its checksum beyond the end', Buffer.from([...HEADER.with(3, 10), ...bytes('arrests\0')]), 'the header is cut off'],
  ])('%s is refused', (_, body, message) => {
    expect(fault(body)).toStrictEqual(bad(message));
  });
});

describe('the content of a gzip file', () => {
  it('may begin anywhere in its memory', () => {
    const whole = Buffer.concat([Buffer.alloc(7, 1), packed()]);
    expect(unpack(whole.subarray(7))).toBe('hello');
  });

  it('of nothing is nothing', () => {
    expect(unpack(gzipSync(''))).toBe('');
  });

  it.each([
    [
      'is cut off within the packed data',
      packed(NAME_FLAG, 'arrests.csv\0').subarray(0, -10),
      'the packed data is damaged or cut off',
    ],
    ['is too short for any', packed().subarray(0, 18), 'the file is cut off'],
    ['is cut off within the checksum', packed().subarray(0, -5), 'the file is cut off'],
    ['is cut off within the length', packed().subarray(0, -1), 'the file is cut off'],
    ['is no packed data', Buffer.concat([Buffer.from(HEADER), Buffer.alloc(20, 0xff)]), 'the packed data is damaged or cut off'],
    ['has another checksum', packed().with(-8, 0), 'the checksum does not match'],
    ['has another length', packed().with(-4, 6), 'the length does not match'],
    ['is followed by one byte', Buffer.concat([packed(), Buffer.from([0])]), 'more data follows the first member'],
    ['is followed by a second member', Buffer.concat([packed(), packed()]), 'more data follows the first member'],
  ])('that %s is refused', (_, body, message) => {
    expect(fault(body)).toStrictEqual(bad(message));
  });
});

describe('a gzip file that unpacks to more than is allowed', () => {
  const tooLarge = (allowed: string) => [{ code: 'TOO_LARGE', message: 'the file unpacks to more than is allowed', allowed }];
  const zeros = (length: number) => gzipSync(Buffer.alloc(length));

  it('in bytes is refused, and one of just as many is not', () => {
    expect(fault(zeros(5001))).toStrictEqual(tooLarge('5000 bytes and 200 times the packed size'));
    expect(fault(zeros(5000))).toStrictEqual([]);
  });

  it('in times its packed size is refused, and one of just as many is not', () => {
    const body = zeros(4000);
    const times = Math.ceil(4000 / body.length);
    expect(fault(body, { bytes: 5000, ratio: times - 1 })).toStrictEqual(
      tooLarge(`5000 bytes and ${times - 1} times the packed size`),
    );
    expect(fault(body, { bytes: 5000, ratio: times })).toStrictEqual([]);
  });

  it('in times its packed size is read all the same up to a kilobyte', () => {
    expect(fault(zeros(1024), { bytes: 5000, ratio: 1 })).toStrictEqual([]);
    expect(fault(zeros(1025), { bytes: 5000, ratio: 1 })).toStrictEqual(tooLarge('5000 bytes and 1 times the packed size'));
  });
});
