import { NotEmulated } from '../errors.ts';
import { rootOf } from '../names.ts';
import type { Resource, Resources } from '../template.ts';
import { type GatewayResponse, gatewayResponseOf } from './gateway-response.ts';
import { type Schema, schemaOf } from './json-schema.ts';

export interface Method {
  readonly httpMethod: string;
  readonly resourceId: string;
  /** As the template has it, e.g. `/v1/people/{person}`. */
  readonly resourcePath: string;
  readonly functionArn: string;
  readonly scopes: readonly string[];
  /** `path.person`, `querystring.from`; empty when they are not checked. */
  readonly requiredParameters: readonly string[];
  /** The model of a JSON body; null when it is not checked. */
  readonly model: Schema | null;
  readonly rate: number;
  readonly burst: number;
  /** How long the function may take before the caller is told that it takes too long. */
  readonly patienceMs: number;
}

/** A step of a path: what may come next, literally or as a parameter, and the methods that end here. */
export interface Step {
  readonly literal: Map<string, Step>;
  parameter: { readonly name: string; readonly step: Step } | null;
  readonly methods: Map<string, Method>;
}

export interface RestApi {
  readonly id: string;
  readonly stage: string;
  readonly root: Step;
  readonly responses: ReadonlyMap<string, GatewayResponse>;
  readonly accessLog: string;
  /** Identity provider of every method. */
  readonly userPoolArn: string;
}

interface MethodSetting {
  readonly HttpMethod: string;
  readonly ResourcePath: string;
  readonly ThrottlingRateLimit: number;
  readonly ThrottlingBurstLimit: number;
}

/** The one REST API of the template. What it has and this does not know is an error that names it. */
export function restApiOf(resources: Resources): RestApi {
  const { name: id } = resources.only('AWS::ApiGateway::RestApi');
  const { properties: stage } = resources.only('AWS::ApiGateway::Stage');
  const { properties: authorizer, name: authorizerId } = resources.only('AWS::ApiGateway::Authorizer');
  const pools = authorizer.ProviderARNs as readonly string[];
  if (
    authorizer.Type !== 'COGNITO_USER_POOLS' ||
    authorizer.IdentitySource !== 'method.request.header.Authorization' ||
    authorizer.AuthorizerResultTtlInSeconds !== 0
  )
    throw new NotEmulated('an authorizer other than an uncached user pool over the header Authorization');
  const [userPoolArn = '', other] = pools;
  if (other !== undefined) throw new NotEmulated('an authorizer with several user pools');
  const root = emptyStep();
  const steps = placeResources(resources.ofType('AWS::ApiGateway::Resource'), rootOf(id), root);
  const settings = stage.MethodSettings as readonly MethodSetting[];
  const byName = (type: string) => new Map(resources.ofType(type).map((resource) => [resource.name, resource.properties]));
  const validators = byName('AWS::ApiGateway::RequestValidator');
  const models = byName('AWS::ApiGateway::Model');
  for (const { properties } of resources.ofType('AWS::ApiGateway::Method')) {
    if (properties.AuthorizationType !== 'COGNITO_USER_POOLS' || properties.AuthorizerId !== authorizerId)
      throw new NotEmulated('a method without the authorizer');
    const place = steps.get(String(properties.ResourceId));
    if (place === undefined) throw new NotEmulated(`the resource ${properties.ResourceId}`);
    const validator = validators.get(String(properties.RequestValidatorId)) ?? {};
    const method = methodOf(properties, place.path, validator, models, settings);
    place.step.methods.set(method.httpMethod, method);
  }
  return {
    id,
    stage: String(stage.StageName),
    root,
    responses: new Map(
      resources.ofType('AWS::ApiGateway::GatewayResponse').map(({ properties }) => gatewayResponseOf(properties)),
    ),
    accessLog: String((stage.AccessLogSetting as { Format: string }).Format),
    userPoolArn,
  };
}

