import type { Finding } from './nag.ts';

interface Accepted {
  readonly rule: string;
  readonly reason: string;
  readonly paths: readonly string[];
}

const API_FUNCTIONS = ['api/Availability', 'api/Operations', 'api/Productivity', 'api/Trust'];
const WORKERS = ['ingestion/Ingest', 'ingestion/Score', 'ingestion/Watch'];
const FUNCTIONS = [...API_FUNCTIONS, ...WORKERS].map((path) => `${path}/Function/Resource`);
const WRITERS = ['Centurion', 'Connect', 'ControlWorks', 'Fusion', 'Mytime'].map(
  (name) => `data/Writer${name}/DefaultPolicy/Resource`,
);
const STAGE = ['api/Api/DeploymentStage.production/Resource'];
const POOL = ['identity/Pool/Resource'];
const DISTRIBUTION = ['dashboard/Distribution/Resource'];
const SECRET = ['api/CursorSecret/Resource'];
const BUCKETS = ['dashboard/Pages', 'data/Drops', 'data/Facts', 'observability/Trail/Calls'].map((path) => `${path}/Resource`);
const SCHEDULER = ['ingestion/SchedulerRoleForTarget-ab7245/DefaultPolicy/Resource'];

/**
 * What the packs of cdk-nag find and we leave as it is, each with its reason. The list is exact: the tests fail for a finding
 * that does not stand here, and for an entry of which nothing is found any more.
 */
