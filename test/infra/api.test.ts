import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../lib/api/route.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { ofType, only, synthesized, type Template } from './synth.ts';

const all: readonly Route[] = ROUTES;
let api: Template;
let paths: ReadonlyMap<string, string>;
beforeAll(() => {
  ({ api } = synthesized());
  paths = pathsOf(api);
});

const refOf = (value: unknown) => (value as { Ref: string }).Ref;

/** Logical id to path of every resource. */
function pathsOf(template: Template): Map<string, string> {
  const resources = new Map(ofType(template, 'AWS::ApiGateway::Resource').map(([id, { Properties }]) => [id, Properties]));
  const path = (id: string): string => {
    const { ParentId, PathPart } = resources.get(id) ?? {};
    const parent = (ParentId as { Ref?: string } | undefined)?.Ref;
    return `${parent === undefined ? '' : path(parent)}/${String(PathPart)}`;
  };
  return new Map([...resources.keys()].map((id) => [id, path(id)]));
}

function methods() {
  return ofType(api, 'AWS::ApiGateway::Method').map(([, { Properties }]) => ({
    name: `${Properties.HttpMethod} ${paths.get(refOf(Properties.ResourceId))}`,
    properties: Properties,
  }));
}

describe('every method', () => {
  it('is a route, and every route a method: no OPTIONS, no ANY, nothing at the root', () => {
    const routes = all.map(({ method, path }) => `${method} ${path}`);
    expect(
      methods()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(routes.sort());
  });

  it('asks for a token of the pool, with the scope that reads or the one that writes', () => {
    const [authorizer] = ofType(api, 'AWS::ApiGateway::Authorizer').map(([id]) => id);
    for (const { name, properties } of methods()) {
      expect([name, properties.AuthorizationType, properties.AuthorizerId]).toEqual([
        name,
        'COGNITO_USER_POOLS',
        { Ref: authorizer },
      ]);
      // Without a scope an ID token would do as well.
      expect([name, properties.AuthorizationScopes]).toEqual([
        name,
        [name.startsWith('GET ') ? 'dashboard/read' : 'dashboard/write'],
      ]);
    }
    expect(only(api, 'AWS::ApiGateway::Authorizer')).toMatchObject({
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 0,
    });
    expect(JSON.stringify(only(api, 'AWS::ApiGateway::Authorizer').ProviderARNs)).toContain('production-identity');
  });

  it('has its parameters checked, and a body against its model where there is one', () => {
    const validators = new Map(ofType(api, 'AWS::ApiGateway::RequestValidator').map(([id, { Properties }]) => [id, Properties]));
    for (const { name, properties } of methods()) {
      const validator = validators.get(refOf(properties.RequestValidatorId));
      const route = all.find(({ method, path }) => `${method} ${path}` === name);
      expect([name, validator?.ValidateRequestParameters, validator?.ValidateRequestBody === true]).toEqual([
        name,
        true,
        route?.body !== undefined,
      ]);
      expect([name, properties.RequestModels !== undefined]).toEqual([name, route?.body !== undefined]);
      const inPath = [...(route?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, parameter]) => `method.request.path.${parameter}`);
      expect(properties.RequestParameters).toMatchObject(Object.fromEntries(inPath.map((parameter) => [parameter, true])));
    }
    const needed = methods().find(({ name }) => name === 'GET /v1/productivity/comparison')?.properties.RequestParameters;
    expect(Object.keys(needed ?? {})).toEqual(['metric', 'type', 'within'].map((one) => `method.request.querystring.${one}`));
  });

  it('has a model that takes nothing that the route does not name', () => {
    const models = ofType(api, 'AWS::ApiGateway::Model');
    expect(models).toHaveLength(all.filter(({ body }) => body !== undefined).length);
    for (const [, { Properties }] of models)
      expect(Properties).toMatchObject({
        ContentType: 'application/json',
        Schema: { additionalProperties: false, type: 'object' },
      });
  });

  it('goes to the function that serves it, as a whole request', () => {
    for (const { name, properties } of methods()) {
      const { servedBy = '' } = all.find(({ method, path }) => `${method} ${path}` === name) ?? {};
      const { Type, IntegrationHttpMethod, Uri } = properties.Integration as Record<string, unknown>;
      expect([name, Type, IntegrationHttpMethod]).toEqual([name, 'AWS_PROXY', 'POST']);
      expect(JSON.stringify(Uri).toLowerCase()).toContain(`"${servedBy}function`);
    }
    const permissions = ofType(api, 'AWS::Lambda::Permission');
    expect(permissions).toHaveLength(4);
    for (const [, { Properties }] of permissions) expect(Properties.Principal).toBe('apigateway.amazonaws.com');
  });
});

