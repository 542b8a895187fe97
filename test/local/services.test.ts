import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClients } from '../../functions/aws/clients.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { type Stores, storesOf } from '../../local/stores.ts';

let cloud: Cloud;
let stores: Stores;
let fault: 'throttle' | 'lostAnswer' | undefined;
beforeAll(async () => {
  cloud = await startCloud({ assembly: await localAssembly(), data: null, workers: false, fault: () => fault });
  stores = storesOf(cloud);
});
afterAll(() => cloud.stop());

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

  it('compares checksums and refuses what it does not do', async () => {
    const { names, clients } = stores;
    const put = { Bucket: names.FactsBucketName, Key: 'sum', Body: 'x' };
    await expect(clients.s3.send(new PutObjectCommand({ ...put, ChecksumCRC32: 'AAAAAA==' }))).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(clients.s3.send(new PutObjectCommand({ ...put, IfNoneMatch: '*' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(
      clients.s3.send(new PutObjectTaggingCommand({ Bucket: names.FactsBucketName, Key: 'sum', Tagging: { TagSet: [] } })),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(clients.s3.send(new GetObjectCommand({ Bucket: 'nobody', Key: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await clients.s3.send(new PutObjectCommand(put));
    expect(await clients.s3.send(new HeadObjectCommand({ Bucket: names.FactsBucketName, Key: 'sum' }))).toMatchObject({
      ContentLength: 1,
    });
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

  it('refuses operations and parameters that are not on the list', async () => {
    const { clients, names } = stores;
    await expect(clients.dynamo.send(new TransactWriteCommand({ TransactItems: [] }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(
      clients.dynamo.send(new ScanCommand({ TableName: names.RegistryTableName, FilterExpression: 'a = :a' })),
    ).rejects.toThrow(/the DynamoDB parameter FilterExpression/);
  });
});

describe('SQS', () => {
  it('hides what was received, gives it up when deleted', async () => {
    const QueueUrl = cloud.resources.output('-ingestion', 'WorkQueueUrlOutput');
    const { sqs } = stores.clients;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['hello']);
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  });
});

describe('rights and faults', () => {
  it('an unknown access key gets nothing', async () => {
    const { endpoint, region } = cloud;
    const strangers = makeClients({ endpoint, region, credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' } });
    await expect(strangers.s3.send(new ListObjectsV2Command({ Bucket: stores.names.DropsBucketName }))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    });
  });

  it('a throttled call was not made; a lost answer hides one that was', async () => {
    fault = 'lostAnswer';
    const lost = stores.registry.put({ pk: 'F', sk: 'lost' }).catch(() => 'lost');
    setTimeout(() => {
      fault = undefined;
    }, 50);
    await lost;
    expect(await stores.registry.get({ pk: 'F', sk: 'lost' })).toBeDefined();
    fault = 'throttle';
    await expect(stores.registry.put({ pk: 'F', sk: 'throttled' })).rejects.toMatchObject({ name: 'ThrottlingException' });
    fault = undefined;
    expect(await stores.registry.get({ pk: 'F', sk: 'throttled' })).toBeUndefined();
  });
});
