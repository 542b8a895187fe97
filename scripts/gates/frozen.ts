import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { STACKS, type Templates } from './template.ts';

const spec = loadAwsServiceSpecSync();

/** By stack and logical id, what is kept when its stack goes: its type, and the properties of which a change would replace it. */
export type Frozen = Readonly<
  Record<string, Readonly<Record<string, { type: string; fixed: Readonly<Record<string, unknown>> }>>>
>;

/** A kept resource under another id, or of another key, would be a new and empty one beside the old. */
export function keptResources(templates: Templates): Frozen {
  const kept = STACKS.map((stack) => {
    const resources = Object.entries(templates[stack].Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
    const frozen = resources.map(([id, { Type, Properties }]) => {
      const names = replacing(Type).filter((name) => Properties?.[name] !== undefined);
      return [id, { type: Type, fixed: Object.fromEntries(names.map((name) => [name, Properties[name]])) }] as const;
    });
    return [stack, Object.fromEntries(frozen)] as const;
  });
  return Object.fromEntries(kept.filter(([, resources]) => Object.keys(resources).length > 0));
}

/** Properties of a template that CloudFormation's registry does not know, as sentences. */
export function unknownProperties(templates: Templates): string[] {
  return STACKS.flatMap((stack) =>
    Object.entries(templates[stack].Resources).flatMap(([id, { Type, Properties = {} }]) => {
      if (Type === 'AWS::CDK::Metadata') return [];
      const known = typeOf(Type);
      if (known === undefined) return [`${stack} ${id}: the registry has no type ${Type}`];
      return Object.keys(Properties)
        .filter((name) => !(name in known.properties) && !(name === 'Tags' && known.tagInformation !== undefined))
        .map((name) => `${stack} ${id}: ${Type} has no property ${name}`);
    }),
  );
}

function typeOf(type: string) {
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function replacing(type: string): string[] {
  return Object.entries(typeOf(type)?.properties ?? {})
    .filter(([, { causesReplacement = 'no' }]) => causesReplacement === 'yes')
    .map(([name]) => name);
}
