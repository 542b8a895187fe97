import { Readable } from 'node:stream';
import { setTimeout as passed } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { demoFiles } from '../demo/files.ts';
import { readReceipt, receiptKey } from '../functions/registry.ts';
import { formatDropKey, parseDropKey } from '../lib/ingest/drop-key.ts';
import type { VersionVerdict } from '../lib/ingest/receipt.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';
import { DEMO_FORCE } from '../local/demo-run.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { type Bench, openBench } from './deployment.ts';
import { lines, ownPeakMb } from './report.ts';

const AT = Date.parse('2026-11-21T09:00:00Z');
const GIB = 1024 ** 3;
/** The limit of rows of one file. */
const MOST_ROWS = 500_000;
/**
 * The most rows, the widest rows of a snapshot, and rows that are each noted in the registry: of those as many as the embedded
 * database notes within the time of the function. It takes a thousand a second; 32 at once of 5 ms each would be six thousand.
 */
const FEEDS: readonly (readonly [feed: FeedName, mostRows: number])[] = [
  ['training', MOST_ROWS],
  ['people', MOST_ROWS],
  ['incidents', 100_000],
];

/** A file of a gigabyte is refused by its size; the largest that is allowed is read within the function's memory and time. */
export async function largeFile(say: (text: string) => void): Promise<boolean> {
  const { bytes } = policyOn(readForceFolder(DEMO_FORCE).policies, '2026-11-21').fileLimits;
  const bench = await openBench({ onDisk: true });
  const lambda = bench.cloud.resources.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('Ingest'));
  const memoryMb = Number(lambda?.properties.MemorySize);
  let right = true;
  try {
    const began = performance.now();
    const refused = await drop(bench, formatDropKey('control-works', 'statuses', AT), zeros(GIB), GIB);
    right &&= refused.state === 'refused' && refused.reason?.code === 'TOO_LARGE' && refused.sha === null;
    say(`1 GiB: ${refused.state}, ${refused.reason?.code}`);
    const fetched = bench.used.calls['s3 GET'] ?? 0;
    say(
      lines({
        'seconds, upload and refusal': (performance.now() - began) / 1000,
        'ingest, seconds of work': bench.used.seconds.ingest ?? 0,
        'ingest, peak memory in MB': bench.used.peakMb.ingest ?? 0,
        'ingest, S3 reads (lists of versions)': fetched,
        'this process, peak memory in MB': ownPeakMb(),
      }),
    );
    for (const [feed, mostRows] of FEEDS) {
      bench.forget();
      const { body, rows } = largest(feed, bytes, mostRows);
      const read = await drop(bench, formatDropKey(CATALOGUE[feed].system, feed, AT), [body], body.length);
      const peak = bench.used.peakMb.ingest ?? 0;
      right &&= read.state === 'accepted' && peak < memoryMb;
      say(`${feed}, ${rows} rows, ${Math.round(body.length / 2 ** 20)} MiB: ${read.state} ${read.reason?.code ?? ''}`);
      say(
        lines({
          'ingest, seconds of work': bench.used.seconds.ingest ?? 0,
          [`ingest, peak memory in MB of ${memoryMb}`]: peak,
        }),
      );
    }
  } finally {
    await bench.stop();
  }
  return right;
}

/** Puts it piece by piece, and gives what became of it; the figures of its days are not waited for. */
async function drop({ stores, used }: Bench, key: string, pieces: Iterable<Buffer>, size: number): Promise<VersionVerdict> {
  const put = { Bucket: stores.names.DropsBucketName, Key: key, Body: Readable.from(pieces), ContentLength: size };
  await stores.clients.s3.send(new PutObjectCommand(put));
  const { feed, name } = parseDropKey(key);
  for (;;) {
    const item = await stores.registry.get(receiptKey(feed.name, name));
    const newest = item === undefined ? undefined : readReceipt(item).seen[0];
    // The receipt stands before the function ends: it tells the days yet.
    if (newest !== undefined && used.seconds.ingest !== undefined) return newest;
    await passed(100);
  }
}

function* zeros(size: number): Generator<Buffer> {
  const piece = Buffer.alloc(1024 * 1024, '0');
  for (let left = size; left > 0; left -= piece.length) yield piece.subarray(0, left);
}

/** Rows of the demo force under ever new keys, up to the limit of bytes or of rows. */
function largest(feed: FeedName, bytes: number, mostRows: number): { body: Buffer; rows: number } {
  const sample = [...demoFiles({ people: 60, days: 2, end: '2026-11-20', seed: 7 })].find(({ key }) => key.includes(`/${feed}/`));
  const [header = '', ...known] = sample?.body.trimEnd().split('\n') ?? [];
  const body = Buffer.alloc(bytes);
  let at = body.write(`${header}\n`);
  let rows = 0;
  for (; rows < mostRows; rows += 1) {
    const row = `K${rows}${(known[rows % known.length] ?? '').replace(/^[^,]*/, '')}\n`;
    if (at + row.length > bytes) break;
    at += body.write(row, at);
  }
  return { body: body.subarray(0, at), rows };
}
