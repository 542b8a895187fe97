import { listed, objectsIn, type Resource, STACKS, type StackName, type Template, type Templates } from './template.ts';

type Rule = (template: Template, stack: StackName, templates: Templates) => string[];

/** CloudFormation takes no more in one stack. */
const MOST_RESOURCES = 500;
/** Actions that have no resource to name. */
const WITHOUT_RESOURCE = ['ec2:DescribeNetworkInterfaces'];
const READERS_OF_PEOPLE = ['Ingest', 'Score', 'Watch', 'Availability'];
const READERS_OF_ROWS = ['Operations'];
const RECORDERS = ['Trust'];
/** A message must not come back while its worker may still be at it; AWS recommends six times its time. */
const TIMES_THE_TIMEOUT = 6;

/** What the rules in `infra/rules` cannot say, for they see one resource at a time. Each gives sentences about what is wrong. */
export const STRUCTURE: Readonly<Record<string, Rule>> = {
  noWildcardPrincipal: ({ Resources }) =>
    entries(Resources).flatMap(([id, resource]) =>
      [...objectsIn(resource.Properties)]
        .filter(({ Effect, Principal }) => Effect === 'Allow' && isAnybody(Principal))
        .filter(({ Condition }) => !JSON.stringify(Condition ?? '').includes('aws:SourceVpce'))
        .map(() => `${id} lets anybody in`),
    ),
  nothingOnEverything: ({ Resources }) =>
    ofType(Resources, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
      [...objectsIn(Properties.PolicyDocument)]
        .filter(({ Effect, Resource: resource }) => Effect === 'Allow' && listed(resource).includes('*'))
        .filter(({ Action }) => !listed(Action).every((one) => WITHOUT_RESOURCE.includes(String(one))))
        .map(() => `${id} allows something on every resource`),
    ),
  noCustomResource: ({ Resources }) =>
    entries(Resources)
      .filter(([, { Type }]) => Type.startsWith('Custom::') || Type === 'AWS::CloudFormation::CustomResource')
      .map(([id]) => `${id} is a custom resource`),
  notTooMany: ({ Resources }, stack) =>
    entries(Resources).length > MOST_RESOURCES ? [`${stack} has more than ${MOST_RESOURCES} resources`] : [],
  ownRoleAndLog: ({ Resources }) => {
    const functions = ofType(Resources, 'AWS::Lambda::Function');
    const shared = (name: string) =>
      functions.length - new Set(functions.map(([, { Properties }]) => JSON.stringify(Properties[name]))).size;
    return ['Role', 'LoggingConfig'].filter((name) => shared(name) > 0).map((name) => `two functions share a ${name}`);
  },
  queuesOutlastWorkers: ({ Resources }) =>
    ofType(Resources, 'AWS::Lambda::EventSourceMapping').flatMap(([id, { Properties }]) => {
      const queue = Resources[target(Properties.EventSourceArn)]?.Properties ?? {};
      const worker = Resources[target(Properties.FunctionName)]?.Properties ?? {};
      const enough = Number(queue.VisibilityTimeout) >= TIMES_THE_TIMEOUT * Number(worker.Timeout);
      return enough ? [] : [`${id} reads a queue whose messages come back too soon`];
    }),
  noCycle: ({ Resources }) => cyclesOf(Resources).map((id) => `${id} needs itself`),
  leansOnEarlierOnly: ({ Resources, Outputs }, stack) =>
    [...objectsIn([Resources, Outputs])].flatMap((one) => {
      const { StackName } = (one['Fn::GetStackOutput'] ?? {}) as { StackName?: string };
      const owner = STACKS.find((name) => StackName?.endsWith(`-${name}`));
      return StackName === undefined || (owner !== undefined && STACKS.indexOf(owner) < STACKS.indexOf(stack))
        ? []
        : [`${stack} leans on ${StackName}`];
    }),
  dataClassOfReadersOnly: ({ Resources }) =>
    ofType(Resources, 'AWS::IAM::Role').flatMap(([id, { Properties }]) => {
      const all = (Properties.Tags ?? []) as { Key: string; Value: string }[];
      const value = all.find(({ Key }) => Key === 'data-class')?.Value;
      const readers =
        value === 'availability'
          ? READERS_OF_PEOPLE
          : value === 'rejected-rows'
            ? READERS_OF_ROWS
            : value === 'decisions'
              ? RECORDERS
              : [];
      return value === undefined || readers.some((name) => id.startsWith(`${name}Role`))
        ? []
        : [`${id} has the data class ${value}`];
    }),
  pagesHaveTheirPolicy: ({ Resources }) =>
    ofType(Resources, 'AWS::CloudFront::ResponseHeadersPolicy')
      .filter(([, { Properties }]) => {
        const text = JSON.stringify(Properties);
        return !["default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"].every(
          (part) => text.includes(part),
        );
      })
      .map(([id]) => `${id} lets more run than our own script`),
};

/** Sentences by rule; empty when all is well. */
export function structureOf(templates: Templates): Record<string, string[]> {
  const found = Object.entries(STRUCTURE).map(([name, rule]) => [
    name,
    STACKS.flatMap((stack) => rule(templates[stack], stack, templates)),
  ]);
  return Object.fromEntries(found.filter(([, sentences]) => (sentences as string[]).length > 0));
}

function entries(resources: Template['Resources']): [id: string, resource: Resource][] {
  return Object.entries(resources);
}

function ofType(resources: Template['Resources'], type: string): [id: string, resource: Resource][] {
  return entries(resources).filter(([, { Type }]) => Type === type);
}

function isAnybody(principal: unknown): boolean {
  if (principal === '*') return true;
  return typeof principal === 'object' && principal !== null && listed((principal as Record<string, unknown>).AWS).includes('*');
}

/** The resource that an ARN or a name in a template is of. */
function target(value: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0] ?? '';
}

function cyclesOf(resources: Template['Resources']): string[] {
  const needs = new Map(
    entries(resources).map(([id, { Properties, DependsOn }]) => {
      const named = [...objectsIn(Properties)].map(target).filter((one) => one in resources);
      return [id, new Set([...named, ...listed(DependsOn).map(String)])] as const;
    }),
  );
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(needs.get(from) ?? [])].some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return [...needs.keys()].filter((id) => reaches(id, id));
}
