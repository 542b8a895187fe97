import { createHash } from 'node:crypto';
import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CognitoIdentityProviderClient,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export interface PageFile {
  readonly name: string;
  readonly type: string;
  readonly body: string;
}

/** The few questions that the commands ask an account, and the two things that they change beside the CDK. */
export interface Aws {
  /** The account of whoever calls; null without credentials that work. */
  account(): Promise<string | null>;
  /** Outputs of a stack by name; null if there is no such stack. */
  outputs(stack: string, region: string): Promise<Readonly<Record<string, string>> | null>;
  /** The template that a stack was deployed with; null if there is no such stack. */
  template(stack: string, region: string): Promise<unknown>;
  /** Whether a stack was begun and never stood: it has to go before it can be made. */
  neverStood(stack: string, region: string): Promise<boolean>;
  /** Lets a stack be deleted. */
  unprotect(stack: string, region: string): Promise<void>;
  /** The role by which API Gateway writes logs. */
  gatewayLogRole(): Promise<string | null>;
  /** Functions that may run at the same time in this account and region. */
  concurrency(): Promise<number>;
  /** The user pool that has a domain prefix. */
  poolOfDomain(prefix: string): Promise<string | null>;
  hasLoginPages(pool: string, client: string): Promise<boolean>;
  /** How many addresses of a topic were asked, and how many said yes. */
  confirmed(topic: string): Promise<{ readonly asked: number; readonly confirmed: number }>;
  putPage(bucket: string, file: PageFile): Promise<void>;
  /** Removes the pages: a bucket goes only when nothing lies in it. */
  removePages(bucket: string): Promise<void>;
  /** SHA-256 of a page as it lies there; null if it does not. */
  pageHash(bucket: string, name: string): Promise<string | null>;
}

/** By the credentials of the environment or the profile, as every tool of AWS finds them. */
export function realAws(region: string): Aws {
  const s3 = new S3Client({ region });
  const identity = new CognitoIdentityProviderClient({ region });
  return {
    account: () =>
      unless(
        async () => (await new STSClient({ region }).send(new GetCallerIdentityCommand({}))).Account ?? null,
        () => true,
      ),
    outputs: (stack, where) =>
      unless(async () => {
        const { Stacks } = await new CloudFormationClient({ region: where }).send(
          new DescribeStacksCommand({ StackName: stack }),
        );
        const all = Stacks?.[0]?.Outputs ?? [];
        return Object.fromEntries(all.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
      }, isAbsent),
    template: (stack, where) =>
      unless(async () => {
        const asked = { StackName: stack, TemplateStage: 'Original' } as const;
        const { TemplateBody = '{}' } = await new CloudFormationClient({ region: where }).send(new GetTemplateCommand(asked));
        return JSON.parse(TemplateBody) as unknown;
      }, isAbsent),
    neverStood: async (stack, where) =>
      (await unless(async () => {
        const { Stacks } = await new CloudFormationClient({ region: where }).send(
          new DescribeStacksCommand({ StackName: stack }),
        );
        return /^(?:ROLLBACK_COMPLETE|ROLLBACK_FAILED)$/.test(Stacks?.[0]?.StackStatus ?? '');
      }, isAbsent)) === true,
    async unprotect(stack, where) {
      const off = { StackName: stack, EnableTerminationProtection: false };
      await new CloudFormationClient({ region: where }).send(new UpdateTerminationProtectionCommand(off));
    },
    gatewayLogRole: async () =>
      (await new APIGatewayClient({ region }).send(new GetAccountCommand({}))).cloudwatchRoleArn ?? null,
    concurrency: async () =>
      (await new LambdaClient({ region }).send(new GetAccountSettingsCommand({}))).AccountLimit?.ConcurrentExecutions ?? 0,
    poolOfDomain: async (prefix) =>
      (await identity.send(new DescribeUserPoolDomainCommand({ Domain: prefix }))).DomainDescription?.UserPoolId ?? null,
    hasLoginPages: async (pool, client) =>
      (await unless(
        async () =>
          (
            await identity.send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId: pool, ClientId: client }))
          ).ManagedLoginBranding,
        ({ name }) => name === 'ResourceNotFoundException',
      )) != null,
    async confirmed(topic) {
      const { Subscriptions = [] } = await new SNSClient({ region }).send(
        new ListSubscriptionsByTopicCommand({ TopicArn: topic }),
      );
      const yes = Subscriptions.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'));
      return { asked: Subscriptions.length, confirmed: yes.length };
    },
    async putPage(bucket, { name, type, body }) {
      // The names stay the same: a browser asks whether they changed.
      const put = { Bucket: bucket, Key: name, Body: body, ContentType: `${type}; charset=utf-8`, CacheControl: 'no-cache' };
      await s3.send(new PutObjectCommand(put));
    },
    async removePages(bucket) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
    pageHash: (bucket, name) =>
      unless(
        async () => {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
          return hashOf((await Body?.transformToString()) ?? '');
        },
        ({ name: code }) => code === 'NoSuchKey',
      ),
  };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isAbsent({ message }: Error): boolean {
  return message.includes('does not exist');
}

/** Null for the faults that mean "there is none"; others go on. */
async function unless<T>(ask: () => Promise<T>, none: (fault: Error) => boolean): Promise<T | null> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof Error && none(cause)) return null;
    throw cause;
  }
}
