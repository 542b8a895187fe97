import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  type CfnRestApi,
  type CfnStage,
  CognitoUserPoolsAuthorizer,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { ServedBy } from '../../lib/api/route.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { AVAILABILITY, type DataClass, DECISIONS, REJECTED_ROWS } from '../data-class.ts';
import { reachedFrom } from '../endpoint.ts';
import { ApiFirewall } from '../firewall.ts';
import { addGatewayResponses } from '../gateway-responses.ts';
import { logGroupOf, type Platform } from '../platform.ts';
import { addRoutes } from '../routes.ts';
import { type BoundQueue, ServiceFunction, type TableAction } from '../service-function.ts';
import type { ApiSettings, Settings } from '../settings.ts';
import type { DataStack } from './data.ts';

export interface ApiProps extends StackProps {
  readonly data: DataStack;
  readonly pool: IUserPool;
  readonly workQueue: BoundQueue;
  readonly platform: Platform;
  readonly settings: Settings;
  /** Folder with one pre-bundled folder a function. */
  readonly bundles: string;
}

/** API Gateway gives up after 29 s; the function should have said why before. */
const TIMEOUT = Duration.seconds(25);
const MEMORY_MB = 1024;
const READ: readonly TableAction[] = ['GetItem', 'BatchGetItem', 'Query'];

/**
 * The question and answer side: a REST API made of the one table of routes, and a function for each class of access, with a role of its own. Only
 * `availability` can read the availability table. An answer is at most 6 MB (Lambda's own limit; API Gateway's is 10 MB).
 */
export class ApiStack extends Stack {
  readonly api: RestApi;
  readonly functions: readonly LambdaFunction[];

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id, props);
    const functions = this.#functions(props);
    this.functions = Object.values(functions).map((one) => one.function);
    const api = this.#api(props.settings, props.platform);
    this.api = api;
    addGatewayResponses(api);
    const integrationOf = (name: ServedBy) =>
      // One permission a function: one a route would pass the 20 KB that a function's policy may have.
      new LambdaIntegration(functions[name].function, { scopePermissionToMethod: false });
    addRoutes(api, {
      // Nothing is kept of a token: an expired one must not be served from a cache.
      authorizer: new CognitoUserPoolsAuthorizer(this, 'SignedIn', {
        cognitoUserPools: [props.pool],
        resultsCacheTtl: Duration.seconds(0),
      }),
      integrations: {
        productivity: integrationOf('productivity'),
        availability: integrationOf('availability'),
        operations: integrationOf('operations'),
        trust: integrationOf('trust'),
      },
    });
    new ApiFirewall(this, 'Firewall', api.deploymentStage, props.settings.api.requestsPerTokenIn5Minutes);
    new CfnOutput(this, 'ApiUrlOutput', { value: api.url });
  }

  #functions({ data: { tables, facts }, workQueue, platform, settings, bundles }: ApiProps): Record<ServedBy, ServiceFunction> {
    const cursorSecret = new Secret(this, 'CursorSecret', {
      description: 'Signs the cursors of lists; a new one only makes lists start again',
      encryptionKey: platform.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const environment = { IDENTITY_PROVIDERS: settings.identity.federation?.name ?? '' };
    const make = (name: string, bundle: ServedBy, dataClass?: DataClass) =>
      new ServiceFunction(this, name, {
        ...{ bundle: join(bundles, bundle), memoryMb: MEMORY_MB, timeout: TIMEOUT, environment, platform },
        ...(dataClass === undefined ? {} : { dataClass }),
      })
        .bindTable('REGISTRY_TABLE', tables.Registry, READ)
        .bindTable('ORGANISATION_TABLE', tables.Organisation, READ)
        .bindTable('TRUST_TABLE', tables.Trust, READ)
        .bindSecret('CURSOR_SECRET_ARN', cursorSecret);
    const operations = make('Operations', 'operations', REJECTED_ROWS)
      .bindTable('PRODUCTIVITY_TABLE', tables.Productivity, READ)
      // Rejected rows of the files that sources sent.
      .bindObjects('FACTS_BUCKET', facts, 'quarantine/');
    operations.function.addEnvironment('REJECTED_ROWS_DAYS', String(settings.retention.rejectedRows));
    return {
      productivity: make('Productivity', 'productivity').bindTable('PRODUCTIVITY_TABLE', tables.Productivity, READ),
      availability: make('Availability', 'availability', AVAILABILITY)
        .bindTable('PRODUCTIVITY_TABLE', tables.Productivity, READ)
        .bindTable('AVAILABILITY_TABLE', tables.Availability, READ)
        // Who looked at whom, before the answer leaves: this function can write nothing else.
        .bindItems('TRUST_TABLE', tables.Trust, ['PutItem'], ['SEEN#*'])
        // Earlier runs of a day.
        .bindObjects('FACTS_BUCKET', facts, 'generations/'),
      operations,
      trust: make('Trust', 'trust', DECISIONS)
        // What people decide, and who looked at a pairing.
        .bindItems('TRUST_TABLE', tables.Trust, ['PutItem'], ['DECISION#day#*', 'GRANTS#*', 'COVERS#*', 'ROLES', 'SEEN#P#*'])
        // A pairing scores its day again.
        .bindQueue('WORK_QUEUE', workQueue),
    };
  }

  #api({ stage, api: settings, privateApi }: Settings, platform: Platform): RestApi {
    const log = logGroupOf(this, 'AccessLog', platform);
    const api = new RestApi(this, 'Api', {
      restApiName: `${stage}-dashboard`,
      ...reachedFrom(this, privateApi),
      // API Gateway writes access logs by a role that stands once in an account.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: stage,
        accessLogDestination: new LogGroupLogDestination(log),
        accessLogFormat: ACCESS_LOG,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        metricsEnabled: true,
        cachingEnabled: false,
      },
    });
    const level1 = api.node.defaultChild as CfnRestApi;
    level1.securityPolicy = SecurityPolicy.TLS13_1_2_PQ_2025_09;
    level1.endpointAccessMode = 'BASIC';
    (api.deploymentStage.node.defaultChild as CfnStage).methodSettings = methodSettings(settings);
    return api;
  }
}

/**
 * Ids of people stand in paths and words that were searched for in query strings: the log names the route alone. Nor does it
 * tell the error of a function: its text might be anything.
 */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTimeEpoch(),
    route: `${AccessLogField.contextHttpMethod()} ${AccessLogField.contextResourcePath()}`,
    status: AccessLogField.contextStatus(),
    latencyMs: AccessLogField.contextResponseLatency(),
    length: AccessLogField.contextResponseLength(),
    refusal: AccessLogField.contextErrorResponseType(),
    functionStatus: AccessLogField.contextIntegrationStatus(),
    functionMs: AccessLogField.contextIntegrationLatency(),
  }),
);

/** One setting for all methods and one for each that writes: an entry of a method replaces the general one whole. */
function methodSettings({ requestsPerSecond, burst, writesPerSecond }: ApiSettings): CfnStage.MethodSettingProperty[] {
  const common = { metricsEnabled: true, dataTraceEnabled: false, loggingLevel: 'OFF', cachingEnabled: false };
  const writes = ROUTES.filter(({ method }) => method !== 'GET').map(({ method, path }) => ({
    ...common,
    httpMethod: method,
    resourcePath: `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    throttlingRateLimit: writesPerSecond,
    throttlingBurstLimit: writesPerSecond * 2,
  }));
  return [
    { ...common, httpMethod: '*', resourcePath: '/*', throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst },
    ...writes,
  ];
}