function emptyStep(): Step {
  return { literal: new Map(), parameter: null, methods: new Map() };
}

/** Hangs every resource below its parent, whatever order they come in. */
function placeResources(resources: readonly Resource[], rootId: string, root: Step) {
  const placed = new Map([[rootId, { step: root, path: '' }]]);
  let left = resources;
  while (left.length > 0) {
    const later = left.filter(({ name, properties }) => {
      const parent = placed.get(String(properties.ParentId));
      if (parent === undefined) return true;
      const part = String(properties.PathPart);
      placed.set(name, { step: stepBelow(parent.step, part), path: `${parent.path}/${part}` });
      return false;
    });
    if (later.length === left.length) throw new NotEmulated('a resource without a parent');
    left = later;
  }
  return placed;
}

function stepBelow(parent: Step, part: string): Step {
  const [, name] = /^\{([\w-]+)\}$/.exec(part) ?? [];
  if (name === undefined && part.includes('{')) throw new NotEmulated(`the path part ${part}`);
  const step = emptyStep();
  if (name === undefined) parent.literal.set(part, step);
  else parent.parameter = { name, step };
  return step;
}

function methodOf(
  properties: Resource['properties'],
  path: string,
  validator: Resource['properties'],
  models: ReadonlyMap<string, Resource['properties']>,
  settings: readonly MethodSetting[],
): Method {
  const httpMethod = String(properties.HttpMethod);
  const { functionArn, patienceMs } = integrationOf(properties.Integration as Readonly<Record<string, unknown>>);
  const required = Object.entries((properties.RequestParameters ?? {}) as Readonly<Record<string, boolean>>)
    .filter(([, isRequired]) => isRequired)
    .map(([name]) => name.replace(/^method\.request\./, ''));
  const unknown = required.find((name) => !/^(?:path|querystring)\./.test(name));
  if (unknown !== undefined) throw new NotEmulated(`the request parameter ${unknown}`);
  const model = (properties.RequestModels as Readonly<Record<string, string>> | undefined)?.['application/json'];
  const setting = settingOf(settings, httpMethod, path);
  return {
    httpMethod,
    resourceId: String(properties.ResourceId),
    resourcePath: path,
    functionArn,
    scopes: properties.AuthorizationScopes as readonly string[],
    requiredParameters: validator.ValidateRequestParameters === true ? required : [],
    model: model !== undefined && validator.ValidateRequestBody === true ? schemaOf(models.get(model)?.Schema) : null,
    rate: setting.ThrottlingRateLimit,
    burst: setting.ThrottlingBurstLimit,
    patienceMs,
  };
}

/** API Gateway waits so long when an integration says nothing of it. */
const LONGEST_MS = 29_000;

function integrationOf({ Type, Uri, IntegrationHttpMethod, TimeoutInMillis = LONGEST_MS, ...others }: Resource['properties']) {
  const [, functionArn] = /\/functions\/(.+)\/invocations$/.exec(String(Uri)) ?? [];
  const unknown = Object.keys(others)[0];
  if (Type !== 'AWS_PROXY' || IntegrationHttpMethod !== 'POST' || functionArn === undefined || unknown !== undefined)
    throw new NotEmulated(`the integration ${unknown ?? Type}`);
  return { functionArn, patienceMs: Number(TimeoutInMillis) };
}

/** An entry of a method replaces the general one. */
function settingOf(settings: readonly MethodSetting[], httpMethod: string, path: string): MethodSetting {
  const escaped = `/${path.replaceAll('/', '~1')}`;
  const found =
    settings.find(({ HttpMethod, ResourcePath }) => HttpMethod === httpMethod && ResourcePath === escaped) ??
    settings.find(({ HttpMethod, ResourcePath }) => HttpMethod === '*' && ResourcePath === '/*');
  if (found === undefined) throw new NotEmulated('a stage without settings for all methods');
  return found;
}
