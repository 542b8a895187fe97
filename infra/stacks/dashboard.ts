import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { RestApiOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { contentPolicy, PAGE_FILES } from '../../lib/api/page-headers.ts';
import type { WebSettings } from '../settings/web.ts';
import type { EdgeStack } from './edge.ts';
import type { SignIn } from './identity.ts';

export interface DashboardProps extends StackProps {
  readonly api: RestApi;
  readonly signIn: SignIn;
  readonly edge: EdgeStack;
  readonly settings: WebSettings;
}

/** Whatever is none of these files is a page, and all pages are one document: the name of a drop has a dot too. */
const FILES = [...Object.keys(PAGE_FILES), '/config.json'];
const ONE_DOCUMENT = `function handler(event) {
  var request = event.request;
  if (${JSON.stringify(FILES)}.indexOf(request.uri) < 0) request.uri = '/index.html';
  return request;
}`;

/**
 * The pages from a private bucket and the API under one origin, so that no other origin is ever asked but the sign-in. The
 * files are put there by `npm run deploy`.
 */
export class DashboardStack extends Stack {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id, props);
    const { api, signIn, edge, settings } = props;
    const { domain } = settings;
    const bucket = new Bucket(this, 'Pages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // Built anew at each deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    }) as IBucket;
    const headers = this.#headers(signIn.url);
    const distribution = new Distribution(this, 'Distribution', {
      ...(domain === null || edge.certificate === null ? {} : { domainNames: [domain.name], certificate: edge.certificate }),
      webAclId: edge.firewallArn,
      defaultRootObject: 'index.html',
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers,
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'OneDocument', {
              code: FunctionCode.fromInline(ONE_DOCUMENT),
              runtime: FunctionRuntime.JS_2_0,
            }),
          },
        ],
      },
      additionalBehaviors: { '/v1/*': apiBehaviour(api) },
    });
    const outputs = {
      DashboardUrl: `https://${domain?.name ?? distribution.distributionDomainName}/`,
      DistributionName: distribution.distributionDomainName,
      PagesBucket: bucket.bucketName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `${name}Output`, { value });
  }

  #headers(signIn: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentPolicy(signIn), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'cross-origin-opener-policy', value: 'same-origin', override: true }],
      },
    });
  }
}

/** Nothing of an answer stays at the edge, and the host is the API's own; the token goes through. */
function apiBehaviour(api: RestApi): BehaviorOptions {
  return {
    origin: new RestApiOrigin(api),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}
