import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClients } from '../../functions/aws/clients.ts';
import { type Cloud, startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { redrive } from '../../local/redrive.ts';
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

  it('sends back what was set aside, and only for the operator and those who are granted it', async () => {
    const [, work] = cloud.resources.ofType('AWS::SQS::Queue').filter(({ properties }) => properties.RedrivePolicy !== undefined);
    const { deadLetterTargetArn: SourceArn = '' } = (work?.properties.RedrivePolicy ?? {}) as { deadLetterTargetArn?: string };
    cloud.queues.send(cloud.queues.byArn(SourceArn), 'set aside');
    for (const role of cloud.resources.ofType('AWS::IAM::Role'))
      expect(() => cloud.queues.answer('StartMessageMoveTask', { SourceArn }, { role: role.arn })).toThrow(/not authorized/);
    const { sqs } = stores.clients;
    await expect(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: work?.arn }))).rejects.toThrow(/Dead Letter Queue/);
    expect(await redrive(stores)).toEqual([
      { queue: 'drops', setAside: 0, moved: 0 },
      { queue: 'work', setAside: 1, moved: 1 },
    ]);
    expect(cloud.queues.byArn(String(work?.arn)).messages.map(({ body }) => body)).toEqual(['set aside']);
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
