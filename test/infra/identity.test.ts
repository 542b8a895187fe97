import { beforeAll, describe, expect, it } from 'vitest';
import { ofType, only, type Resource, type StackName, synthesized, type Template } from './synth.ts';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const PROVIDER = 'AWS::Cognito::UserPoolIdentityProvider';

let stacks: Record<StackName, Template>;
beforeAll(() => {
  stacks = synthesized();
});

const federatedBy = (federation: object) => synthesized(({ identity }) => ({ identity: { ...identity, federation } }));

describe('the user pool', () => {
  it('has nobody who was not made by an administrator, and nobody who comes back by e-mail or telephone', () => {
    expect(only(stacks.identity, 'AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      UsernameConfiguration: { CaseSensitive: true },
    });
    const { AliasAttributes, UsernameAttributes } = only(stacks.identity, 'AWS::Cognito::UserPool');
    expect([AliasAttributes, UsernameAttributes]).toEqual([undefined, undefined]);
  });

  it('wants a second factor by an app, never by SMS, and a long password', () => {
    expect(only(stacks.identity, 'AWS::Cognito::UserPool')).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { PasswordPolicy: { MinimumLength: 14, TemporaryPasswordValidityDays: 3 } },
    });
    const optional = synthesized(({ identity }) => ({ identity: { ...identity, mfa: 'optional' } }));
    expect(only(optional.identity, 'AWS::Cognito::UserPool').MfaConfiguration).toBe('OPTIONAL');
  });

  it('outlives its stack', () => {
    const [[, pool] = []] = ofType(stacks.identity, 'AWS::Cognito::UserPool');
    expect([pool?.DeletionPolicy, pool?.Properties.DeletionProtection]).toEqual(['Retain', 'ACTIVE']);
  });

  it('knows nothing of a person that could be taken for a right: no attribute, no group, no trigger', () => {
    const { Schema, LambdaConfig } = only(stacks.identity, 'AWS::Cognito::UserPool');
    expect([Schema, LambdaConfig]).toEqual([undefined, undefined]);
    expect(
      Object.values(stacks.identity.Resources)
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual([
      'AWS::Cognito::ManagedLoginBranding',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::UserPoolResourceServer',
    ]);
  });
});

