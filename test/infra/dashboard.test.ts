import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentPolicy } from '../../lib/api/page-headers.ts';
import { ofType, only, synthesized, type Template } from './synth.ts';

let dashboard: Template;
beforeAll(() => {
  ({ dashboard } = synthesized());
});

interface Behaviour {
  readonly PathPattern?: string;
  readonly AllowedMethods?: readonly string[];
  readonly CachePolicyId: string;
  readonly OriginRequestPolicyId?: string;
  readonly TargetOriginId: string;
  readonly ViewerProtocolPolicy: string;
  readonly ResponseHeadersPolicyId?: object;
}
interface Config {
  readonly DefaultCacheBehavior: Behaviour;
  readonly CacheBehaviors: readonly Behaviour[];
  readonly Origins: readonly { readonly Id: string; readonly OriginPath?: object; readonly S3OriginConfig?: object }[];
  readonly Aliases?: readonly string[];
  readonly ViewerCertificate?: object;
}
const config = () => only(dashboard, 'AWS::CloudFront::Distribution').DistributionConfig as Config;
/** Managed by AWS, the same in every account. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_BUT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

describe('the pages on AWS', () => {
  it('lie in a private bucket that the distribution alone may read, by TLS', () => {
    const { PublicAccessBlockConfiguration, WebsiteConfiguration } = only(dashboard, 'AWS::S3::Bucket');
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(WebsiteConfiguration).toBeUndefined();
    const policy = JSON.stringify(only(dashboard, 'AWS::S3::BucketPolicy'));
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('"Service":"cloudfront.amazonaws.com"');
    expect(policy).toContain('AWS:SourceArn');
    expect(ofType(dashboard, 'AWS::CloudFront::OriginAccessControl')).toHaveLength(1);
  });

  it('share their origin with the API, of whose answers nothing stays at the edge', () => {
    const { CacheBehaviors, DefaultCacheBehavior, Origins } = config();
    expect(CacheBehaviors).toHaveLength(1);
    expect(CacheBehaviors[0]).toMatchObject({
      ...{ PathPattern: '/v1/*', CachePolicyId: CACHING_DISABLED, OriginRequestPolicyId: ALL_BUT_HOST },
      ViewerProtocolPolicy: 'https-only',
    });
    expect(CacheBehaviors[0]?.AllowedMethods).toContain('DELETE');
    const origin = Origins.find(({ Id }) => Id === CacheBehaviors[0]?.TargetOriginId);
    expect(JSON.stringify(origin?.OriginPath)).toContain('Stage');
    expect(DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
  });

  it('are served with the policy that the browser tests hold, and the sign-in is the only other origin', () => {
    const { SecurityHeadersConfig } = only(dashboard, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig as {
      SecurityHeadersConfig: Record<string, Record<string, unknown>>;
    };
    const policy = JSON.stringify(SecurityHeadersConfig.ContentSecurityPolicy?.ContentSecurityPolicy);
    const [before = '', after = ''] = contentPolicy('SIGN-IN').split('SIGN-IN');
    expect(policy).toContain(before);
    expect(policy).toContain(after);
    expect(policy).toContain('.auth.eu-west-2.amazoncognito.com');
    expect(SecurityHeadersConfig.StrictTransportSecurity).toMatchObject({ AccessControlMaxAgeSec: 31_536_000 });
    expect(config().DefaultCacheBehavior.ResponseHeadersPolicyId).toBeDefined();
  });

  it('are one document, whatever the address, and files stay files', () => {
    const { FunctionCode } = only(dashboard, 'AWS::CloudFront::Function');
    const served = (uri: string) => runInNewContext(`${FunctionCode}; handler(event)`, { event: { request: { uri } } }).uri;
    expect(['/', '/people/100008', '/data/arrests/arrests_20261120T090000Z.csv', '/app.js', '/config.json'].map(served)).toEqual([
      ...['/index.html', '/index.html', '/index.html', '/app.js', '/config.json'],
    ]);
  });

  it('have the name and the certificate of the settings, or one of CloudFront', () => {
    expect(config().Aliases).toEqual(['dashboard.demo-force.example']);
    const plain = synthesized(() => ({ web: {} })).dashboard;
    const { Aliases, ViewerCertificate } = only(plain, 'AWS::CloudFront::Distribution').DistributionConfig as Config;
    expect([Aliases, ViewerCertificate]).toEqual([undefined, undefined]);
    expect(Object.keys(synthesized(() => ({ web: null })).dashboard.Resources)).toEqual([]);
  });
});
