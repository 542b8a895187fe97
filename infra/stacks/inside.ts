import { join } from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnListener, CfnListenerRule, CfnLoadBalancer, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { PAGE_SCOPES } from '../scopes.ts';
import { ServiceFunction } from '../service-function.ts';
import type { Network } from '../settings/landing-zone.ts';
import type { PrivateApiSettings } from '../settings/web.ts';
import type { SignIn } from './identity.ts';

export interface InsideProps extends StackProps {
  readonly api: RestApi;
  readonly signIn: SignIn;
  readonly network: Network;
  readonly platform: Platform;
  readonly settings: PrivateApiSettings;
  /** Folder with one pre-bundled folder a function. */
  readonly bundles: string;
}

const HTTPS = 443;
const TLS = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

/**
 * Pages and API under one address inside the force's network, and none outside. What is asked under `/v1/` goes through the
 * endpoint of the network, under the name and below the stage by which API Gateway knows its API; the rest are the pages.
 */
export class InsideStack extends Stack {
  constructor(scope: Construct, id: string, props: InsideProps) {
    super(scope, id, props);
    const { api, network, settings } = props;
    const balancer = this.#balancer(network, settings);
    const pages = this.#pages(props);
    const endpoint = new CfnTargetGroup(this, 'Endpoint', {
      targetType: 'ip',
      vpcId: network.vpcId,
      protocol: 'HTTPS',
      port: HTTPS,
      targets: settings.endpointAddresses.map((address) => ({ id: address, port: HTTPS })),
      // An endpoint that works refuses a question that names no API.
      healthCheckProtocol: 'HTTPS',
      healthCheckPath: '/',
      matcher: { httpCode: '403' },
    });
    const listener = new CfnListener(this, 'Listener', {
      loadBalancerArn: balancer.ref,
      protocol: 'HTTPS',
      port: HTTPS,
      sslPolicy: TLS,
      certificates: [{ certificateArn: settings.certificateArn }],
      defaultActions: [{ type: 'forward', targetGroupArn: pages.ref }],
    });
    new CfnListenerRule(this, 'ApiRule', {
      listenerArn: listener.ref,
      priority: 1,
      conditions: [{ field: 'path-pattern', pathPatternConfig: { values: ['/v1/*'] } }],
      transforms: [
        {
          type: 'host-header-rewrite',
          hostHeaderRewriteConfig: {
            rewrites: [{ regex: '^.*$', replace: `${api.restApiId}.execute-api.${this.region}.${this.urlSuffix}` }],
          },
        },
        {
          type: 'url-rewrite',
          urlRewriteConfig: { rewrites: [{ regex: '^/v1/(.*)$', replace: `/${api.deploymentStage.stageName}/v1/$1` }] },
        },
      ],
      actions: [{ type: 'forward', targetGroupArn: endpoint.ref }],
    });
    const outputs = { DashboardUrl: `https://${settings.domain}/`, BalancerName: balancer.attrDnsName };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `${name}Output`, { value });
  }

  #balancer({ vpcId, subnetIds }: Network, { clientRanges, endpointAddresses }: PrivateApiSettings): CfnLoadBalancer {
    const tls = { ipProtocol: 'tcp', fromPort: HTTPS, toPort: HTTPS };
    const group = new CfnSecurityGroup(this, 'Reach', {
      groupDescription: 'Browsers of the force by TLS, to the endpoint of the API by TLS',
      vpcId,
      securityGroupIngress: clientRanges.map((cidrIp) => ({ ...tls, cidrIp, description: 'Browsers of the force' })),
      securityGroupEgress: endpointAddresses.map((one) => ({ ...tls, cidrIp: `${one}/32`, description: 'Endpoint of the API' })),
    });
    return new CfnLoadBalancer(this, 'Balancer', {
      scheme: 'internal',
      type: 'application',
      subnets: subnetIds,
      securityGroups: [group.attrGroupId],
      loadBalancerAttributes: Object.entries({
        'routing.http.drop_invalid_header_fields.enabled': 'true',
        'routing.http.desync_mitigation_mode': 'strictest',
      }).map(([key, value]) => ({ key, value })),
    });
  }

  #pages({ bundles, platform, signIn }: InsideProps): CfnTargetGroup {
    const service = new ServiceFunction(this, 'Pages', {
      bundle: join(bundles, 'pages'),
      memoryMb: 256,
      timeout: Duration.seconds(10),
      platform: { ...platform, network: null },
      environment: { SIGN_IN: signIn.url, CLIENT_ID: signIn.clientId, SCOPES: PAGE_SCOPES.join(' ') },
    });
    const allowed = new CfnPermission(this, 'BalancerMayAsk', {
      action: 'lambda:InvokeFunction',
      functionName: service.function.functionArn,
      principal: 'elasticloadbalancing.amazonaws.com',
      sourceAccount: this.account,
    });
    const group = new CfnTargetGroup(this, 'PagesTarget', {
      targetType: 'lambda',
      targets: [{ id: service.function.functionArn }],
    });
    group.node.addDependency(allowed);
    return group;
  }
}
