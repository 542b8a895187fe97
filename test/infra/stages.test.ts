import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesize as synthesizeInto } from '../../infra/app.ts';
import { keptResources, unknownProperties } from '../../scripts/gates/frozen.ts';
import { caughtBy } from '../../scripts/gates/gates.ts';
import { STACKS, type Templates } from '../../scripts/gates/template.ts';
import { ofType, only, stageIn, synthesized } from './synth.ts';

const PRIVATE = {
  web: null,
  privateApi: {
    domain: 'dashboard.inside.demo-force.example',
    certificateArn: 'arn:aws:acm:eu-west-2:111111111111:certificate/00000000-0000-0000-0000-000000000000',
    endpointId: 'vpce-0123456789abcdef0',
    endpointAddresses: ['10.0.1.10', '10.0.2.10'],
    clientRanges: ['10.0.0.0/8'],
  },
  landingZone: {
    network: { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
  },
};

let stage: Templates;
beforeAll(() => {
  stage = synthesized();
});

describe('what a stage keeps', () => {
  it('has the ids and the fixed properties that it always had: a replacement would be empty', () => {
    const frozen = JSON.parse(readFileSync(join(import.meta.dirname, '../../infra/frozen-ids.json'), 'utf8')) as object;
    expect(keptResources(stage)).toEqual(frozen);
  });

  it('is protected with its stack, and what is not kept is not', () => {
    const manifest = stageIn(({ settings, bundles, out, stage: name }) => {
      synthesizeInto({ settings, bundles, out });
      const { artifacts } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
        artifacts: Record<string, { properties?: { terminationProtection?: boolean } }>;
      };
      return STACKS.filter((one) => artifacts[`${name}-${one}`]?.properties?.terminationProtection === true);
    });
    expect(manifest).toEqual(['data', 'identity', 'observability']);
  });
});

describe('every template', () => {
  it('has types and properties that the registry of CloudFormation knows', () => {
    expect(unknownProperties(stage)).toEqual([]);
    expect(unknownProperties(synthesized(() => PRIVATE))).toEqual([]);
    const broken = { Resources: { Wrong: { Type: 'AWS::S3::Bucket', Properties: { VersionConfiguration: {} } } } };
    expect(unknownProperties({ ...stage, data: broken })).toEqual([
      'data Wrong: AWS::S3::Bucket has no property VersionConfiguration',
    ]);
  });

  it('is the same in another region but for the name of the region', () => {
    const other = synthesized(() => ({ region: 'eu-west-1' }));
    for (const stack of STACKS) {
      const text = JSON.stringify(other[stack]).replaceAll('eu-west-1', 'eu-west-2');
      expect([stack, withoutIds(text)]).toEqual([stack, withoutIds(JSON.stringify(stage[stack]))]);
    }
    expect(caughtBy(other)).toEqual([]);
  });
});

describe('a stage inside the force’s network', () => {
  let inside: Templates;
  beforeAll(() => {
    inside = synthesized(() => PRIVATE);
  });

  it('has nothing on the internet but the sign-in, and passes the same gates', () => {
    expect([Object.keys(inside.edge.Resources), Object.keys(inside.dashboard.Resources)]).toEqual([[], []]);
    expect(only(inside.inside, 'AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject({ Scheme: 'internal' });
    expect(caughtBy(inside)).toEqual([]);
  });

  it('is asked through the one endpoint alone', () => {
    const { EndpointConfiguration, Policy } = only(inside.api, 'AWS::ApiGateway::RestApi');
    expect(EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: ['vpce-0123456789abcdef0'] });
    const { Statement } = Policy as { Statement: { Effect: string; Condition: object }[] };
    expect(Statement.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
      ['Deny', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }],
      ['Allow', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }],
    ]);
  });

  it('gives API Gateway the name and the stage by which it knows the API', () => {
    const { Transforms, Conditions } = only(inside.inside, 'AWS::ElasticLoadBalancingV2::ListenerRule');
    expect(Conditions).toEqual([{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/*'] } }]);
    const text = JSON.stringify(Transforms);
    expect(text).toContain('.execute-api.eu-west-2.');
    expect(text).toContain('/v1/$1');
  });

  it('lets browsers of the force in by TLS, and lets the balancer reach the endpoint alone', () => {
    const [[, group] = []] = ofType(inside.inside, 'AWS::EC2::SecurityGroup');
    expect(group?.Properties).toMatchObject({
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/8', FromPort: 443, ToPort: 443 }],
      SecurityGroupEgress: [{ CidrIp: '10.0.1.10/32' }, { CidrIp: '10.0.2.10/32' }],
    });
  });
});

describe('a landing zone', () => {
  const KEY = 'arn:aws:kms:eu-west-2:999999999999:key/00000000-0000-0000-0000-000000000000';
  const BOUNDARY = 'arn:aws:iam::111111111111:policy/landing-zone';

  it('brings its own keys, and none is made', () => {
    const own = synthesized(() => ({ landingZone: { keys: { tables: KEY, objects: KEY, queues: KEY, platform: KEY } } }));
    expect(Object.values(own).flatMap((template) => ofType(template, 'AWS::KMS::Key'))).toEqual([]);
    for (const [, { Properties }] of ofType(own.data, 'AWS::DynamoDB::GlobalTable'))
      expect(JSON.stringify(Properties)).toContain(KEY);
  });

  it('bounds every role', () => {
    const bounded = synthesized(() => ({ landingZone: { permissionsBoundary: BOUNDARY } }));
    const roles = Object.values(bounded).flatMap((template) => ofType(template, 'AWS::IAM::Role'));
    expect(roles.length).toBeGreaterThan(10);
    for (const [id, { Properties }] of roles) expect([id, Properties.PermissionsBoundary]).toEqual([id, BOUNDARY]);
  });

  it('has functions in its network when it says so', () => {
    const network = { ...PRIVATE.landingZone.network, functionsInside: true };
    const within = synthesized(() => ({ landingZone: { network } }));
    const functions = [within.ingestion, within.api].flatMap((template) => ofType(template, 'AWS::Lambda::Function'));
    for (const [id, { Properties }] of functions) expect([id, Properties.VpcConfig]).toEqual([id, expect.anything()]);
    expect(caughtBy(within)).toEqual([]);
  });
});

describe('settings', () => {
  it.each([
    ['a writer of the own account', { writers: { fusion: 'arn:aws:iam::111111111111:role/anybody' } }],
    ['pages inside and outside', { privateApi: PRIVATE.privateApi, landingZone: PRIVATE.landingZone }],
    ['a private API without a network', { ...PRIVATE, landingZone: {} }],
    [
      'a certificate of another region',
      { web: { domain: { name: 'a.example', certificateArn: PRIVATE.privateApi.certificateArn } } },
    ],
    ['a name that nobody asked for', { colour: 'blue' }],
    ['logs for 42 days', { retention: { logs: 42 } }],
  ])('refuse %s', (_, change) => {
    expect(() => synthesized(() => change)).toThrow();
  });

  it('lock extracts against everybody when they say so', () => {
    const { Properties } = synthesized(() => ({ objectLockDays: 30 })).data.Resources.Drops4D66B0FE ?? {};
    expect(Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } } },
    });
  });
});

/** A deployment of API Gateway and what is made by the names of regions carry a hash. */
function withoutIds(text: string): string {
  return text.replaceAll(/[0-9A-Fa-f]{8,40}/g, '#');
}
