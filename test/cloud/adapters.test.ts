import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stores } from '../../local/stores.ts';
import { openDeployment, type TestDeployment } from './deployment.ts';

let deployment: TestDeployment;
let stores: Stores;
beforeAll(async () => {
  deployment = await openDeployment({ workers: false });
  stores = deployment.stores;
});
afterAll(() => deployment.stop());

describe('S3', () => {
  const text = async (key: string, version?: string) => new TextDecoder().decode(await stores.drops.get(key, version));

  it('keeps every version, newest first, and a delete marker above them', async () => {
    await stores.drops.put('a/b.csv', 'one');
    await stores.drops.put('a/b.csv', 'two');
    await stores.drops.remove('a/b.csv');
    const [marker, second, first] = await stores.drops.versions('a/b.csv');
    expect(marker?.deleteMarker).toBe(true);
    expect([await text('a/b.csv', second?.versionId), await text('a/b.csv', first?.versionId)]).toEqual(['two', 'one']);
    await expect(text('a/b.csv')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await stores.drops.list('a/')).toEqual([]);
  });

  it('carries bytes and names of every kind unharmed', async () => {
    const key = "odd/ü +&'<>%25 name.csv";
    const body = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
    await stores.facts.put(key, body);
    expect(Buffer.compare(await stores.facts.get(key), body)).toBe(0);
    expect(await stores.facts.list('odd/')).toEqual([key]);
  });

  it('lists in pages and by folder', async () => {
    for (let n = 0; n < 25; n += 1) await stores.facts.put(`page/${String(n).padStart(2, '0')}/x`, 'x');
    const { facts, names, clients } = stores;
    const first = await clients.s3.send(
      new ListObjectsV2Command({ Bucket: names.FactsBucketName, Prefix: 'page/', MaxKeys: 10 }),
    );
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 10 });
    const rest = await clients.s3.send(
      new ListObjectsV2Command({
        Bucket: names.FactsBucketName,
        Prefix: 'page/',
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(rest.KeyCount).toBe(15);
    expect(await facts.folders('page/')).toHaveLength(25);
    const two = await clients.s3.send(
      new ListObjectsV2Command({ Bucket: names.FactsBucketName, Prefix: 'page/', Delimiter: '/', MaxKeys: 2 }),
    );
    const next = await clients.s3.send(
      new ListObjectsV2Command({
        Bucket: names.FactsBucketName,
        Prefix: 'page/',
        Delimiter: '/',
        MaxKeys: 2,
        ContinuationToken: two.NextContinuationToken,
      }),
    );
    expect(next.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['page/02/', 'page/03/']);
  });
});

describe('DynamoDB', () => {
  it('writes on condition', async () => {
    const item = { pk: 'A', sk: 'B', rev: 1 };
    expect(await stores.registry.putIfRev(item, 0)).toBe(true);
    expect(await stores.registry.putIfRev(item, 0)).toBe(false);
    expect(await stores.registry.putIfRev({ ...item, rev: 2 }, 1)).toBe(true);
    expect(await stores.registry.putIfRev({ ...item, rev: 2 }, 1)).toBe(false);
  });

  it('reads ranges in both directions', async () => {
    await stores.registry.putMany(Array.from({ length: 60 }, (_, n) => ({ pk: 'R', sk: String(n).padStart(2, '0') })));
    const keys = async (range: Parameters<Stores['registry']['query']>[1]) =>
      (await stores.registry.query('R', range)).map(({ sk }) => sk);
    expect(await keys({ from: '57' })).toEqual(['57', '58', '59']);
    expect(await keys({ to: '01', newestFirst: true })).toEqual(['01', '00']);
    expect(await keys({ from: '10', to: '20', limit: 2 })).toEqual(['10', '11']);
    expect(await keys({})).toHaveLength(60);
    expect(
      await stores.registry.getMany([
        { pk: 'R', sk: '03' },
        { pk: 'R', sk: '99' },
      ]),
    ).toHaveLength(1);
    await stores.registry.removeMany([{ pk: 'R', sk: '03' }]);
    expect(await stores.registry.get({ pk: 'R', sk: '03' })).toBeUndefined();
  });

  it('two attributes set on one item stand beside each other', async () => {
    await Promise.all(['x', 'y'].map((name) => stores.registry.setAttribute({ pk: 'S', sk: 'S' }, name, { at: name })));
    expect(await stores.registry.get({ pk: 'S', sk: 'S' })).toEqual({ pk: 'S', sk: 'S', x: { at: 'x' }, y: { at: 'y' } });
  });
});
