import { beforeAll, describe, expect, it } from 'vitest';
import { type Resource, synthesized } from './synth.ts';

let resources: [id: string, resource: Resource][];
const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type).map(([, resource]) => resource);

beforeAll(() => {
  const { data, ingestion } = synthesized();
  resources = [data, ingestion].flatMap(({ Resources }) => Object.entries(Resources));
});

describe('the templates', () => {
  it('have no custom resource', () => {
    expect(
      resources.filter(([, { Type }]) => Type.startsWith('Custom::') || Type === 'AWS::CloudFormation::CustomResource'),
    ).toEqual([]);
  });

  it('keep what is stored: retained, recoverable, versioned, private, by TLS only', () => {
    expect(ofType('AWS::DynamoDB::GlobalTable')).toHaveLength(5);
    for (const { Properties, DeletionPolicy } of ofType('AWS::DynamoDB::GlobalTable')) {
      expect(DeletionPolicy).toBe('Retain');
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
      });
    }
    const buckets = ofType('AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const { Properties, DeletionPolicy } of buckets) {
      expect(DeletionPolicy).toBe('Retain');
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    expect(buckets.filter(({ Properties }) => Properties.VersioningConfiguration !== undefined)).toHaveLength(1);
    const policies = JSON.stringify([ofType('AWS::S3::BucketPolicy'), ofType('AWS::SQS::QueuePolicy')]);
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(6);
  });

  it('run every function on Node 24, arm64, with a role and a log group of its own and bounded time and memory', () => {
    const functions = ofType('AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(functions).toHaveLength(3);
    for (const properties of functions) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: expect.any(Number),
        MemorySize: expect.any(Number),
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
    const distinct = (name: string) => new Set(functions.map((properties) => JSON.stringify(properties[name]))).size;
    expect([distinct('Role'), distinct('LoggingConfig')]).toEqual([3, 3]);
  });

  it('give messages back one by one, and keep what keeps failing', () => {
    const visibility = ofType('AWS::SQS::Queue')
      .map(({ Properties }) => Properties)
      .filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
    expect(visibility).toHaveLength(2);
    for (const source of ofType('AWS::Lambda::EventSourceMapping'))
      expect(source.Properties).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      });
    expect(visibility.map(({ VisibilityTimeout }) => VisibilityTimeout)).toEqual([1800, 3600]);
  });

  it('grant no wildcard action and nothing on every resource', () => {
    const statements = ofType('AWS::IAM::Policy').flatMap(
      ({ Properties }) =>
        (Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] }).Statement,
    );
    for (const { Action, Resource } of statements) {
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      expect(Resource).not.toBe('*');
    }
    expect(statements.length).toBeGreaterThan(15);
  });

  it('let no function but score and watch write figures, and none read them', () => {
    const policies = resources.filter(([, { Type }]) => Type === 'AWS::IAM::Policy');
    for (const [id, { Properties }] of policies) {
      const figures = (
        Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] }
      ).Statement.filter(({ Resource }) => /Productivity|Availability/.test(JSON.stringify(Resource)));
      if (/^(Score|Watch)Role/.test(id))
        expect(new Set(figures.flatMap(({ Action }) => Action))).toEqual(new Set(['dynamodb:BatchWriteItem']));
      else expect(figures).toEqual([]);
    }
  });
});