describe('the stage', () => {
  it('lets so many requests a second through to each method, and fewer to each that writes', () => {
    const { MethodSettings } = only(api, 'AWS::ApiGateway::Stage') as { MethodSettings: Record<string, unknown>[] };
    const limits = MethodSettings.map(({ HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit }) => [
      `${HttpMethod} ${String(ResourcePath).slice(1).replaceAll('~1', '/')}`,
      ThrottlingRateLimit,
      ThrottlingBurstLimit,
    ]);
    const writes = all.filter(({ method }) => method !== 'GET').map(({ method, path }) => [`${method} ${path}`, 20, 40]);
    expect(limits).toEqual([['* *', 300, 600], ...writes]);
    expect(writes.length).toBeGreaterThan(5);
    for (const settings of MethodSettings)
      expect(settings).toMatchObject({
        CachingEnabled: false,
        DataTraceEnabled: false,
        LoggingLevel: 'OFF',
        MetricsEnabled: true,
      });
  });

  it('logs the route and how it ended: no address, no path, no query, no claim, no text of an error', () => {
    const { AccessLogSetting } = only(api, 'AWS::ApiGateway::Stage') as { AccessLogSetting: { Format: string } };
    const named = [...AccessLogSetting.Format.matchAll(/\$context\.([\w.]+)/g)].map(([, name]) => name);
    expect(named).toEqual([
      'requestId',
      'requestTimeEpoch',
      'httpMethod',
      'resourcePath',
      'status',
      'responseLatency',
      'responseLength',
      'error.responseType',
      'integrationStatus',
      'integrationLatency',
    ]);
    expect(ofType(api, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays)).toEqual([
      180, 180, 180, 180, 180,
    ]);
  });

  it('speaks no TLS before 1.2, from one region', () => {
    expect(only(api, 'AWS::ApiGateway::RestApi')).toMatchObject({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PQ_2025_09',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
  });

  it('stands behind a firewall: size, rate of one token, known attacks; no sample of a request is kept', () => {
    const acl = only(api, 'AWS::WAFv2::WebACL') as { Rules: { Name: string; Statement: Record<string, unknown> }[] };
    expect(acl.Rules.map(({ Name }) => Name)).toEqual(['LargeBody', 'Rate', 'CommonRules', 'KnownBadInputs']);
    expect(acl.Rules[0]).toMatchObject({ Action: { Block: {} }, Statement: { SizeConstraintStatement: { Size: 8192 } } });
    expect(acl.Rules[1]).toMatchObject({
      Action: { Block: {} },
      Statement: {
        RateBasedStatement: {
          Limit: 3000,
          EvaluationWindowSec: 300,
          AggregateKeyType: 'CUSTOM_KEYS',
          CustomKeys: [{ Header: { Name: 'Authorization' } }],
        },
      },
    });
    const text = JSON.stringify(acl);
    expect(text.match(/"SampledRequestsEnabled":false/g)).toHaveLength(5);
    expect(text).not.toContain('"SampledRequestsEnabled":true');
    expect(JSON.stringify(only(api, 'AWS::WAFv2::WebACLAssociation'))).toContain('"ApiDeploymentStage');
  });
});

describe("an answer of API Gateway's own", () => {
  it('is a problem of RFC 9457 that repeats nothing of the request and is never kept', () => {
    const responses = ofType(api, 'AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => Properties);
    // All that AWS has.
    expect(responses.map(({ ResponseType }) => ResponseType).sort()).toEqual([
      'ACCESS_DENIED',
      'API_CONFIGURATION_ERROR',
      'AUTHORIZER_CONFIGURATION_ERROR',
      'AUTHORIZER_FAILURE',
      'BAD_REQUEST_BODY',
      'BAD_REQUEST_PARAMETERS',
      'DEFAULT_4XX',
      'DEFAULT_5XX',
      'EXPIRED_TOKEN',
      'INTEGRATION_FAILURE',
      'INTEGRATION_TIMEOUT',
      'INVALID_API_KEY',
      'INVALID_SIGNATURE',
      'MISSING_AUTHENTICATION_TOKEN',
      'QUOTA_EXCEEDED',
      'REQUEST_TOO_LARGE',
      'RESOURCE_NOT_FOUND',
      'THROTTLED',
      'UNAUTHORIZED',
      'UNSUPPORTED_MEDIA_TYPE',
      'WAF_FILTERED',
    ]);
    for (const { StatusCode, ResponseParameters, ResponseTemplates } of responses) {
      const template = (ResponseTemplates as Record<string, string>)['application/json'] ?? '';
      expect(template).not.toContain('$');
      const { code, title, ...rest } = JSON.parse(template);
      expect([rest, code, title]).toEqual([
        { type: 'about:blank', status: Number(StatusCode) },
        expect.stringMatching(/^[A-Z_]+$/),
        expect.any(String),
      ]);
      expect(ResponseParameters).toEqual({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
        ...(StatusCode === '401' ? { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" } : {}),
      });
    }
  });
});

describe('each function of the API', () => {
  const statements = (name: string) =>
    ofType(api, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith(name))
      .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
  interface Statement {
    Action: string | string[];
    Resource: unknown;
    Condition?: unknown;
  }
  const tables = (name: string) =>
    Object.fromEntries(
      ['Registry', 'Organisation', 'Productivity', 'Availability', 'Trust'].map((table) => [
        table,
        statements(name)
          .filter(
            ({ Resource }) =>
              JSON.stringify(Resource).includes(`${table}Table`) || JSON.stringify(Resource).includes(`GetAtt${table}`),
          )
          .flatMap(({ Action }) => [Action].flat().map((action) => action.replace('dynamodb:', '')))
          .sort(),
      ]),
    );
  const read = ['BatchGetItem', 'GetItem', 'Query'];

  it('reads what it serves; only availability reads availability, and trust no figure', () => {
    expect(tables('Productivity')).toEqual({
      Registry: read,
      Organisation: read,
      Productivity: read,
      Availability: [],
      Trust: read,
    });
    expect(tables('Availability')).toEqual({
      Registry: read,
      Organisation: read,
      Productivity: read,
      Availability: read,
      Trust: [...read, 'PutItem'].sort(),
    });
    expect(tables('Trust')).toEqual({
      Registry: read,
      Organisation: read,
      Productivity: [],
      Availability: [],
      Trust: [...read, 'PutItem'].sort(),
    });
  });

  it('writes only the kinds of items that are its own', () => {
    const written = (name: string) => statements(name).filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'));
    const forms = (keys: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });
    expect(written('Productivity')).toEqual([]);
    expect(written('Availability').map(({ Condition }) => Condition)).toEqual([forms(['SEEN#*'])]);
    expect(written('Trust').map(({ Condition }) => Condition)).toEqual([
      forms(['DECISION#day#*', 'GRANTS#*', 'COVERS#*', 'ROLES', 'SEEN#P#*']),
    ]);
  });

  it('grants no wildcard action and nothing on every resource', () => {
    const everything = ['Productivity', 'Availability', 'Trust'].flatMap(statements);
    expect(everything.length).toBeGreaterThan(12);
    for (const { Action, Resource } of everything) {
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      expect(Resource).not.toBe('*');
    }
  });

  it('takes the key of cursors by its ARN alone; the template holds no secret', () => {
    expect(only(api, 'AWS::SecretsManager::Secret')).toEqual({
      Description: expect.any(String),
      KmsKeyId: expect.anything(),
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    });
    for (const [, { Properties }] of ofType(api, 'AWS::Lambda::Function')) {
      const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
      expect(Variables.CURSOR_SECRET_ARN).toEqual({ Ref: expect.stringMatching(/^CursorSecret/) });
      expect(Object.keys(Variables).filter((name) => /KEY|TOKEN|PASSWORD/.test(name))).toEqual([]);
    }
    expect(JSON.stringify(api)).not.toContain('{{resolve:');
  });

  it('runs shorter than API Gateway waits', () => {
    for (const [, { Properties }] of ofType(api, 'AWS::Lambda::Function')) expect(Properties.Timeout).toBe(25);
  });
});
