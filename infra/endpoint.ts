import { EndpointType, type RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PrivateApiSettings } from './settings/web.ts';

type Endpoint = Pick<RestApiProps, 'endpointConfiguration' | 'policy'>;

/** From where the API can be asked at all: from anywhere, or through one endpoint of the force's network alone. */
export function reachedFrom(scope: Construct, settings: PrivateApiSettings | null): Endpoint {
  if (settings === null) return { endpointConfiguration: { types: [EndpointType.REGIONAL] } };
  const endpoint = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, 'Endpoint', {
    vpcEndpointId: settings.endpointId,
    port: 443,
  });
  const everything = { principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };
  const through = { StringEquals: { 'aws:SourceVpce': settings.endpointId } };
  const past = { StringNotEquals: { 'aws:SourceVpce': settings.endpointId } };
  return {
    endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [endpoint] },
    // The way in; who asks is for the authorizer of each method.
    policy: new PolicyDocument({
      statements: [
        new PolicyStatement({ ...everything, effect: Effect.DENY, conditions: past }),
        new PolicyStatement({ ...everything, conditions: through }),
      ],
    }),
  };
}
