import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotEmulated } from './errors.ts';
import { arnOf, nameOf, referenceOf, rootOf } from './names.ts';
import { ACCEPTED_NOT_EMULATED, SUPPORTED } from './types.ts';

export interface Resource {
  readonly id: string;
  readonly stack: string;
  readonly type: string;
  /** The name it goes by here, mostly `<stack>-<logical id>`. */
  readonly name: string;
  readonly arn: string;
  readonly properties: Record<string, unknown>;
}

export interface Resources {
  readonly account: string;
  readonly region: string;
  readonly all: readonly Resource[];
  ofType(type: string): Resource[];
  /** The one resource of a type. */
  only(type: string): Resource;
  byArn(arn: string): Resource;
  /** The folder of an asset by its S3 key. */
  asset(key: string): string;
  output(stackSuffix: string, name: string): string;
  /** By stack and name, as `cdk deploy --outputs-file` writes them. */
  outputs(): Record<string, Record<string, string>>;
}

interface Template {
  readonly Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  readonly Outputs?: Record<string, { Value: unknown }>;
}

const PSEUDO: Readonly<Record<string, (account: string, region: string) => string>> = {
  'AWS::AccountId': (account) => account,
  'AWS::Region': (_, region) => region,
  'AWS::Partition': () => 'aws',
  'AWS::URLSuffix': () => 'amazonaws.com',
};

/** Where a browser finds what on AWS has addresses of its own. */
export interface Addresses {
  readonly api: string;
  readonly identity: string;
}

/** Reads a synthesized assembly and resolves it. Throws NotEmulated for a type, property or function that nobody here knows. */
export function loadAssembly(folder: string, endpoint: string, addresses?: Addresses): Resources {
  const templates = new Map<string, Template>();
  const regions = new Map<string, [account: string, region: string]>();
  const assets = new Map<string, string>();
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; environment?: string }>;
  };
  for (const [stack, { type, environment }] of Object.entries(manifest.artifacts)) {
    if (type !== 'aws:cloudformation:stack') continue;
    const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
    templates.set(stack, JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8')) as Template);
    regions.set(stack, [account, region]);
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.assets.json'))) {
    const { files } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      files: Record<string, { source: { path: string } }>;
    };
    for (const [hash, { source }] of Object.entries(files)) assets.set(`${hash}.zip`, join(folder, source.path));
  }
  const [account, region] = [...regions.values()][0] ?? ['', ''];

  const called = (stack: string, id: string, type: string) => nameOf(stack, id, type, region);
  const arn = (stack: string, id: string, type: string) => arnOf(called(stack, id, type), id, type, region, account);

  function resolve(value: unknown, stack: string): unknown {
    if (Array.isArray(value)) return value.map((one) => resolve(one, stack));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined && (first[0] === 'Ref' || first[0].startsWith('Fn::')))
      return intrinsic(first[0], first[1], stack);
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner, stack)]));
  }

  function intrinsic(name: string, argument: unknown, stack: string): unknown {
    if (name === 'Ref') return reference(String(argument), stack);
    if (name === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => String(resolve(part, stack))).join(separator);
    }
    if (name === 'Fn::GetAtt') return attribute(argument as [string, string], stack);
    if (name === 'Fn::GetStackOutput') {
      const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
      const output = templates.get(StackName)?.Outputs?.[OutputName];
      if (output === undefined) throw new NotEmulated(`the output ${OutputName} of stack ${StackName}`);
      return resolve(output.Value, StackName);
    }
    throw new NotEmulated(`the template function ${name}`);
  }

  function reference(id: string, stack: string): string {
    const pseudo = PSEUDO[id];
    if (pseudo !== undefined) return pseudo(account, region);
    const { Type: type, Properties = {} } = templates.get(stack)?.Resources[id] ?? {};
    if (type === undefined) throw new NotEmulated(`the reference ${id} in stack ${stack}`);
    const name = called(stack, id, type);
    if (type === 'AWS::SQS::Queue') return `${endpoint}/${account}/${name}`;
    return String(resolve(referenceOf(name, arn(stack, id, type), type, Properties), stack));
  }

  function attribute([id, attributeName]: [string, string], stack: string): string {
    const type = templates.get(stack)?.Resources[id]?.Type ?? '';
    if (attributeName === 'Arn') return arn(stack, id, type);
    if (attributeName === 'QueueName') return called(stack, id, type);
    if (attributeName === 'RootResourceId') return rootOf(called(stack, id, type));
    throw new NotEmulated(`the attribute ${attributeName} of ${type}`);
  }

  /** An output that is an address on AWS, as it is here. */
  function localised(value: string): string {
    if (addresses === undefined) return value;
    return value
      .replace(/^https:\/\/\w+\.execute-api\.[\w-]+\.amazonaws\.com\/[\w-]+/, addresses.api)
      .replace(/^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com/, addresses.identity)
      .replace(/^https:\/\/[\w-]+\.auth\.[\w-]+\.amazoncognito\.com/, addresses.identity);
  }

  const all: Resource[] = [];
  for (const [stack, template] of templates) {
    for (const [id, { Type: type, Properties = {} }] of Object.entries(template.Resources)) {
      if (ACCEPTED_NOT_EMULATED.includes(type)) continue;
      const support = SUPPORTED[type];
      if (support === undefined) throw new NotEmulated(`the resource type ${type} (${id} in ${stack})`);
      for (const property of Object.keys(Properties)) {
        if (![...support.emulated, ...support.accepted].includes(property))
          throw new NotEmulated(`the property ${property} of ${type} (${id} in ${stack})`);
      }
      all.push({
        id,
        stack,
        type,
        name: called(stack, id, type),
        arn: arn(stack, id, type),
        properties: resolve(Properties, stack) as Record<string, unknown>,
      });
    }
  }

  const outputs = () =>
    Object.fromEntries(
      [...templates].map(([stack, { Outputs = {} }]) => {
        const values = Object.entries(Outputs).map(
          ([name, { Value }]) => [name, localised(String(resolve(Value, stack)))] as const,
        );
        return [stack, Object.fromEntries(values)] as const;
      }),
    );

  return {
    account,
    region,
    all,
    ofType: (type) => all.filter((resource) => resource.type === type),
    only(type) {
      const [found, other] = all.filter((resource) => resource.type === type);
      if (found === undefined || other !== undefined) throw new NotEmulated(`none or more than one ${type}`);
      return found;
    },
    byArn(wanted) {
      const found = all.find((resource) => resource.arn === wanted);
      if (found === undefined) throw new NotEmulated(`a resource with the name ${wanted}`);
      return found;
    },
    asset(key) {
      const found = assets.get(key);
      if (found === undefined) throw new NotEmulated(`the asset ${key}`);
      return found;
    },
    output(stackSuffix, name) {
      const value = Object.entries(outputs()).find(([stack]) => stack.endsWith(stackSuffix))?.[1][name];
      if (value === undefined) throw new NotEmulated(`the output ${name}`);
      return value;
    },
    outputs,
  };
}
