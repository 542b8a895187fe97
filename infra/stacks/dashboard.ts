import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
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
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { contentPolicy, PAGE_FILES } from '../../web/page-headers.ts';
import { RESOURCE_SERVER } from '../scopes.ts';
import type { WebSettings } from '../settings.ts';

export interface DashboardProps extends StackProps {
  readonly api: RestApi;
  readonly signIn: { readonly url: string; readonly clientId: string };
  readonly settings: WebSettings;
  /** Folder of the built pages. */
  readonly pages: string;
}

/** Whatever is none of these files is a page, and all pages are one document: the name of a drop has a dot too. */
const FILES = [...Object.keys(PAGE_FILES), '/config.json'];
const ONE_DOCUMENT = `function handler(event) {
  var request = event.request;
  if (${JSON.stringify(FILES)}.indexOf(request.uri) < 0) request.uri = '/index.html';
  return request;
}`;

/** The pages from a private bucket and the API under one origin, so that no other origin is ever asked but the sign-in. */
export class DashboardStack extends Stack {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id, props);
    const { api, signIn, settings, pages } = props;
    const { domain } = settings;
    const bucket = new Bucket(this, 'Pages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Built anew at each deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    }) as IBucket;
    const headers = this.#headers(signIn.url);
    const distribution = new Distribution(this, 'Distribution', {
      ...(domain === null
        ? {}
        : {
            domainNames: [domain.name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
          }),
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
    new BucketDeployment(this, 'Deployment', {
      destinationBucket: bucket,
      distribution,
      // The names stay the same: a browser asks whether they changed, and is answered from the edge.
      cacheControl: [CacheControl.noCache()],
      sources: [
        Source.asset(pages),
        Source.jsonData('config.json', {
          signIn: signIn.url,
          clientId: signIn.clientId,
          // The pages only read, and ask for no more than they need.
          scopes: ['openid', `${RESOURCE_SERVER}/read`],
        }),
      ],
    });
    new CfnOutput(this, 'DashboardUrlOutput', {
      value: `https://${domain?.name ?? distribution.distributionDomainName}/`,
    });
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