describe('the client of the browser', () => {
  const client = () => only(stacks.identity, CLIENT);

  it('has the code flow alone and no secret; no password reaches the API of Cognito', () => {
    expect(client()).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it("gets our two scopes and openid, none of Cognito's own", () => {
    expect(client().AllowedOAuthScopes).toEqual(['openid', 'dashboard/read', 'dashboard/write']);
    expect(only(stacks.identity, 'AWS::Cognito::UserPoolResourceServer')).toMatchObject({
      Identifier: 'dashboard',
      Scopes: [{ ScopeName: 'read' }, { ScopeName: 'write' }],
    });
  });

  it('can write no attribute that means anything here: a name is for the eye', () => {
    expect([client().WriteAttributes, client().ReadAttributes]).toEqual([['name'], ['name']]);
  });

  it('has tokens of fifteen minutes and a session of ten hours, replaced at each use and revocable', () => {
    expect(client()).toMatchObject({
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 600,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
    });
  });

  it('returns to the addresses of the settings and to no other', () => {
    expect([client().CallbackURLs, client().LogoutURLs]).toEqual([
      ['https://dashboard.demo-force.example/'],
      ['https://dashboard.demo-force.example/'],
    ]);
  });
});

describe("the force's own directory", () => {
  it('by SAML: signed requests, never begun by the provider, the NameID and no attribute', () => {
    const { identity, api } = federatedBy({ kind: 'saml', name: 'Force', metadataUrl: 'https://login.force.example/metadata' });
    expect(only(identity, PROVIDER)).toEqual({
      UserPoolId: { Ref: expect.stringMatching(/^Pool/) },
      ProviderName: 'Force',
      ProviderType: 'SAML',
      ProviderDetails: {
        MetadataURL: 'https://login.force.example/metadata',
        IDPInit: 'false',
        RequestSigningAlgorithm: 'rsa-sha256',
      },
    });
    expectOnlyWay(identity, api);
  });

  it('by OpenID Connect: the secret stays in Secrets Manager, the subject and no attribute', () => {
    const clientSecretArn = 'arn:aws:secretsmanager:eu-west-2:111111111111:secret:directory-AbCdEf';
    const { identity, api } = federatedBy({
      kind: 'oidc',
      name: 'Force',
      issuer: 'https://login.force.example',
      clientId: 'dashboard',
      clientSecretArn,
    });
    expect(only(identity, PROVIDER)).toEqual({
      UserPoolId: { Ref: expect.stringMatching(/^Pool/) },
      ProviderName: 'Force',
      ProviderType: 'OIDC',
      ProviderDetails: {
        oidc_issuer: 'https://login.force.example',
        client_id: 'dashboard',
        client_secret: `{{resolve:secretsmanager:${clientSecretArn}:SecretString:::}}`,
        attributes_request_method: 'GET',
        authorize_scopes: 'openid',
      },
    });
    expectOnlyWay(identity, api);
  });

  /** With it nobody signs in by password, and the functions know the name that stands before a directory id. */
  function expectOnlyWay(identity: Template, api: Template): void {
    const [[id, client] = []] = ofType(identity, CLIENT);
    expect([id, client?.Properties.SupportedIdentityProviders]).toEqual(['Browser', ['Force']]);
    // A client that names a provider which is still to come would be refused.
    expect(client?.DependsOn).toContain('Provider');
    expect(providersToldTo(api)).toEqual(['Force', 'Force', 'Force', 'Force']);
  }

  it('left out, people are local users and the functions expect nobody else', () => {
    expect(only(stacks.identity, CLIENT).SupportedIdentityProviders).toEqual(['COGNITO']);
    expect(providersToldTo(stacks.api)).toEqual(['', '', '', '']);
  });

  function providersToldTo(api: Template): unknown[] {
    return ofType(api, 'AWS::Lambda::Function').map(
      ([, { Properties }]) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables.IDENTITY_PROVIDERS,
    );
  }

  it.each<[string, object]>([
    ['a kind that there is not', { kind: 'ldap', name: 'Force' }],
    [
      'a name with an underscore, which ends it in a user name',
      { kind: 'saml', name: 'The_Force', metadataUrl: 'https://x.example' },
    ],
    ['no address', { kind: 'saml', name: 'Force' }],
    [
      'the secret itself',
      { kind: 'oidc', name: 'Force', issuer: 'https://x.example', clientId: 'x', clientSecretArn: 'hunter2' },
    ],
    ['a file for an address', { kind: 'saml', name: 'Force', metadataUrl: 'file:///etc/passwd' }],
  ])('settings with %s are refused', (_, federation) => {
    expect(() => federatedBy(federation)).toThrow();
  });

  it.each(['aws-force', 'my-amazon', 'cognito1', 'Upper', '-x', ''])('a domain prefix cannot be %j', (domainPrefix) => {
    expect(() => synthesized(({ identity }) => ({ identity: { ...identity, domainPrefix } }))).toThrow();
  });
});

describe('the same templates in two accounts', () => {
  /** Names that AWS would refuse a second time, in an account or in the world. */
  const PHYSICAL =
    /^(?:Bucket|Table|Queue|Topic|Function|Role|ManagedPolicy|LogGroup|Secret|UserPool|Rule|Schedule|Alarm|Dashboard)Name$/;
  const named = (template: Template) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]: [string, Resource]) =>
      Object.entries(Properties)
        .filter(
          ([property, value]) =>
            (PHYSICAL.test(property) || property === 'Name' || property === 'Domain') && typeof value === 'string',
        )
        .map(([, value]) => `${Type} ${id.replace(/[\dA-F]{8}$/, '')}: ${value}`),
    );

  it('name nothing by themselves but the pages of the sign-in, which the settings name', () => {
    expect(Object.values(stacks).flatMap(named)).toEqual([
      'AWS::Cognito::UserPoolResourceServer Api: dashboard',
      'AWS::Cognito::UserPoolDomain Domain: demo-force',
      // These two are for the eye: API Gateway takes the same name twice.
      'AWS::ApiGateway::RestApi Api: production-dashboard',
      expect.stringMatching(/^AWS::ApiGateway::Authorizer SignedIn: /),
      // The CDK names it by region, stage and place.
      expect.stringMatching(/^AWS::CloudFront::Function OneDocument: eu-west-2productiondashboardOneDocument/),
    ]);
  });

  it('differ in the number of the account alone', () => {
    const other = synthesized(() => ({ account: '333333333333' }));
    for (const [name, template] of Object.entries(other))
      expect([name, JSON.stringify(template).replaceAll('333333333333', '111111111111')]).toEqual([
        name,
        JSON.stringify(stacks[name as StackName]),
      ]);
  });
});