export const ACCEPTED: readonly Accepted[] = [
  accept(
    'AwsSolutions-APIG6',
    STAGE,
    'Execution logs would hold ids of people and words that were searched for; the access log has the route, the status and the time of each request.',
  ),
  accept('NIST.800.53.R5-APIGWExecutionLoggingEnabled', STAGE, 'As AwsSolutions-APIG6.'),
  accept(
    'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted',
    STAGE,
    'An answer depends on who asks: nothing of it may be kept between two people.',
  ),
  accept(
    'NIST.800.53.R5-APIGWSSLEnabled',
    STAGE,
    'The gateway calls Lambda by IAM; there is no backend that would check a client certificate.',
  ),
  accept(
    'Serverless-APIGWXrayEnabled',
    STAGE,
    'A tracer costs 57 ms of each cold start and would hold paths with ids of people.',
  ),
  accept('AwsSolutions-CFR1', DISTRIBUTION, 'Officers travel; who may ask is for the token, not for the country.'),
  accept(
    'AwsSolutions-CFR3',
    DISTRIBUTION,
    'The addresses of pages hold ids: a log of them would say who looked at whom, outside the record that the person looked at can read.',
  ),
  accept(
    'AwsSolutions-COG1',
    POOL,
    'Length instead of classes of characters, as the NCSC advises: fourteen, with a second factor.',
  ),
  accept(
    'AwsSolutions-COG8',
    POOL,
    'A force signs in by its own directory, which judges risk; the Plus plan costs by the head and sees nothing of a federated sign-in.',
  ),
  accept(
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    ['api/Api/CloudWatchRole/Resource'],
    'The policy that AWS names for the one role by which API Gateway writes access logs.',
  ),
  accept(
    'AwsSolutions-IAM5[Resource::<Drops>/*]',
    ['ingestion/Ingest/Role/DefaultPolicy/Resource'],
    'Keys of extracts are made by the sources; ingest reads all of them.',
  ),
  ...['Centurion', 'Connect', 'ControlWorks', 'Fusion', 'Mytime'].map((name) => {
    const system = name === 'ControlWorks' ? 'control-works' : name.toLowerCase();
    return accept(
      `AwsSolutions-IAM5[Resource::<Drops>/${system}/*]`,
      [`data/Writer${name}/DefaultPolicy/Resource`],
      'A source writes below its own prefix, under names that have not come yet.',
    );
  }),
  accept(
    'AwsSolutions-IAM5[Resource::<Facts>/*]',
    WORKERS.map((path) => `${path}/Role/DefaultPolicy/Resource`),
    'Names of facts follow from their content.',
  ),
  accept(
    'AwsSolutions-IAM5[Resource::<Facts>/generations/*]',
    ['api/Availability/Role/DefaultPolicy/Resource'],
    'Earlier runs of a day, under names that follow from their content.',
  ),
  accept(
    'AwsSolutions-IAM5[Resource::<Facts>/quarantine/*]',
    ['api/Operations/Role/DefaultPolicy/Resource'],
    'Rejected rows, under names that follow from their content.',
  ),
  accept(
    'AwsSolutions-IAM5[Resource::<WatchFunction>:*]',
    SCHEDULER,
    'The CDK grants a schedule every version of the one function that it calls.',
  ),
  accept(
    'NIST.800.53.R5-IAMNoInlinePolicy',
    [...API_FUNCTIONS, ...WORKERS]
      .map((path) => `${path}/Role/DefaultPolicy/Resource`)
      .concat(WRITERS, SCHEDULER, 'observability/Trail/Role/DefaultPolicy/Resource'),
    'Each policy belongs to one role and goes with it; none is shared.',
  ),
  accept(
    'AwsSolutions-S1',
    BUCKETS,
    'CloudTrail records every call on an object of extracts and facts, with who it was; the pages are the same for everybody.',
  ),
  accept('NIST.800.53.R5-S3BucketLoggingEnabled', BUCKETS, 'As AwsSolutions-S1.'),
  accept(
    'NIST.800.53.R5-S3BucketReplicationEnabled',
    BUCKETS,
    'One region by decision of the controller: personal data does not leave it. S3 keeps each object in three zones, versions guard against deletion.',
  ),
  accept(
    'NIST.800.53.R5-S3BucketVersioningEnabled',
    ['dashboard/Pages/Resource', 'data/Facts/Resource'],
    'Facts are made again from the extracts and their names follow from their content; pages are made again by a deployment.',
  ),
  accept(
    'NIST.800.53.R5-S3DefaultEncryptionKMS',
    ['dashboard/Pages/Resource'],
    'The pages are given to whoever asks; S3 encrypts them by its own key.',
  ),
  accept(
    'AwsSolutions-SMG4',
    SECRET,
    'It signs the cursors of lists, which live for minutes; a new one is made by replacing the secret, and lists begin again.',
  ),
  accept('NIST.800.53.R5-SecretsManagerRotationEnabled', SECRET, 'As AwsSolutions-SMG4.'),
  accept(
    'NIST.800.53.R5-WAFv2LoggingEnabled',
    ['api/Firewall/Acl', 'edge/Firewall/Acl'],
    'It would hold paths with ids of people; counts by rule are kept as metrics.',
  ),
  accept(
    'NIST.800.53.R5-LambdaConcurrency',
    FUNCTIONS,
    "Workers are bounded by their source's concurrency and the API by its throttles; a reservation would take from both.",
  ),
  accept(
    'NIST.800.53.R5-LambdaDLQ',
    FUNCTIONS,
    'None is called without somebody who waits: queues set aside what fails, the gateway answers, and a round of the watch that failed comes again in fifteen minutes.',
  ),
  accept('Serverless-LambdaDLQ', FUNCTIONS, 'As NIST.800.53.R5-LambdaDLQ.'),
  accept(
    'NIST.800.53.R5-LambdaInsideVPC',
    FUNCTIONS,
    'They talk to AWS alone, by IAM; `landingZone.network.functionsInside` puts them into a network where a force wants that.',
  ),
  accept('Serverless-LambdaTracing', FUNCTIONS, 'As Serverless-APIGWXrayEnabled.'),
  accept(
    'Serverless-LambdaEventSourceMappingDestination',
    ['ingestion/IngestSource', 'ingestion/ScoreSource'],
    'The queue itself sets aside what fails.',
  ),
  accept(
    'Serverless-SNSRedrivePolicy',
    ['observability/Alarms/productivity-dashboard@demo-force.example/Resource'],
    'The alarm stays in its state, whether or not the mail arrives.',
  ),
  accept(
    'Serverless-SQSRedrivePolicy',
    ['ingestion/DropsQueueDead/Resource', 'ingestion/WorkQueueDead/Resource'],
    'These are where the others set things aside.',
  ),
];

function accept(rule: string, paths: readonly string[], reason: string): Accepted {
  return { rule, paths, reason };
}

/** One a line, in the order in which the gate gives them. */
export function acceptedFindings(): Finding[] {
  const all = ACCEPTED.flatMap(({ rule, paths }) => paths.map((path) => ({ rule, path })));
  const key = ({ rule, path }: Finding) => `${rule} ${path}`;
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
