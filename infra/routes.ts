import { type IAuthorizer, type Integration, JsonSchemaVersion, type Model, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as z from 'zod';
import { type Route, type ServedBy, scopeOf } from '../lib/api/route.ts';
import { ROUTES } from '../lib/api/routes.ts';
import { RESOURCE_SERVER } from './scopes.ts';

export interface RouteTargets {
  readonly authorizer: IAuthorizer;
  readonly integrations: Readonly<Record<ServedBy, Integration>>;
}

/**
 * One method a route. API Gateway checks that parameters are there and that a JSON body fits its model; not the form of a
 * parameter, unknown ones, nor a body that calls itself something else than JSON: the function checks everything again.
 */
export function addRoutes(api: RestApi, { authorizer, integrations }: RouteTargets): void {
  const parameters = api.addRequestValidator('Parameters', { validateRequestParameters: true });
  const whole = api.addRequestValidator('ParametersAndBody', { validateRequestParameters: true, validateRequestBody: true });
  for (const route of ROUTES as readonly Route[]) {
    const { body } = route;
    api.root.resourceForPath(route.path).addMethod(route.method, integrations[route.servedBy], {
      operationName: route.id,
      authorizer,
      authorizationScopes: [`${RESOURCE_SERVER}/${scopeOf(route)}`],
      requestValidator: body === undefined ? parameters : whole,
      requestParameters: requiredParameters(route),
      ...(body === undefined ? {} : { requestModels: { 'application/json': modelOf(api, route.id, body) } }),
    });
  }
}

function requiredParameters({ params, query }: Route): Record<string, boolean> {
  const required = [
    ...Object.keys(params.shape).map((name) => `path.${name}`),
    ...Object.entries(query.shape)
      .filter(([, schema]) => !schema.safeParse(undefined).success)
      .map(([name]) => `querystring.${name}`),
  ];
  return Object.fromEntries(required.map((name) => [`method.request.${name}`, true]));
}

function modelOf(api: RestApi, id: string, body: z.ZodObject): Model {
  const { $schema: _, ...schema } = z.toJSONSchema(body, { target: 'draft-4', io: 'input' });
  return api.addModel(`${id}Body`, {
    contentType: 'application/json',
    schema: { ...(schema as object), schema: JsonSchemaVersion.DRAFT4 },
  });
}
